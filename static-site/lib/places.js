/**
 * Which photo is the large one on the kiosk, and which stand beside it.
 *
 * @import { KioskState, Places } from './states.d.ts'
 */

import { awaited, LANDED_SEEN_MS } from './kiosk-times.js';
import { arrived } from './photos.js';

/**
 * The photo that landed last is the large one until the next can be seen coming; that gives way
 * to another only when one lands. What is on its way stands in the row before what was there.
 *
 * @param {KioskState} state
 * @param {number} at monotonic milliseconds
 * @returns {Places}
 */
export function places(state, at) {
  const coming = awaited(state, at);
  const landed = arrived(state.photos).reverse();
  const next = coming.find(({ photoId }) => state.way.previews.has(photoId));
  const looked = at >= state.arrivedAt + LANDED_SEEN_MS;
  // A picture gives way to a picture only, not to blank paper.
  const stage = (looked ? next : null) ?? landed[0] ?? coming[0] ?? null;
  return { stage, row: [...coming, ...landed].filter((photo) => photo !== stage) };
}
