/**
 * Reads an album's photos for a guest: the newest first, more as he looks on, and again now and
 * then, for photos come and go.
 *
 * @import { Api } from './api.js'
 * @import { GalleryEvent, GalleryPage, GalleryPhoto } from './shown.d.ts'
 * @import { Timers } from './ports.d.ts'
 */

import { ApiError, isTemporary } from './api.js';
import { galleryState, newestFirst, START } from './gallery-state.js';
import { MalformedMessage } from './messages.js';

/** How often one who looks is shown what is new. */
const AGAIN_MS = 30_000;
/** A URL that is not good for so long any more may have run out when its picture is fetched. */
const MARGIN_MS = 20_000;

export class Gallery {
  state = START;
  #isReading = false;
  #cancel = () => {};

  /**
   * @param {object} parts
   * @param {string} parts.albumId
   * @param {string} parts.key
   * @param {Pick<Api, 'ask'>} parts.api
   * @param {Timers} parts.timers
   * @param {() => void} parts.onChange
   */
  constructor({ albumId, key, api, timers, onChange }) {
    this.path = `/albums/${albumId}/gallery`;
    this.key = key;
    this.api = api;
    this.timers = timers;
    this.onChange = onChange;
  }

  /** Reads the newest photos, once at a time, and goes on doing so. @returns {Promise<void>} */
  async look() {
    if (this.#isReading) {
      return;
    }
    this.#isReading = true;
    this.#cancel();
    this.#dispatch({ type: 'ASKED_AGAIN' });
    const known = this.state.photos[0];
    try {
      let page = await this.#read(null);
      // So many may have come that there is a gap to those that are known.
      while (known && page.cursor && page.photos.every((photo) => newestFirst(photo, known) < 0)) {
        page = await this.#read(page.cursor);
      }
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#isReading = false;
      this.#cancel = this.timers.after(AGAIN_MS, () => void this.look());
    }
  }

  /** Looks no more, until it is asked to. */
  rest() {
    this.#cancel();
  }

  /** @returns {Promise<boolean>} whether there may be still more */
  async more() {
    const { name, next } = this.state;
    if (name !== 'open' || next === null) {
      return false;
    }
    try {
      await this.#read(next);
    } catch (error) {
      this.#failed(error);
      return false;
    }
    return this.state.next !== null;
  }

  /**
   * A photo whose URLs are good for a while.
   *
   * @param {string} photoId
   * @returns {Promise<GalleryPhoto | null>} null: it is not shown any more
   * @throws {ServiceAway} it cannot be had now
   */
  async fresh(photoId) {
    const known = this.#photo(photoId);
    if (!known || known.goodUntil > this.timers.now() + MARGIN_MS) {
      return known;
    }
    try {
      let page = await this.#read(known.from);
      // Newer ones may have pushed it out of its page.
      while (page.cursor && page.photos.every((photo) => newestFirst(photo, known) < 0)) {
        page = await this.#read(page.cursor);
      }
    } catch (error) {
      if (isTemporary(error)) {
        throw error;
      }
      this.#failed(error);
    }
    return this.#photo(photoId);
  }

  /** @returns {Promise<readonly GalleryPhoto[]>} all that are shown @throws {ServiceAway} */
  async all() {
    while (this.state.next !== null) {
      await this.#read(this.state.next);
    }
    return this.state.photos;
  }

  /** @param {string} photoId */
  #photo(photoId) {
    return this.state.photos.find((photo) => photo.photoId === photoId) ?? null;
  }

  /** @param {string | null} from @returns {Promise<GalleryPage>} */
  async #read(from) {
    const query = from === null ? '' : `?cursor=${encodeURIComponent(from)}`;
    const page = await this.api.ask(this.path + query, { token: this.key }, readPage);
    this.#dispatch({ type: 'READ', page, from, at: this.timers.now() });
    return page;
  }

  /** @param {unknown} error */
  #failed(error) {
    if (error instanceof ApiError && error.code.startsWith('Gallery')) {
      this.#dispatch({ type: 'REFUSED', code: error.code });
    } else if (isTemporary(error) || error instanceof ApiError) {
      this.#dispatch({ type: 'WENT_AWAY' });
    } else {
      throw error;
    }
  }

  /** @param {GalleryEvent} event */
  #dispatch(event) {
    const before = this.state;
    this.state = galleryState(before, event);
    if (this.state !== before) {
      this.onChange();
    }
  }
}

/** @type {(body: any) => GalleryPage} */
export function readPage(body) {
  if (typeof body?.name !== 'string' || !Array.isArray(body.photos)) {
    throw new MalformedMessage('not a page of a gallery');
  }
  return body;
}
