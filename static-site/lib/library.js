/**
 * Keeps a library as far as somebody looks at it: loads it as he goes on, has its pictures' URLs
 * renewed, and hears what others do.
 *
 * @import { HostApi } from './host-api.js'
 * @import { ImageUrl, LibraryFilters, LibraryPhoto, PhotoChange } from './host-wire.d.ts'
 * @import { LibraryEvent, LibraryState } from './states.d.ts'
 * @import { Naps } from './timers.js'
 */

import { ApiError, isTemporary } from './api.js';
import { isFresh, libraryStart, libraryState, pageOf } from './library-state.js';
import { fullJitter } from './timers.js';

/** As many as the service gives by one request. */
const PAGE_PHOTOS = 100;
/** So many below what is seen are loaded: some screens of them. */
const AHEAD = 200;

/**
 * @typedef {object} LibraryParts
 * @property {Pick<HostApi, 'photos' | 'image' | 'edit'>} host
 * @property {LibraryFilters} filters
 * @property {Naps} naps
 * @property {() => number} random
 * @property {() => number} nowMs epoch milliseconds
 * @property {() => void} onChange
 */

export class Library {
  /** The service is away, or why it shows nothing of this. @type {string | null} */
  trouble = null;
  #wanted = 0;
  #all = false;
  #loading = false;
  /** Cursors of pages that are being asked for again. @type {Set<string | null>} */
  #renewing = new Set();
  #ending = new AbortController();

  /** @param {LibraryParts} parts */
  constructor({ host, filters, naps, random, nowMs, onChange }) {
    this.host = host;
    this.naps = naps;
    this.random = random;
    this.nowMs = nowMs;
    this.onChange = onChange;
    /** @type {LibraryState} */
    this.state = libraryStart(filters);
  }

  /** All of it is known. */
  get isWhole() {
    return this.state.next === null;
  }

  /** Somebody looks at the photo of this index, or is about to. @param {number} index */
  want(index) {
    this.#wanted = Math.max(this.#wanted, index);
    void this.#load();
  }

  /** @param {boolean} all whether everything is wanted, wherever one looks */
  wantAll(all) {
    this.#all = all;
    void this.#load();
  }

  /** Renews what cannot be had any more by its URL. @param {readonly string[]} ids that are seen */
  freshen(ids) {
    const stale = ids.filter((id) => !isFresh(this.state.photos.get(id), this.nowMs()));
    for (const page of new Set(stale.map((id) => pageOf(this.state, id)))) {
      if (page >= 0) {
        void this.again(this.state.pages[page].cursor, stale);
      }
    }
  }

  /** Its picture could not be had by its URL. @param {string} id */
  async broken(id) {
    this.dispatch({ type: 'BROKEN', id });
    await this.#renew(id);
  }

  /** Hears what has come, and what others have done with the newest. */
  look() {
    return this.state.pages.length > 0 ? this.again(null) : this.#load();
  }

  /** @type {(photoId: string, change: PhotoChange) => Promise<LibraryPhoto>} */
  async edit(photoId, change) {
    const photo = await this.host.edit(photoId, change);
    this.dispatch({ type: 'EDITED', photo, atMs: this.nowMs() });
    return photo;
  }

  /** Where it is in this size. @type {(photoId: string, size: ImageUrl['size']) => Promise<ImageUrl>} */
  async image(photoId, size) {
    const answer = await this.host.image(photoId, size, this.#ending.signal);
    this.dispatch({ type: 'TOLD', photo: answer.photo, atMs: this.nowMs() });
    return answer;
  }

  /** @param {LibraryEvent} event */
  dispatch(event) {
    const before = this.state;
    this.state = libraryState(before, event);
    if (this.state !== before) {
      this.onChange();
    }
  }

  end() {
    this.#ending.abort();
  }

  /**
   * @param {string | null} cursor of a page that is known
   * @param {readonly string[]} [stale] ids of those that need fresh URLs
   */
  async again(cursor, stale = []) {
    if (this.#renewing.has(cursor)) {
      return;
    }
    this.#renewing.add(cursor);
    try {
      await this.#ask(cursor);
      const still = stale.filter((id) => {
        const photo = this.state.photos.get(id);
        return photo && !isFresh(photo, this.nowMs());
      });
      // More have come than a page has: these stand behind it now.
      await Promise.all(still.map((id) => this.#renew(id)));
    } catch (error) {
      this.#stumbled(error);
    } finally {
      this.#renewing.delete(cursor);
    }
  }

  /** @param {string} id */
  async #renew(id) {
    try {
      await this.image(id, 'thumb');
    } catch (error) {
      if (error instanceof ApiError && error.code === 'PhotoNotFound') {
        this.dispatch({ type: 'GONE', ids: [id] });
      } else if (!(error instanceof ApiError) && !isTemporary(error)) {
        throw error;
      }
    }
  }

  async #load() {
    if (this.#loading) {
      return;
    }
    this.#loading = true;
    for (let attempt = 0; this.#isMoreWanted; ) {
      try {
        await this.#ask(this.state.next ?? null);
        attempt = 0;
      } catch (error) {
        if (!this.#stumbled(error)) {
          break;
        }
        await this.naps.nap(500 + fullJitter(attempt, this.random), this.#ending.signal);
        attempt += 1;
      }
    }
    this.#loading = false;
  }

  get #isMoreWanted() {
    const { order, next } = this.state;
    const isWanted = this.#all || this.#wanted + AHEAD >= order.length;
    return next !== null && isWanted && !this.#ending.signal.aborted;
  }

  /** @param {string | null} cursor */
  async #ask(cursor) {
    const { signal } = this.#ending;
    const { filters } = this.state;
    const atMs = this.nowMs();
    const page = await this.host.photos(filters, { cursor, limit: PAGE_PHOTOS, signal });
    if (signal.aborted) {
      return;
    }
    const isNews = this.trouble !== null;
    this.trouble = null;
    const before = this.state;
    this.dispatch({ type: 'PAGE', cursor, page, atMs });
    if (isNews && before === this.state) {
      this.onChange();
    }
  }

  /** @param {unknown} error @returns {boolean} it may well do in a moment */
  #stumbled(error) {
    if (this.#ending.signal.aborted) {
      return false;
    }
    if (error instanceof ApiError && error.code === 'CursorRefused') {
      // A day has gone by: it begins at the newest.
      this.state = libraryStart(this.state.filters);
      return true;
    }
    if (!(error instanceof ApiError) && !isTemporary(error)) {
      throw error;
    }
    const isForNow = isTemporary(error);
    this.trouble = isForNow ? 'ServiceAway' : /** @type {ApiError} */ (error).code;
    this.onChange();
    return isForNow;
  }
}
