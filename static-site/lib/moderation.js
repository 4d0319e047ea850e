/**
 * Tells the service what somebody decides of photos that wait, behind him: he is at the next one.
 *
 * @import { HostApi } from './host-api.js'
 * @import { LibraryPhoto, Visibility } from './host-wire.d.ts'
 * @import { Library } from './library.js'
 * @import { KnownPhoto, ModerationEvent } from './states.d.ts'
 * @import { Naps } from './timers.js'
 */

import { ApiError, isTemporary } from './api.js';
import { moderationState, NOTHING_WAITS } from './moderation-state.js';
import { fullJitter } from './timers.js';

const ATTEMPTS = 6;

export class Moderation {
  state = NOTHING_WAITS;
  /** Why the last decision did not reach the service. @type {string | null} */
  trouble = null;
  /** Decisions go in their order: an undone one must not overtake what it undoes. */
  #last = /** @type {Promise<unknown>} */ (Promise.resolve());
  /** All photos that were seen here, for who undoes. @type {Map<string, KnownPhoto>} */
  #seen = new Map();

  /**
   * @param {object} parts
   * @param {Library} parts.library of what waits
   * @param {Pick<HostApi, 'edit'>} parts.host
   * @param {Naps} parts.naps
   * @param {() => number} parts.random
   * @param {() => void} parts.onChange
   */
  constructor({ library, host, naps, random, onChange }) {
    this.library = library;
    this.host = host;
    this.naps = naps;
    this.random = random;
    this.onChange = onChange;
  }

  /** What is looked at; undefined: nothing waits. */
  get photo() {
    return this.photoAt(0);
  }

  /** @param {number} place 1: the next one */
  photoAt(place) {
    const id = this.state.waiting[place] ?? '';
    return this.library.state.photos.get(id) ?? this.#seen.get(id);
  }

  /** The list of what waits has changed. */
  listed() {
    const { photos, order } = this.library.state;
    const ready = order.filter((id) => photos.get(id)?.state === 'READY');
    // What is undone waits again, before the list has heard of it.
    const undone = this.state.waiting.filter((id) => this.#undone.has(id) && !photos.has(id));
    this.#dispatch({ type: 'LISTED', ids: [...ready, ...undone] });
  }
  /** @type {Set<string>} */
  #undone = new Set();

  /** @param {'SHOWN' | 'HIDDEN'} visibility */
  decide(visibility) {
    const { photo } = this;
    if (photo) {
      this.#seen.set(photo.photoId, photo);
      this.#undone.delete(photo.photoId);
      this.trouble = null;
      this.#dispatch({ type: 'DECIDED', id: photo.photoId, visibility });
      this.#send(photo, visibility);
    }
  }

  undo() {
    const last = this.state.decided.at(-1);
    const photo = last && this.#seen.get(last.id);
    if (photo) {
      this.#undone.add(photo.photoId);
      this.#dispatch({ type: 'UNDONE' });
      this.#send(photo, 'WAITING');
    }
  }

  /** All that was decided has reached the service, or never will. */
  get settled() {
    return this.#last;
  }

  /** @param {LibraryPhoto} photo @param {Visibility} visibility */
  #send(photo, visibility) {
    this.#last = this.#last.then(() => this.#sent(photo, visibility));
  }

  /** @param {LibraryPhoto} photo @param {Visibility} visibility */
  async #sent({ photoId }, visibility) {
    for (let attempt = 0; ; attempt += 1) {
      try {
        await this.library.edit(photoId, { visibility });
        return;
      } catch (error) {
        if (!isTemporary(error) && !(error instanceof ApiError)) {
          throw error;
        }
        if (error instanceof ApiError && error.code === 'PhotoNotFound') {
          this.library.dispatch({ type: 'GONE', ids: [photoId] });
          return;
        }
        if (!isTemporary(error) || attempt === ATTEMPTS - 1) {
          this.#fail(photoId, isTemporary(error) ? 'ServiceUnavailable' : /** @type {ApiError} */ (error).code);
          return;
        }
      }
      await this.naps.nap(500 + fullJitter(attempt, this.random));
    }
  }

  /** @type {(photoId: string, code: string) => void} */
  #fail(photoId, code) {
    this.trouble = code;
    this.#undone.add(photoId);
    this.#dispatch({ type: 'FAILED', id: photoId });
    this.onChange();
  }

  /** @param {ModerationEvent} event */
  #dispatch(event) {
    const before = this.state;
    this.state = moderationState(before, event);
    if (before !== this.state) {
      this.onChange();
    }
  }
}
