/**
 * The one sentence of the phone page, and what to do.
 *
 * @import { Mood } from '../../lib/states.d.ts'
 * @import { Text } from '../../lib/text.js'
 */

/**
 * @param {HTMLElement} title
 * @param {HTMLElement} lead
 * @param {{text: Text}} parts
 */
export function Headline(title, lead, { text }) {
  let shown = '';

  return {
    /** @type {(mood: Mood, count: number) => string} what is new, to be said */
    update(mood, count) {
      const words = [`phone.${mood}.title`, `phone.${mood}.lead`].map((key) =>
        text.has(key) ? text.of(key) : text.count(key, count),
      );
      const said = words.join('. ');
      if (said === shown) {
        return '';
      }
      shown = said;
      [title.textContent, lead.textContent] = words;
      return said;
    },
  };
}
