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
  const messages = text.list('kiosk.messages');
  let shownSince = -Infinity;
  let wasShown = false;

  return {
    /**
     * @param {boolean} shown
     * @param {number} at monotonic milliseconds
     */
    update(shown, at) {
      if (shown && (!wasShown || at - shownSince >= CHANGE_MS)) {
        const others = messages.filter((message) => message !== heading.textContent);
        heading.textContent = others[Math.floor(random() * others.length)];
        shownSince = at;
      }
      wasShown = shown;
    },
  };
}
