/**
 * What a wall asks the service: what there is, and whether certain photos may be shown now.
 *
 * @import { WallPage, WallPhoto } from './album-wire.d.ts'
 * @import { WallEvent, WallReaderParts } from './walls.d.ts'
 */

import { ApiError, isTemporary } from './api.js';
import { fullJitter } from './timers.js';

/** A key that was refused may be good again: a secret was put back, or the host thought better. */
const REFUSED_MS = 60_000;

export class WallReader {
  /** When all was listed last, monotonic milliseconds. */
  listedAt = -Infinity;
  #isListing = false;
  /** What was listed before then does not count. */
  #begunAt = -Infinity;
  #failures = 0;
  #askAgainAt = 0;

  /** @param {WallReaderParts} parts */
  constructor({ api, dispatch, timers, random }) {
    this.api = api;
    this.dispatch = dispatch;
    this.timers = timers;
    this.random = random;
  }

  /** It has failed a moment ago, and is left alone for as long. */
  get rests() {
    return this.timers.now() < this.#askAgainAt;
  }

  /** Whatever was told meanwhile was told to nobody. */
  beginAnew() {
    this.listedAt = -Infinity;
    this.#begunAt = this.timers.now();
    this.#askAgainAt = 0;
  }

  /**
   * Asks what is true of these photos at this moment.
   *
   * @param {readonly (string | null)[]} wanted
   * @returns {Promise<WallPhoto[] | null>} null: nobody knows
   */
  async look(wanted) {
    const photoIds = [...new Set(wanted)].filter((id) => id !== null);
    if (photoIds.length === 0) {
      return [];
    }
    const page = await this.#ask({ photoIds });
    if (page) {
      this.dispatch({ type: 'ASKED', photoIds, page });
    }
    return page && page.photos;
  }

  /** @param {boolean} all pages, or only the newest photos */
  async list(all) {
    if (this.#isListing) {
      return;
    }
    this.#isListing = true;
    const since = this.timers.now();
    const photoIds = await this.#read(all);
    this.#isListing = false;
    if (all && photoIds) {
      this.listedAt = since >= this.#begunAt ? since : -Infinity;
      this.dispatch({ type: 'ALL_READ', photoIds, since, random: this.random });
    }
  }

  /**
   * @param {boolean} all
   * @returns {Promise<Set<string> | null>} null: not to the end
   */
  async #read(all) {
    /** @type {Set<string>} */
    const photoIds = new Set();
    for (let cursor = /** @type {string | null} */ (null); ; ) {
      const page = await this.#ask({ cursor });
      if (!page) {
        return null;
      }
      page.photos.forEach(({ photoId }) => photoIds.add(photoId));
      this.dispatch({ type: 'PAGE_READ', page, at: this.timers.now() });
      cursor = page.cursor;
      if (!all || cursor === null) {
        return photoIds;
      }
    }
  }

  /**
   * @param {{cursor?: string | null, photoIds?: string[]}} wanted
   * @returns {Promise<WallPage | null>} null: the service said no or nothing
   */
  async #ask(wanted) {
    try {
      const page = await this.api.look(wanted);
      this.#failures = 0;
      this.dispatch({ type: 'SERVICE_BACK' });
      return page;
    } catch (error) {
      this.dispatch(this.#failed(error));
      return null;
    }
  }

  /** @param {unknown} error @returns {WallEvent} */
  #failed(error) {
    if (!isTemporary(error) && !(error instanceof ApiError)) {
      throw error;
    }
    const isRefusal = error instanceof ApiError && error.code.startsWith('KioskKey');
    const wait = isRefusal ? REFUSED_MS : 1_000 + fullJitter(this.#failures, this.random);
    this.#failures += 1;
    this.#askAgainAt = this.timers.now() + wait;
    return isRefusal ? { type: 'KEY_REFUSED', code: error.code } : { type: 'SERVICE_AWAY' };
  }
}
