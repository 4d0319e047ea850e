/**
 * One picked file on its way: its ticket, its preview, its bytes.
 *
 * @import { MultipartFile } from './multipart-file.js'
 * @import { Outcome, Persisting, TransferParts } from './ports.d.ts'
 * @import { UploadEvent } from './states.d.ts'
 * @import { Ticket } from './wire.d.ts'
 */

import { ApiError, ServiceAway } from './api.js';
import { withdraw } from './deletions.js';
import { canRead, fileFacts, goesInParts } from './file-facts.js';
import { AGAIN, persist, sendPhoto } from './upload.js';

/** A signed URL lives five minutes; one that is older than this is not begun with. */
const FRESH_MS = 120_000;
/** How long the bytes wait for the preview to go first: on a slow line it would come after them. */
const PREVIEW_PATIENCE_MS = 500;

/** @typedef {Omit<Persisting, 'onStumble'> & {canRead: () => Promise<boolean>}} How */

export class Transfer {
  /** @type {{ticket: Promise<Ticket>, at: number, used: boolean} | null} */
  #asked = null;
  /** @type {Promise<string | undefined> | null} */
  #digest = null;
  /** @type {Promise<void> | null} */
  #announced = null;
  /** The service hears of it by these, as long as they last. @type {Promise<unknown>[]} */
  #telling = [];
  /** Its photoId. @type {string | null} */
  #known = null;
  #running = new AbortController();

  /**
   * @param {string} id also the requestId
   * @param {File} file
   * @param {TransferParts} parts
   * @param {(event: UploadEvent) => void} report
   */
  constructor(id, file, parts, report) {
    this.id = id;
    this.file = file;
    this.parts = parts;
    this.report = report;
  }

  get isAnnounced() {
    return this.#announced !== null;
  }

  /** @returns {Promise<void>} once the screen has its preview, or will have none */
  announce() {
    this.#announced ??= orNot(async () => {
      await this.parts.show(await this.#told(this.#photoId()), this.file);
    });
    return this.#announced;
  }

  /** @returns {Promise<Outcome>} */
  send() {
    const { naps, random, online } = this.parts;
    const { signal } = (this.#running = new AbortController());
    const nap = (/** @type {number} */ ms) => naps.nap(ms, signal);
    const how = { signal, nap, random, online, canRead: () => canRead(this.file) };
    return this.#told(this.#goesInParts ? this.#sendInParts(how) : this.#sendAtOnce(how));
  }

  /** @param {How} how */
  #sendAtOnce(how) {
    const { api, token, sessionId } = this.parts;
    return sendPhoto({
      ...how,
      requestTicket: () => this.#takeTicket(),
      put: (ticket) => this.#put(ticket, how.signal),
      ask: async (photoId) => {
        const { photos } = await api.snapshot(sessionId, token, how.signal);
        return photos.find((photo) => photo.photoId === photoId) ?? null;
      },
      onStumble: () => this.report({ type: 'STUMBLED', id: this.id, sentBytes: 0 }),
    });
  }

  /** @param {How} how */
  #sendInParts(how) {
    let sentBytes = 0;
    const onStumble = () => this.report({ type: 'STUMBLED', id: this.id, sentBytes });
    return persist({ ...how, onStumble }, async () => {
      const file = await this.#multipart();
      if (!file) {
        return AGAIN;
      }
      await this.#afterPreview(how.signal);
      return file.send({ ...how, onStumble }, ({ photoId }) => this.#ticketed(photoId), (bytes) => {
        sentBytes = bytes;
        if (!how.signal.aborted) {
          this.report({ type: 'PROGRESSED', id: this.id, sentBytes });
        }
      });
    });
  }

  /** Ends the sending, should there be one. */
  stop() {
    this.#running.abort();
  }

  /** Tells the service that the visitor has taken the photo back, should it know of it. */
  async withdraw() {
    if (!this.#known) {
      // It may hear of it only now.
      await Promise.allSettled(this.#telling);
    }
    if (this.#known) {
      await withdraw(this.parts, this.#known);
    }
  }

  /** @template T @param {Promise<T>} telling @returns {Promise<T>} */
  #told(telling) {
    this.#telling.push(telling);
    return telling;
  }

  get #goesInParts() {
    const limits = this.parts.limits();
    return limits !== null && goesInParts(fileFacts(this.file), limits);
  }

  /** @returns {Promise<string>} as soon as the service knows of it */
  async #photoId() {
    if (!this.#goesInParts) {
      return (await (this.#asked ?? this.#ask(false)).ticket).photoId;
    }
    const upload = await (await this.#multipart())?.create();
    if (!upload) {
      throw new ServiceAway('What sends files in parts could not be loaded');
    }
    this.#ticketed(upload.photoId);
    return upload.photoId;
  }

  /** @returns {Promise<MultipartFile | null>} null: what does this could not be loaded just now */
  async #multipart() {
    const module = await import('./multipart-file.js').catch(() => null);
    return module && new module.MultipartFile(this.id, this.file, this.parts);
  }

  /** @param {string} photoId */
  #ticketed(photoId) {
    if (this.#known !== photoId) {
      this.#known = photoId;
      this.report({ type: 'TICKETED', id: this.id, photoId });
    }
  }

  /** @returns {Promise<Ticket>} one whose URL nobody has used */
  #takeTicket() {
    const asked = this.#asked;
    if (asked && !asked.used && this.parts.now() - asked.at < FRESH_MS) {
      asked.used = true;
      return asked.ticket;
    }
    return this.#ask(true).ticket;
  }

  /** @param {boolean} used by whoever asks; the same photo each time, with a fresh URL */
  #ask(used) {
    this.#asked = { ticket: this.#request(), at: this.parts.now(), used };
    return this.#asked;
  }

  /** @returns {Promise<Ticket>} */
  async #request() {
    const { api, sessionId, token, sha256 } = this.parts;
    const { name, sizeBytes, contentType } = fileFacts(this.file);
    this.#digest ??= sha256(this.file);
    const request = { sessionId, requestId: this.id, size: sizeBytes, contentType, filename: name };
    const ticket = await api.requestUpload({ ...request, sha256: await this.#digest }, token);
    this.#ticketed(ticket.photoId);
    return ticket;
  }

  /** @param {AbortSignal} signal */
  async #afterPreview(signal) {
    await Promise.race([this.announce(), this.parts.naps.nap(PREVIEW_PATIENCE_MS, signal)]);
  }

  /** @type {(ticket: Ticket, signal: AbortSignal) => Promise<number>} */
  async #put(ticket, signal) {
    await this.#afterPreview(signal);
    if (signal.aborted) {
      return 0;
    }
    return this.parts.putPhoto(ticket, this.file, {
      signal,
      onProgress: (sentBytes) => {
        if (!signal.aborted) {
          this.report({ type: 'PROGRESSED', id: this.id, sentBytes });
        }
      },
    });
  }
}

/**
 * Whoever sends the photo meets the same trouble, and says so.
 *
 * @type {(courtesy: () => Promise<void>) => Promise<void>}
 */
async function orNot(courtesy) {
  try {
    await courtesy();
  } catch (error) {
    if (!(error instanceof ServiceAway || error instanceof ApiError)) {
      throw error;
    }
  }
}
