/**
 * What is behind the operator's corner, with all that it needs. Loaded when the page is at rest.
 *
 * @import { Panel } from '../components/operator/corner.js'
 * @import { FullScreen } from './full-screen.js'
 * @import { Kiosk } from './kiosk.js'
 * @import { ScreenApi } from './screen-api.js'
 */

import { Operator } from '../components/operator/operator.js';
import { restart } from './kiosk-asking.js';
import { operatorFacts } from './operator-facts.js';
import { ownReach, setReach } from './reach.js';
import { addStylesheet } from './stylesheet.js';
import { loadText } from './text.js';

/**
 * @param {Document} document
 * @param {object} parts
 * @param {Kiosk} parts.kiosk
 * @param {ScreenApi} parts.api
 * @param {FullScreen} parts.fullScreen
 * @returns {Promise<Panel>}
 */
export async function operating(document, { kiosk, api, fullScreen }) {
  const { timers, naps, random } = kiosk;
  const style = new URL('../components/operator/operator.css', import.meta.url);
  const words = loadText('operator', naps, random);
  const [text] = await Promise.all([words, addStylesheet(document, style)]);
  const build = () =>
    Operator(document, {
      text,
      now: timers.now,
      isEnrolled: api.kioskKey !== null,
      isFull: () => fullScreen.isTaken,
      leave: () => fullScreen.leave(),
      restart: () => restart(api),
      reach: () => ownReach(window),
      onReach: (reach) => {
        setReach(window, reach);
        update(timers.now());
      },
    });
  let panel = build();

  /** @param {number} at */
  function update(at) {
    panel.update(operatorFacts(kiosk.state, at, kiosk.isLive), at);
  }

  return {
    update,
    open() {
      if (!panel.isOpen) {
        // In the language that the screen speaks by now.
        panel = build();
      }
      panel.open();
      update(timers.now());
    },
  };
}
