/**
 * How long to wait, and how to be woken.
 *
 * @import { Timers } from './ports.d.ts'
 */

/** @type {Timers} */
export const browserTimers = {
  now: () => performance.now(),
  after(ms, run) {
    const id = setTimeout(run, ms);
    return () => clearTimeout(id);
  },
};

/**
 * Waits that can all be ended early: when the network is back there is no reason to sit out a
 * backoff that was chosen while it was gone.
 */
export class Naps {
  /** @type {Set<() => void>} */
  #sleepers = new Set();

  /** @param {Timers} timers */
  constructor(timers) {
    this.timers = timers;
  }

  /**
   * @param {number} ms
   * @param {AbortSignal} [signal]
   * @returns {Promise<void>} after `ms`, at `wake()`, or when `signal` aborts; never rejects
   */
  nap(ms, signal) {
    if (signal?.aborted) {
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const end = () => {
        cancel();
        this.#sleepers.delete(end);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const cancel = this.timers.after(ms, end);
      this.#sleepers.add(end);
      signal?.addEventListener('abort', end);
    });
  }

  wake() {
    for (const end of [...this.#sleepers]) {
      end();
    }
  }
}

/**
 * Full jitter: anywhere between nothing and the doubled, capped delay, so that a room full of
 * screens never comes back in the same instant after a cut.
 *
 * @param {number} attempt 0 for the first repetition
 * @param {() => number} random
 * @returns {number} milliseconds
 */
export function fullJitter(attempt, random) {
  // 2 ** 1024 is Infinity, and Infinity * 0 is NaN: the exponent is bounded, not only the product.
  const ceiling = Math.min(30_000, 500 * 2 ** Math.min(Math.max(attempt, 0), 30));
  return Math.round(random() * ceiling);
}
