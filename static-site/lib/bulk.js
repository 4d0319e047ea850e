/**
 * Does the same with many photos, some at a time, and tells what became of each.
 *
 * @import { HostApi } from './host-api.js'
 * @import { LibraryPhoto, PhotoChange } from './host-wire.d.ts'
 * @import { Naps } from './timers.js'
 */

import { ApiError, isTemporary } from './api.js';
import { DELETED_AT_ONCE } from './host-api.js';
import { fullJitter } from './timers.js';

/** Requests on their way at the same time: quick, and far from what the service lets through. */
const AT_ONCE = 4;
/** Of one photo, before it is told that it did not work. */
const ATTEMPTS = 5;

/**
 * @typedef {object} BulkParts
 * @property {Pick<HostApi, 'edit' | 'remove'>} host
 * @property {Naps} naps
 * @property {() => number} random
 * @property {(photo: LibraryPhoto) => void} onEdited
 * @property {(ids: string[]) => void} onRemoved
 * @property {() => void} onChange something went on
 */

export class Bulk {
  /** @type {{done: number, total: number} | null} null: nothing is being done */
  progress = null;
  #ending = new AbortController();
  /** Ids with which nothing was begun, because it was stopped. @type {Set<string>} */
  skipped = new Set();

  /** @param {BulkParts} parts */
  constructor({ host, naps, random, onEdited, onRemoved, onChange }) {
    this.host = host;
    this.naps = naps;
    this.random = random;
    this.onEdited = onEdited;
    this.onRemoved = onRemoved;
    this.onChange = onChange;
  }

  /** @type {(ids: readonly string[], change: PhotoChange) => Promise<Map<string, string>>} codes of those that could not be */
  edit(ids, change) {
    const work = async (/** @type {string} */ id) => this.onEdited(await this.host.edit(id, change));
    return this.each(ids, work);
  }

  /** @type {(ids: readonly string[]) => Promise<Map<string, string>>} */
  async remove(ids) {
    /** @type {Map<string, string>} */
    const failed = new Map();
    const chunks = [];
    for (let from = 0; from < ids.length; from += DELETED_AT_ONCE) {
      chunks.push(ids.slice(from, from + DELETED_AT_ONCE));
    }
    await this.#run(ids.length, chunks, 1, async (chunk) => {
      (await this.#removed(chunk)).forEach((code, id) => failed.set(id, code));
      return chunk.length;
    });
    return failed;
  }

  /**
   * @param {readonly string[]} ids
   * @param {(id: string) => Promise<unknown>} work
   * @param {number} [atOnce]
   * @returns {Promise<Map<string, string>>} codes of those that could not be
   */
  async each(ids, work, atOnce = AT_ONCE) {
    /** @type {Map<string, string>} */
    const failed = new Map();
    await this.#run(ids.length, ids, atOnce, async (id) => {
      const code = await this.#tried(() => work(id));
      if (code !== null) {
        failed.set(id, code);
      }
      return 1;
    });
    return failed;
  }

  /** What has not begun is not begun. */
  stop() {
    this.#ending.abort();
  }

  /** @type {(chunk: readonly string[]) => Promise<Map<string, string>>} */
  async #removed(chunk) {
    let left = chunk;
    /** @type {Map<string, string>} */
    let failed = new Map();
    for (let attempt = 0; left.length > 0 && attempt < ATTEMPTS; attempt += 1) {
      if (attempt > 0) {
        await this.naps.nap(500 + fullJitter(attempt, this.random));
      }
      /** @type {import('./host-wire.d.ts').Deletion[]} */
      let deletions = [];
      const asked = left;
      const code = await this.#once(async () => {
        deletions = await this.host.remove(asked);
      });
      // One that is not there has been deleted, perhaps by the attempt before.
      const done = deletions.filter(({ deleted, code: why }) => deleted || why === 'PhotoNotFound');
      this.onRemoved(done.map(({ photoId }) => photoId));
      const gone = new Set(done.map(({ photoId }) => photoId));
      const why = new Map(deletions.map(({ photoId, code: said }) => [photoId, said]));
      left = left.filter((id) => !gone.has(id));
      failed = new Map(left.map((id) => [id, why.get(id) ?? code ?? 'ServiceUnavailable']));
      if ([...failed.values()].every((each) => !isForNow(each))) {
        break;
      }
    }
    return failed;
  }

  /** @type {(work: () => Promise<unknown>) => Promise<string | null>} null: it is done */
  async #tried(work) {
    for (let attempt = 0; ; attempt += 1) {
      const code = await this.#once(work);
      if (code === null || !isForNow(code) || attempt === ATTEMPTS - 1) {
        return code;
      }
      await this.naps.nap(500 + fullJitter(attempt, this.random));
    }
  }

  /** @type {(work: () => Promise<unknown>) => Promise<string | null>} */
  async #once(work) {
    try {
      await work();
      return null;
    } catch (error) {
      if (error instanceof ApiError && !isTemporary(error)) {
        return error.code;
      }
      if (isTemporary(error)) {
        return 'ServiceUnavailable';
      }
      throw error;
    }
  }

  /**
   * @template T
   * @param {number} total
   * @param {readonly T[]} items
   * @param {number} atOnce
   * @param {(item: T) => Promise<number>} work resolves to how many that were
   */
  async #run(total, items, atOnce, work) {
    this.#ending = new AbortController();
    const { signal } = this.#ending;
    const waiting = [...items];
    this.#tell({ done: 0, total });
    const worker = async () => {
      while (waiting.length > 0 && !signal.aborted) {
        const done = await work(/** @type {T} */ (waiting.shift()));
        this.#tell({ done: (this.progress?.done ?? 0) + done, total });
      }
    };
    try {
      await Promise.all(Array.from({ length: atOnce }, worker));
    } finally {
      this.skipped = new Set(waiting.flat().map(String));
      this.#tell(null);
    }
  }

  /** @param {{done: number, total: number} | null} progress */
  #tell(progress) {
    this.progress = progress;
    this.onChange();
  }
}

/** @type {(code: string) => boolean} it may well do in a moment */
function isForNow(code) {
  return ['ServiceUnavailable', 'AlbumBusy', 'TooManyRequests', 'ServiceAway'].includes(code);
}
