/**
 * Picked files in IndexedDB until they have arrived, so that a reload or a killed browser loses
 * none: the `Keep` of a browser that can.
 *
 * @import { StoreName } from './database.js'
 * @import { Keep, Kept, Locks } from './ports.d.ts'
 */

import { isOld, read, transaction } from './database.js';

/**
 * @typedef {object} Entry
 * @property {string} id
 * @property {string} sessionId
 * @property {Blob} bytes
 * @property {string} name some browsers give back a file without it
 * @property {number} lastModified
 * @property {number} madeAt epoch milliseconds, also the order
 */

/** @implements {Keep} */
export class Shelf {
  /** Writes follow one another in the order in which they were asked for. */
  #last = Promise.resolve();
  /** Ends the hold on an upload. @type {Map<string, () => void>} */
  #held = new Map();
  /** Written down. @type {Set<string>} */
  #kept = new Set();
  #lastMadeAt = 0;

  /**
   * @param {object} parts
   * @param {string} parts.sessionId
   * @param {IDBDatabase} parts.database
   * @param {Locks} parts.locks
   * @param {() => number} parts.nowMs epoch milliseconds
   * @param {() => void} parts.onChange what is kept has changed
   * @param {number} [parts.keepMs] how long a file is of use; if not told, as long as sessions are
   */
  constructor({ sessionId, database, locks, nowMs, onChange, keepMs }) {
    this.sessionId = sessionId;
    this.database = database;
    this.locks = locks;
    this.nowMs = nowMs;
    this.onChange = onChange;
    this.keepMs = keepMs;
  }

  /** @type {(id: string) => boolean} false also while it is being written, and if there is no room */
  keeps(id) {
    return this.#kept.has(id);
  }

  /** @type {Keep['add']} */
  add(id, file) {
    const { sessionId } = this;
    // Also the order of what is picked at once.
    const madeAt = (this.#lastMadeAt = Math.max(this.#lastMadeAt + 1, this.nowMs()));
    this.#hold(id);
    const { name, lastModified } = file;
    const entry = { id, sessionId, bytes: file, name, lastModified, madeAt };
    this.#write('files', (store) => store.put(entry)).then(() => this.#kept.add(id), noRoom);
  }

  /** @type {Keep['ticketed']} */
  ticketed(id, photoId) {
    this.#write('photoIds', (store) => store.put({ id, photoId })).catch(noRoom);
  }

  /** @type {Keep['drop']} */
  drop(id) {
    this.#write('files', (store) => store.delete(id)).catch(noRoom);
    this.#write('photoIds', (store) => store.delete(id)).catch(noRoom);
    this.#kept.delete(id);
    this.#held.get(id)?.();
    this.#held.delete(id);
  }

  /**
   * Hands out what another life of this page has left, as soon as no other tab is at it.
   *
   * @param {(kept: Kept) => boolean | Promise<boolean>} restore false: of no use any more
   */
  async restore(restore) {
    for (const entry of await this.#files()) {
      const { id, sessionId, madeAt } = entry;
      if (isOld(madeAt, this.nowMs(), this.keepMs)) {
        this.drop(id);
      } else if (sessionId === this.sessionId && !this.#held.has(id)) {
        this.#hold(id, async () => {
          // Whoever held it may have sent it meanwhile.
          const still = (await this.#files()).find((each) => each.id === id);
          const photoId = await this.#photoIdOf(id);
          this.#kept.add(id);
          if (!still || !(await restore({ id, photoId, file: fileOf(still) }))) {
            this.drop(id);
          }
        });
      }
    }
  }

  /**
   * Of several tabs one is at an upload; when it goes, the next one is.
   *
   * @param {string} id
   * @param {() => Promise<void>} [ours]
   */
  #hold(id, ours = async () => {}) {
    /** @type {Promise<void>} */
    const over = new Promise((end) => this.#held.set(id, end));
    void this.locks.request(`scandrop-upload-${id}`, async () => {
      await ours();
      await over;
    });
  }

  /** @type {(name: StoreName, change: (store: IDBObjectStore) => void) => Promise<void>} */
  #write(name, change) {
    const written = this.#last.then(() => transaction(this.database, name, 'readwrite', change));
    this.#last = written.catch(noRoom);
    void this.#last.then(() => this.onChange());
    return written;
  }

  /** @returns {Promise<Entry[]>} in the order in which they were picked */
  async #files() {
    const found = await read(this.database, 'files', (store) => store.getAll());
    return found.sort((a, b) => a.madeAt - b.madeAt);
  }

  /** @type {(id: string) => Promise<string | null>} */
  async #photoIdOf(id) {
    const found = await read(this.database, 'photoIds', (store) => store.get(id));
    return found?.photoId ?? null;
  }
}

/** The page then says that it has to stay open. */
function noRoom() {}

/** @type {(entry: Entry) => File} */
function fileOf({ bytes, name, lastModified }) {
  return new File([bytes], name, { type: bytes.type, lastModified });
}
