/**
 * Says in plain words why a photo was refused after it had arrived.
 *
 * @import { Text } from '../../lib/text.js'
 * @import { Photo } from '../../lib/wire.d.ts'
 */

import { cleanName } from '../../lib/file-facts.js';

/**
 * @param {Iterable<HTMLElement>} elements the places where it may stand
 * @param {{text: Text}} parts
 */
export function Notice(elements, { text }) {
  return {
    /**
     * @param {readonly Photo[]} photos
     * @returns {string} the words; empty if there is nothing to say
     */
    update(photos) {
      // Once another photo has landed after it, the refusal is history.
      const last = photos.filter(({ state }) => state !== 'PENDING').at(-1);
      const words = last?.state === 'REJECTED' ? wordsFor(last, text) : '';
      for (const element of elements) {
        element.hidden = words === '';
        element.textContent = words;
      }
      return words;
    },
  };
}

/** @type {(photo: Photo, text: Text) => string} */
function wordsFor({ fileName, code }, text) {
  const name = cleanName(fileName) || text.of('kiosk.photos.unnamed');
  const key = `rejected.${code}`;
  return text.of(text.has(key) ? key : 'rejected.other', { name });
}
