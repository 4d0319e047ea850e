/**
 * One file of a user on its way: as `Transfer`, but each has a session of its own, which comes with
 * its ticket. A file is in the library once, whatever is lost on the way: a ticket that has grown
 * old is given back before another one is asked for.
 *
 * @import { HostApi } from './host-api.js'
 * @import { Api } from './api.js'
 * @import { Outcome, Persisting, Put, Sender } from './ports.d.ts'
 * @import { Papers } from './papers.js'
 * @import { UploadEvent } from './states.d.ts'
 * @import { Naps } from './timers.js'
 * @import { UserTicket } from './user-wire.d.ts'
 * @import { Ticket } from './wire.d.ts'
 */

import { ApiError } from './api.js';
import { withdraw } from './deletions.js';
import { canRead, fileFacts } from './file-facts.js';
import { hasArrived } from './messages.js';
import { AGAIN, persist, sendPhoto, withoutTicket } from './upload.js';
import { isGone, readTicket, UserFile } from './user-ticket.js';

/** A signed URL begins uploads for five minutes; one that is older than this is not begun with. */
const FRESH_MS = 240_000;

/**
 * @typedef {object} UserTransferParts
 * @property {Pick<HostApi, 'ask'>} host
 * @property {Pick<Api, 'ask' | 'snapshot' | 'withdraw'>} api
 * @property {Papers} papers
 * @property {Put} put
 * @property {() => number} nowMs epoch milliseconds
 * @property {Naps} naps
 * @property {() => number} random
 * @property {() => boolean} online
 */

/** @typedef {Persisting & {canRead: () => Promise<boolean>}} How */

/** @implements {Sender} */
export class UserTransfer {
  /** There is no screen that waits for a preview. */
  isAnnounced = true;
  #running = new AbortController();
  /** The last ticket, also one that is still to come. @type {Promise<UserTicket> | null} */
  #asked = null;

  /**
   * @param {string} id
   * @param {File} file
   * @param {UserTransferParts} parts
   * @param {(event: UploadEvent) => void} report
   */
  constructor(id, file, parts, report) {
    this.id = id;
    this.file = file;
    this.parts = parts;
    this.report = report;
  }

  async announce() {}

  stop() {
    this.#running.abort();
  }

  /** Its paper is gone by then. */
  async withdraw() {
    // Whoever sends it meets the same trouble, and says so.
    const ticket = await this.#asked?.catch(() => null);
    if (ticket) {
      const { sessionId, phoneToken: token, photoId } = ticket;
      await withdraw({ ...this.parts, sessionId, token }, photoId);
    }
  }

  /** @returns {Promise<Outcome>} */
  send() {
    const { naps, random, online } = this.parts;
    const { signal } = (this.#running = new AbortController());
    let sentBytes = 0;
    const how = {
      ...{ signal, random, online },
      nap: (/** @type {number} */ ms) => naps.nap(ms, signal),
      canRead: () => canRead(this.file),
      onStumble: () => this.report({ type: 'STUMBLED', id: this.id, sentBytes }),
    };
    const onProgress = (/** @type {number} */ bytes) => {
      sentBytes = this.#isInParts ? bytes : 0;
      if (!signal.aborted) {
        this.report({ type: 'PROGRESSED', id: this.id, sentBytes: bytes });
      }
    };
    return persist(how, async () => {
      try {
        await this.#ticket();
      } catch (error) {
        return withoutTicket(error);
      }
      return this.#isInParts ? this.#sendInParts(how, onProgress) : this.#sendAtOnce(how, onProgress);
    });
  }

  get #isInParts() {
    return Boolean(this.parts.papers.of(this.id).ticket?.partCount);
  }

  /** @type {(how: How, onProgress: (bytes: number) => void) => Promise<Outcome>} */
  #sendAtOnce(how, onProgress) {
    const { api, papers, put } = this.parts;
    /** By which the bytes go; another would be of another photo. @type {UserTicket} */
    let used;
    return sendPhoto({
      ...how,
      requestTicket: async () => /** @type {Ticket} */ (used = await this.#ticket()),
      put: async (ticket) => {
        const status = await put(ticket, this.file, { signal: how.signal, onProgress });
        if (status === 403) {
          papers.aged(this.id);
        }
        return status;
      },
      ask: async (photoId) => {
        const { photos } = await api.snapshot(used.sessionId, used.phoneToken, how.signal);
        return photos.find((photo) => photo.photoId === photoId) ?? null;
      },
    });
  }

  /** @type {(how: How, onProgress: (bytes: number) => void) => Promise<Outcome | typeof AGAIN>} */
  async #sendInParts(how, onProgress) {
    const { api, papers, put } = this.parts;
    const file = new UserFile(this.file, await this.#ticket(), { api, put });
    const outcome = await file.send(how, () => {}, onProgress);
    if (file.isGone) {
      // What had come is gone, and with it this ticket: another attempt begins anew.
      papers.ticketed(this.id, null);
      return AGAIN;
    }
    return outcome;
  }

  /** @returns {Promise<UserTicket>} one that is good for a while @throws what `Api` does */
  async #ticket() {
    const { papers, nowMs } = this.parts;
    const { ticket, askedAt } = papers.of(this.id);
    this.#asked ??= ticket && Promise.resolve(ticket);
    if (ticket && (ticket.partCount || nowMs() - askedAt < FRESH_MS)) {
      return ticket;
    }
    if (ticket) {
      await this.#giveBack(ticket);
    }
    return (this.#asked = this.#issue());
  }

  /** @returns {Promise<UserTicket>} */
  async #issue() {
    const { host, papers } = this.parts;
    const { signal } = this.#running;
    const { name, sizeBytes, contentType } = fileFacts(this.file);
    const { albumId, comment } = papers.of(this.id);
    const body = {
      ...{ filename: name || 'file', content_type: contentType, size: sizeBytes },
      ...(albumId && { album: albumId }),
      ...(comment && { comment }),
    };
    try {
      const ticket = await host.ask('/upload', { method: 'POST', body }, readTicket);
      if (signal.aborted) {
        return ticket;
      }
      papers.ticketed(this.id, ticket);
      this.report({ type: 'TICKETED', id: this.id, photoId: ticket.photoId });
      return ticket;
    } catch (error) {
      if (error instanceof ApiError && error.code === 'QuotaExceeded') {
        // Unlike others of its status it does not pass in a moment.
        throw new ApiError(403, error.code, error.message, error.body);
      }
      throw error;
    }
  }

  /**
   * @param {UserTicket} ticket
   * @throws {ApiError} PhotoAlreadyStored: the file has come by it
   */
  async #giveBack({ sessionId, phoneToken, photoId }) {
    const { api, papers } = this.parts;
    try {
      const { photos } = await api.snapshot(sessionId, phoneToken);
      if (photos.some((photo) => photo.photoId === photoId && hasArrived(photo))) {
        throw new ApiError(409, 'PhotoAlreadyStored', '');
      }
      await api.withdraw(sessionId, photoId, phoneToken);
    } catch (error) {
      if (!isGone(error)) {
        throw error;
      }
    }
    papers.ticketed(this.id, null);
  }

}
