/**
 * What the kiosk page can do without until a phone is connected: the prints, what stands on the
 * counter beside them, and what is said of photos that were refused. Loaded as soon as the first
 * scene is there, which so comes sooner; no code is shown before all of it has come.
 *
 * @import { Kiosk } from '../lib/kiosk.js'
 * @import { KioskState } from '../lib/states.d.ts'
 * @import { Text } from '../lib/text.js'
 */

import { Landed } from '../components/landed/landed.js';
import { Notice } from '../components/notice/notice.js';
import { Prints } from '../components/prints/prints.js';
import { refusals } from '../lib/kiosk-times.js';
import { places } from '../lib/places.js';
import { addStylesheets } from '../lib/stylesheet.js';

/**
 * @typedef {object} LaterParts
 * @property {(id: string) => HTMLElement} element of the page
 * @property {Text} text
 * @property {Kiosk} kiosk
 * @property {() => void} onShown there is more to be seen than there was
 */

const STYLES = ['ring/ring', 'prints/prints', 'notice/notice', 'landed/landed'];

/**
 * @param {Document} document
 * @param {LaterParts} parts
 */
export async function later(document, { element, text, kiosk, onShown }) {
  if (!(await addStylesheets(document, STYLES))) {
    return null;
  }
  const prints = Prints(element('newest'), element('earlier'), {
    text,
    now: kiosk.timers.now,
    onStale: () => kiosk.check(),
    onShown,
  });
  const landed = Landed(element('landed'), element('landed-note'), { text });
  const notice = Notice(document.querySelectorAll('[data-notice]'), { text });

  return {
    /** @returns {string[]} ids of the photos that can be seen */
    shown: () => prints.shown(),
    /** @type {(state: KioskState, at: number) => string} what is new, to be said */
    update(state, at) {
      prints.update(places(state, at), state.way, at);
      const news = landed.update(state, at);
      const refused = refusals(state, at);
      const refusal = notice.update(refused);
      element('landed-note').hidden = refused.length > 0;
      return [news, refusal].filter(Boolean).join(' ');
    },
  };
}
