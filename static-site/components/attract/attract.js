/**
 * The kind words that wait for a visitor.
 *
 * @import { Text } from '../../lib/text.js'
 */

const CHANGE_MS = 24_000;

/**
 * @param {HTMLElement} heading
 * @param {object} parts
 * @param {Text} parts.text
 * @param {() => number} parts.random
 */
export function Attract(heading, { text, random }) {
  /** Which message stands there, in every language. */
  let index = -1;
  let shownSince = -Infinity;
  let wasShown = false;

  return {
    /**
     * @param {boolean} shown
     * @param {number} at monotonic milliseconds
     */
    update(shown, at) {
      const messages = text.list('kiosk.messages');
      if (shown && (!wasShown || at - shownSince >= CHANGE_MS)) {
        const others = [...messages.keys()].filter((other) => other !== index);
        index = others[Math.floor(random() * others.length)] ?? 0;
        shownSince = at;
      }
      const message = messages[index % messages.length];
      if (shown && heading.textContent !== message) {
        heading.textContent = message;
      }
      wasShown = shown;
    },
  };
}
