/**
 * What a visitor chooses on a screen is his, be it a language or that all is lower: it goes when he
 * does, or when he went without having begun.
 *
 * @typedef {object} Choice
 * @property {string} value
 * @property {number} since monotonic milliseconds
 * @property {string} scene that the screen shows
 */

/** At the start, where nobody may be, a choice lasts this long. */
export const IDLE_MS = 60_000;
/** Scenes in which nobody may be there. */
const LONELY = ['attract', 'away'];

/** @type {(own: string) => Choice} own: the screen's, as nobody has chosen */
export const unchosen = (own) => ({ value: own, since: 0, scene: 'attract' });

/** @type {(before: Choice, value: string, at: number) => Choice} */
export const choose = (before, value, at) => ({ ...before, value, since: at });

/**
 * @param {Choice} before
 * @param {string} scene that is shown now
 * @param {number} at monotonic milliseconds
 * @param {string} own what the screen itself has
 * @returns {Choice}
 */
export function look(before, scene, at, own) {
  const moved = before.scene !== scene;
  const isOver = moved && scene === 'attract' && !LONELY.includes(before.scene);
  const isIdle = !moved && LONELY.includes(scene) && at - before.since >= IDLE_MS;
  if (isOver || isIdle) {
    return { value: own, since: at, scene };
  }
  return moved ? { ...before, since: at, scene } : before;
}
