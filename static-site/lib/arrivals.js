/**
 * What becomes of files that have arrived, asked until it is known: each by the ticket it came by.
 *
 * @import { Api } from './api.js'
 * @import { Naps } from './timers.js'
 * @import { UserTicket } from './user-wire.d.ts'
 * @import { Photo } from './wire.d.ts'
 */

import { ApiError, isTemporary } from './api.js';

/** The first look is soon: a photo is ready in a second or two. Of a long video, later ones. */
const FIRST_MS = 1_000;
const LONGEST_MS = 15_000;

export class Arrivals {
  #stopped = new AbortController();

  /**
   * @param {object} parts
   * @param {Pick<Api, 'snapshot'>} parts.api
   * @param {Naps} parts.naps
   * @param {(photo: Photo) => void} parts.onOutcome once for each: READY or REJECTED
   */
  constructor({ api, naps, onOutcome }) {
    this.api = api;
    this.naps = naps;
    this.onOutcome = onOutcome;
  }

  /** @param {UserTicket} ticket @returns {Promise<void>} once it is known, or cannot be known */
  async watch({ sessionId, phoneToken, photoId }) {
    const { signal } = this.#stopped;
    for (let ms = FIRST_MS; !signal.aborted; ms = Math.min(LONGEST_MS, 1.5 * ms)) {
      await this.naps.nap(ms, signal);
      try {
        const { photos } = await this.api.snapshot(sessionId, phoneToken, signal);
        const photo = photos.find((each) => each.photoId === photoId);
        if (photo?.state === 'READY' || photo?.state === 'REJECTED') {
          this.onOutcome(photo);
          return;
        }
      } catch (error) {
        if (error instanceof ApiError && !isTemporary(error)) {
          // Its session is over; in the library it is told all the same.
          return;
        }
        if (!isTemporary(error)) {
          throw error;
        }
      }
    }
  }

  stop() {
    this.#stopped.abort();
  }
}
