/**
 * Says in plain words why a photo was refused after it had arrived.
 *
 * @import { Text } from '../../lib/text.js'
 * @import { Photo } from '../../lib/wire.d.ts'
 */

import { cleanName } from '../../lib/file-names.js';

/** Characters of a name that are kept at its start and at its end, where its number stands. */
const HEAD = 24;
const TAIL = 12;

/**
 * @param {Iterable<HTMLElement>} elements the places where it may stand
 * @param {{text: Text}} parts
 */
export function Notice(elements, { text }) {
  let shown = '';

  return {
    /**
     * @param {readonly Photo[]} photos that were refused; none takes the notice off the screen
     * @returns {string} what is new, to be said; empty if nothing is
     */
    update(photos) {
      const words = wordsFor(photos, text);
      if (words === shown) {
        return '';
      }
      shown = words;
      for (const element of elements) {
        element.hidden = words === '';
        element.textContent = words;
      }
      return words;
    },
  };
}

/** @type {(photos: readonly Photo[], text: Text) => string} */
function wordsFor(photos, text) {
  if (photos.length === 0) {
    return '';
  }
  if (photos.length > 1) {
    return text.count('kiosk.refused', photos.length);
  }
  const [{ fileName, code }] = photos;
  const name = brief(cleanName(fileName));
  const key = `rejected.${code}`;
  return text.of(text.has(key) ? key : 'rejected.other', {
    name: name === '' ? text.of('kiosk.photos.unnamed') : text.of('kiosk.photos.named', { name }),
  });
}

/** @type {(name: string) => string} */
function brief(name) {
  const letters = [...name];
  return letters.length <= HEAD + TAIL
    ? name
    : [...letters.slice(0, HEAD), '…', ...letters.slice(-TAIL)].join('');
}
