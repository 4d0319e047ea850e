/**
 * Runs the uploads of the queue, two at a time, and reports what happens to it.
 *
 * @import { QueueParts } from './ports.d.ts'
 * @import { Queue, Upload, UploadEvent } from './states.d.ts'
 * @import { Limits, Photo } from './wire.d.ts'
 */

import { fileFacts, refusal } from './file-facts.js';
import { sendPhoto } from './upload.js';
import { room, startable, uploadState } from './upload-state.js';

export class UploadQueue {
  /** @type {Queue} */
  state = [];
  /** @type {Map<string, File>} */
  #files = new Map();
  /** @type {Map<string, AbortController>} */
  #running = new Map();

  /** @param {QueueParts} parts */
  constructor(parts) {
    this.parts = parts;
  }

  /**
   * Takes picked files, as many as there is room for.
   *
   * @param {readonly File[]} files
   * @param {Limits} limits
   * @returns {{added: Map<string, File>, leftOut: number}} by id; leftOut: how many did not fit
   */
  pick(files, limits) {
    /** @type {Map<string, File>} */
    const added = new Map();
    let free = room(this.state, limits.maxPhotos);
    let leftOut = 0;
    const uploads = [];
    for (const file of files) {
      const facts = fileFacts(file);
      const code = refusal(facts, limits);
      if (code === null && free === 0) {
        leftOut += 1;
        continue;
      }
      free -= code === null ? 1 : 0;
      const id = this.parts.newId();
      added.set(id, file);
      uploads.push({ ...facts, id, code });
    }
    added.forEach((file, id) => this.#files.set(id, file));
    this.#dispatch({ type: 'PICKED', uploads });
    return { added, leftOut };
  }

  /** @param {string} id */
  retry(id) {
    this.#dispatch({ type: 'RETRIED', id });
  }

  /** @param {string} id */
  remove(id) {
    this.#dispatch({ type: 'REMOVED', id });
  }

  /** @param {readonly Photo[]} photos */
  tell(photos) {
    this.#dispatch({ type: 'TOLD', photos });
  }

  /** @param {UploadEvent} event */
  #dispatch(event) {
    const before = this.state;
    this.state = uploadState(before, event);
    if (this.state === before) {
      return;
    }
    this.#stopWhatIsOver();
    this.parts.onChange();
    // Each start is an event of its own and comes back here: only ever look at what is next now.
    for (let [next] = startable(this.state); next; [next] = startable(this.state)) {
      void this.#send(next);
    }
  }

  #stopWhatIsOver() {
    const byId = new Map(this.state.map((upload) => [upload.id, upload.state]));
    for (const [id, running] of this.#running) {
      if (byId.get(id) !== 'sending') {
        running.abort();
        this.#running.delete(id);
      }
    }
    for (const id of this.#files.keys()) {
      const state = byId.get(id);
      if (state === undefined || state === 'sent' || state === 'refused') {
        this.#files.delete(id);
      }
    }
  }

  /** @param {Upload} upload */
  async #send({ id, name, sizeBytes, contentType }) {
    const file = this.#files.get(id);
    if (!file) {
      throw new Error(`Upload ${id} waits without a file`);
    }
    const running = new AbortController();
    const { signal } = running;
    this.#running.set(id, running);
    this.#dispatch({ type: 'STARTED', id });
    const { api, token, sessionId, put, naps, random, online } = this.parts;
    /** @type {string | undefined} */
    let sha256;
    const outcome = await sendPhoto({
      signal,
      random,
      online,
      canRead: () => canRead(file),
      nap: (ms) => naps.nap(ms, signal),
      requestTicket: async () => {
        sha256 ??= await this.parts.sha256(file);
        const ticket = await api.requestUpload(
          { sessionId, requestId: id, size: sizeBytes, contentType, filename: name, sha256 },
          token,
          signal,
        );
        this.#report(signal, { type: 'TICKETED', id, photoId: ticket.photoId });
        return ticket;
      },
      put: (ticket) =>
        put(ticket, file, {
          signal,
          onProgress: (sentBytes) => this.#report(signal, { type: 'PROGRESSED', id, sentBytes }),
        }),
      ask: async (photoId) => {
        const { photos } = await api.snapshot(sessionId, token, signal);
        return photos.find((photo) => photo.photoId === photoId) ?? null;
      },
      onStumble: () => this.#report(signal, { type: 'STUMBLED', id }),
    });
    if (outcome.type !== 'STOPPED') {
      this.#report(signal, { ...outcome, id });
      if ('code' in outcome) {
        this.parts.onRefusal(outcome.code);
      }
    }
  }

  /**
   * @param {AbortSignal} signal of the sending that reports; a stopped one has nothing to say
   * @param {UploadEvent} event
   */
  #report(signal, event) {
    if (!signal.aborted) {
      this.#dispatch(event);
    }
  }
}

/**
 * @param {Blob} file
 * @returns {Promise<boolean>} false: deleted or moved since it was picked
 */
async function canRead(file) {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
