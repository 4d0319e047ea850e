/**
 * The QR code on its white card, and how long it is good for.
 *
 * @import { Text } from '../../lib/text.js'
 */

import { minutesAndSeconds } from '../../lib/clock.js';

/**
 * @param {HTMLElement} card with an `img` and a `[role=timer]`
 * @param {{text: Text}} parts
 */
export function Code(card, { text }) {
  const image = /** @type {HTMLImageElement} */ (card.querySelector('img'));
  const timer = /** @type {HTMLElement} */ (card.querySelector('[role=timer]'));
  let shown = '';

  return {
    /**
     * @param {string | null} svg null takes it off the screen
     * @param {number} leftMs
     */
    update(svg, leftMs) {
      if ((svg ?? '') !== shown) {
        shown = svg ?? '';
        image.hidden = !svg;
        card.setAttribute('aria-busy', String(!svg));
        if (svg) {
          image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
        } else {
          image.removeAttribute('src');
        }
      }
      const time = Number.isFinite(leftMs) ? text.time(minutesAndSeconds(leftMs)) : '';
      const words = svg ? text.of('kiosk.code.left', { time }) : text.of('kiosk.code.opening');
      if (timer.textContent !== words) {
        timer.textContent = words;
      }
    },
  };
}
