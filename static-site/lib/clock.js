/**
 * The server's time, told by its answers and carried on by a monotonic clock.
 *
 * The device's own clock is never asked: a kiosk an hour off must still count down rightly.
 *
 * @import { ClockOffset } from './states.d.ts'
 */

/** Beyond this an answer is not late, it contradicts: the device slept or the server was mended. */
const JUMP_MS = 5_000;

/**
 * Learns from one answer.
 *
 * An answer is only ever late and its time is cut to a whole second, so each one shows the server
 * a little too early; the largest offset seen is the nearest to the truth.
 *
 * @param {ClockOffset} offset what was known
 * @param {number} serverTime epoch seconds, from the answer
 * @param {number} at monotonic milliseconds when the answer came
 * @returns {number}
 */
export function observe(offset, serverTime, at) {
  const seen = serverTime * 1000 - at;
  return offset === null || Math.abs(seen - offset) > JUMP_MS ? seen : Math.max(seen, offset);
}

/**
 * @param {number} expiresAt epoch seconds
 * @param {ClockOffset} offset
 * @param {number} at monotonic milliseconds
 * @returns {number} milliseconds until then; Infinity while the server's time is not known
 */
export function remainingMs(expiresAt, offset, at) {
  return offset === null ? Infinity : expiresAt * 1000 - (at + offset);
}

/** @type {(ms: number) => {minutes: number, seconds: number}} rounded up: 0:00 means over */
export function minutesAndSeconds(ms) {
  const total = Math.max(0, Math.ceil(ms / 1000));
  return { minutes: Math.floor(total / 60), seconds: total % 60 };
}
