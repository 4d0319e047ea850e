/**
 * A language that a visitor chooses on a screen is his: it goes when he does, or when he went without
 * having begun.
 *
 * @typedef {object} Spoken
 * @property {string} language
 * @property {number} since monotonic milliseconds
 * @property {string} scene that the screen shows
 */

/** At the start, where nobody may be, a choice lasts this long. */
export const IDLE_MS = 60_000;
/** Scenes in which nobody may be there. */
const LONELY = ['attract', 'away'];

/** @type {(own: string) => Spoken} */
export const spoken = (own) => ({ language: own, since: 0, scene: 'attract' });

/** @type {(before: Spoken, language: string, at: number) => Spoken} */
export const choose = (before, language, at) => ({ ...before, language, since: at });

/**
 * @param {Spoken} before
 * @param {string} scene that is shown now
 * @param {number} at monotonic milliseconds
 * @param {string} own language of the screen
 * @returns {Spoken}
 */
export function look(before, scene, at, own) {
  const moved = before.scene !== scene;
  const isOver = moved && scene === 'attract' && !LONELY.includes(before.scene);
  const isIdle = !moved && LONELY.includes(scene) && at - before.since >= IDLE_MS;
  if (isOver || isIdle) {
    return { language: own, since: at, scene };
  }
  return moved ? { ...before, since: at, scene } : before;
}
