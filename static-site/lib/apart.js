/**
 * Keeps what is sent side by side out of step.
 *
 * Two photos of one size that begin together end together, and so do the two after them: each time
 * the line carries nothing until two answers are here and two more were asked for. When one begins
 * some time after the other, that other has the line meanwhile.
 *
 * @import { Put, Timers } from './ports.d.ts'
 */

import { Naps } from './timers.js';

/** Of what the last one took. Two that share a line are half of it apart at best. */
const SHARE = 1 / 3;
/** A line that is so slow breaks down before it stands still between two photos. */
const MOST_MS = 10_000;

/** @type {(put: Put, timers: Timers) => Put} the same, which waits a little while another is under way */
export function apart(put, timers) {
  const naps = new Naps(timers);
  let beganAt = 0;
  let gapMs = 0;
  let running = 0;

  const wait = () => (running > 0 ? beganAt + gapMs - timers.now() : 0);

  return async (ticket, body, how) => {
    while (wait() > 0 && !how.signal.aborted) {
      await naps.nap(wait(), how.signal);
    }
    if (how.signal.aborted) {
      return 0;
    }
    const at = timers.now();
    beganAt = at;
    running += 1;
    try {
      return await put(ticket, body, how);
    } finally {
      running -= 1;
      gapMs = Math.min(MOST_MS, SHARE * (timers.now() - at));
      if (running === 0) {
        naps.wake();
      }
    }
  };
}
