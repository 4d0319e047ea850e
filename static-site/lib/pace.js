/**
 * How long the rest will take: a pure core, by the bytes of the last seconds.
 *
 * @import { Pace } from './states.d.ts'
 */

/** What is older says nothing of how the line is now. */
const WINDOW_MS = 10_000;
/** Two looks are this far apart: progress comes in bursts. */
const STEP_MS = 500;
/** Before that much has been seen, any number would be made up. */
const ENOUGH_MS = 2_000;

/** @type {Readonly<Pace>} */
export const START = Object.freeze({ seen: Object.freeze([]) });

/**
 * @param {Pace} pace
 * @param {number} bytesLeft of what is on its way; it grows when more is picked
 * @param {number} at monotonic milliseconds
 * @returns {Pace} `pace` itself if it is too soon for another look
 */
export function observePace(pace, bytesLeft, at) {
  const last = pace.seen.at(-1);
  if (bytesLeft === 0) {
    return START;
  }
  if (last && bytesLeft > last.bytesLeft) {
    // More was picked, or an attempt has begun again: what was seen before does not count down to
    // the same end.
    return { seen: [{ at, bytesLeft }] };
  }
  if (last && at - last.at < STEP_MS) {
    return pace;
  }
  const recent = pace.seen.filter((look) => at - look.at <= WINDOW_MS);
  return { seen: [...recent, { at, bytesLeft }] };
}

/**
 * @param {Pace} pace
 * @returns {number | null} seconds; null: it cannot be told
 */
export function secondsLeft(pace) {
  const perSecond = bytesPerSecond(pace);
  const bytesLeft = pace.seen.at(-1)?.bytesLeft ?? 0;
  return perSecond === null ? null : Math.max(1, Math.round(bytesLeft / perSecond));
}

/** @type {(pace: Pace) => number | null} null: it cannot be told */
export function bytesPerSecond({ seen }) {
  const [first] = seen;
  const last = seen.at(-1);
  if (!first || !last || last.at - first.at < ENOUGH_MS || last.bytesLeft >= first.bytesLeft) {
    return null;
  }
  return (1000 * (first.bytesLeft - last.bytesLeft)) / (last.at - first.at);
}
