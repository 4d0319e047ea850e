/**
 * While a kiosk waits for visitors: is there a service for them, and is the page still young?
 *
 * @import { KioskParts } from './ports.d.ts'
 */

import { attempt } from './kiosk-asking.js';
import { LOOK_EVERY_MS, REST_MS, RESTART_AFTER_MS } from './kiosk-times.js';
import { fullJitter } from './timers.js';

export class Lookout {
  /** For whom it looks. @type {AbortSignal | null} */
  #looking = null;
  #lookedAt = 0;
  #restsSince = 0;
  #restartsAt = 0;

  /**
   * @param {Pick<KioskParts, 'api' | 'naps' | 'timers' | 'random' | 'onRest'>} parts
   * @param {(isReached: boolean, at: number) => void} onLook
   */
  constructor({ api, naps, timers, random, onRest }, onLook) {
    this.api = api;
    this.naps = naps;
    this.timers = timers;
    this.random = random;
    this.onRest = onRest;
    this.onLook = onLook;
  }

  /** The page has just been loaded. */
  start() {
    this.rest();
    // Kiosks that were switched on together do not all begin anew in one minute.
    this.#restartsAt = this.#restsSince + RESTART_AFTER_MS + this.random() * REST_MS * 6;
  }

  /** Nobody is there, from now on. */
  rest() {
    this.#restsSince = this.timers.now();
  }

  /** @param {number} at @returns {boolean} it was not looked for so long */
  isDue(at) {
    return at - this.#lookedAt >= LOOK_EVERY_MS;
  }

  /**
   * Until the site is reached or a visitor comes; once at a time.
   *
   * @param {AbortSignal} left
   */
  async look(left) {
    if (this.#looking === left) {
      return;
    }
    this.#looking = left;
    for (let attempts = 0; !left.aborted; attempts += 1) {
      const reached = await attempt(async () => {
        await this.api.reach(left);
        return true;
      });
      if (left.aborted) {
        return;
      }
      this.#lookedAt = this.timers.now();
      this.onLook(reached === true, this.#lookedAt);
      if (reached) {
        this.#looking = null;
        this.#restartWhereOld();
        return;
      }
      await this.naps.nap(1_000 + fullJitter(attempts, this.random), left);
    }
  }

  #restartWhereOld() {
    // It was reached just now: where it was not, the page would be lost for a browser's error.
    if (this.#lookedAt >= Math.max(this.#restartsAt, this.#restsSince + REST_MS)) {
      this.onRest();
    }
  }
}
