/**
 * An export that is being made, asked for until it is ready, and again before its links run out.
 *
 * @import { AlbumsApi } from './albums-api.js'
 * @import { AlbumExport, ExportWanted } from './albums-wire.d.ts'
 * @import { Naps } from './timers.js'
 */

import { ApiError, isTemporary } from './api.js';

const EVERY_MS = 3_000;
/** Before the links run out, which may be pressed at the last moment. */
const MARGIN_SECONDS = 60;

/**
 * @typedef {object} ExportState
 * @property {AlbumExport | null} made null: none has been asked for
 * @property {boolean} busy it is being asked for
 * @property {string | null} refusal a code; why it was not begun, or is not known any more
 */

export class ExportWatch {
  /** @type {ExportState} */
  state = { made: null, busy: false, refusal: null };
  #stopped = new AbortController();

  /**
   * @param {object} parts
   * @param {string} parts.albumId
   * @param {Pick<AlbumsApi, 'startExport' | 'readExport'>} parts.api
   * @param {() => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>} parts.kept where another life of
   *   the page finds it; throws where nothing may be kept
   * @param {Naps} parts.naps
   * @param {() => void} parts.onChange
   */
  constructor({ albumId, api, kept, naps, onChange }) {
    this.albumId = albumId;
    this.api = api;
    this.kept = kept;
    this.naps = naps;
    this.onChange = onChange;
  }

  get #name() {
    return `scandrop.export.${this.albumId}`;
  }

  /** Goes on with the one that was asked for last, if it is still there. */
  async resume() {
    const exportId = this.#keeping((kept) => kept.getItem(this.#name));
    if (exportId) {
      await this.#watch(exportId);
    }
  }

  /** @param {ExportWanted} wanted */
  async start(wanted) {
    if (this.state.busy) {
      return;
    }
    this.#set({ busy: true, refusal: null });
    try {
      const made = await this.api.startExport(this.albumId, wanted);
      this.#keeping((kept) => kept.setItem(this.#name, made.exportId));
      this.#set({ made, busy: false });
      await this.#watch(made.exportId);
    } catch (error) {
      this.#set({ busy: false, refusal: codeOf(error) });
    }
  }

  stop() {
    this.#stopped.abort();
  }

  /** @param {string} exportId */
  async #watch(exportId) {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      try {
        const made = await this.api.readExport(this.albumId, exportId, signal);
        this.#set({ made, refusal: null });
        if (made.state === 'FAILED') {
          return;
        }
      } catch (error) {
        if (signal.aborted) {
          return;
        }
        if (!isTemporary(error)) {
          this.#keeping((kept) => kept.removeItem(this.#name));
          this.#set({ made: null, refusal: this.state.made ? codeOf(error) : null });
          return;
        }
      }
      await this.naps.nap(this.#pauseMs(), signal);
    }
  }

  /** @type {<T>(use: (kept: ReturnType<typeof this.kept>) => T) => T | null} null: nothing is kept, or it is full */
  #keeping(use) {
    try {
      return use(this.kept());
    } catch {
      return null;
    }
  }

  #pauseMs() {
    const { made } = this.state;
    return made?.state === 'READY' && made.urlsExpireAt ? 1000 * (600 - MARGIN_SECONDS) : EVERY_MS;
  }

  /** @param {Partial<ExportState>} change */
  #set(change) {
    this.state = { ...this.state, ...change };
    this.onChange();
  }
}

/** @type {(error: unknown) => string} */
function codeOf(error) {
  if (error instanceof ApiError && error.status < 500) {
    return error.code;
  }
  if (isTemporary(error)) {
    return 'ServiceAway';
  }
  throw error;
}
