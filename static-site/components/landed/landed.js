/**
 * What stands on the counter while photos are shown.
 *
 * @import { KioskState } from '../../lib/states.d.ts'
 * @import { Text } from '../../lib/text.js'
 */

import { cleanName } from '../../lib/file-facts.js';
import { returnsAt } from '../../lib/kiosk-state.js';
import { arrived } from '../../lib/photos.js';

/** From here on the seconds are counted aloud to the eye. */
const COUNTED_S = 10;

/**
 * @param {HTMLElement} heading
 * @param {HTMLElement} note
 * @param {{text: Text}} parts
 */
export function Landed(heading, note, { text }) {
  return {
    /**
     * @param {KioskState} state
     * @param {number} at monotonic milliseconds
     * @returns {string} to be said; empty if no photo is shown
     */
    update(state, at) {
      const photos = arrived(state.photos);
      const newest = photos.at(-1);
      if (state.name !== 'photos' || !newest) {
        return '';
      }
      write(heading, text.count('kiosk.photos.title', photos.length));
      write(note, noteFor(state, at, text));
      const name = cleanName(newest.fileName) || text.of('kiosk.photos.unnamed');
      return text.of('kiosk.say.landed', { name });
    },
  };
}

/** @type {(state: KioskState, at: number, text: Text) => string} */
function noteFor(state, at, text) {
  const seconds = Math.ceil(((returnsAt(state) ?? Infinity) - at) / 1000);
  if (seconds <= COUNTED_S) {
    return text.count('kiosk.photos.returning', Math.max(0, seconds));
  }
  return text.of(state.reachable || state.over ? 'kiosk.photos.lead' : 'kiosk.photos.cut');
}

/** @type {(element: HTMLElement, words: string) => void} */
function write(element, words) {
  if (element.textContent !== words) {
    element.textContent = words;
  }
}
