/**
 * How far all photos are together.
 *
 * @import { Overall } from '../../lib/states.d.ts'
 * @import { Text } from '../../lib/text.js'
 */

/** Percent between two that are said. */
const QUARTER = 25;

/**
 * @param {HTMLElement} el with a `p` and a `progress`
 * @param {{text: Text}} parts
 */
export function Total(el, { text }) {
  const words = /** @type {HTMLElement} */ (el.querySelector('p'));
  const progress = /** @type {HTMLProgressElement} */ (el.querySelector('progress'));
  /** Of all that is on its way, as it was said last: it never goes back. */
  let quarter = 0;

  return {
    /**
     * @param {Overall} overall
     * @param {number | null} secondsLeft
     * @returns {string} to be said while something is on its way: each photo and each quarter of all
     *   of them, not each percent
     */
    update({ sent, total, busy, percent }, secondsLeft) {
      el.hidden = total === 0;
      const said = text.of('phone.total', { sent, total });
      const parts = [said];
      if (busy) {
        parts.push(text.percent(Math.min(99, percent)));
        if (secondsLeft !== null) {
          parts.push(text.about(secondsLeft));
        }
      }
      const shown = parts.join(', ');
      if (words.textContent !== shown) {
        words.textContent = shown;
      }
      progress.hidden = !busy;
      progress.value = percent;
      quarter = busy ? Math.max(quarter, Math.min(3, Math.floor(percent / QUARTER))) : 0;
      if (!busy || (sent === 0 && quarter === 0)) {
        return '';
      }
      return quarter === 0 ? said : `${said}, ${text.percent(quarter * QUARTER)}`;
    },
  };
}
