/**
 * A part of the page that is loaded when it is needed.
 *
 * @import { Naps } from './timers.js'
 */

import { fullJitter } from './timers.js';

/**
 * Goes on until it is there.
 *
 * @param {(again: string) => Promise<any>} load `again`: to be put behind the module's name
 * @param {Naps} naps
 * @param {() => number} random
 * @returns {Promise<any>}
 */
export async function loaded(load, naps, random) {
  for (let attempt = 0; ; attempt += 1) {
    // Some browsers remember that a module could not be had.
    const module = await load(attempt > 0 ? `?${attempt}` : '').catch(() => null);
    if (module) {
      return module;
    }
    await naps.nap(500 + fullJitter(attempt, random));
  }
}
