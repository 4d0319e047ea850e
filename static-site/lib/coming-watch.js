/**
 * Listens to an album: what is just coming into it, and that there is something new to count.
 *
 * @import { ComingList } from './coming-state.js'
 * @import { Timers, ViewParts } from './ports.d.ts'
 */

import { heard, NOTHING, ticked } from './coming-state.js';

const TICK_MS = 1_000;
/** News come in bursts, and are counted together. */
const AFTER_NEWS_MS = 3_000;

export class ComingWatch {
  /** @type {ComingList} */
  #coming = NOTHING;
  #cancelTick = () => {};
  /** @type {(() => void) | null} */
  #cancelNews = null;

  /**
   * @param {object} parts
   * @param {string} parts.albumId
   * @param {ViewParts['watch']} parts.watch
   * @param {Timers} parts.timers
   * @param {(coming: ComingList) => void} parts.onComing
   * @param {() => void} parts.onNews some photos have come, changed or gone
   */
  constructor({ albumId, watch, timers, onComing, onNews }) {
    this.timers = timers;
    this.onComing = onComing;
    this.onNews = onNews;
    this.live = watch(albumId, {
      onMessage: (message) => {
        this.#update(heard(this.#coming, message, timers.now()));
        if (message.type.startsWith('PHOTO_')) {
          this.#news();
        }
      },
      // What happened while nobody listened is in the numbers.
      onOpen: () => this.#news(),
      onDown() {},
    });
  }

  start() {
    this.live.start();
    this.#tick();
  }

  stop() {
    this.live.stop();
    this.#cancelTick();
    this.#cancelNews?.();
  }

  /** @param {ComingList} next */
  #update(next) {
    if (next !== this.#coming) {
      this.#coming = next;
      this.onComing(next);
    }
  }

  #tick() {
    this.#update(ticked(this.#coming, this.timers.now()));
    this.#cancelTick = this.timers.after(TICK_MS, () => this.#tick());
  }

  #news() {
    this.#cancelNews ??= this.timers.after(AFTER_NEWS_MS, () => {
      this.#cancelNews = null;
      this.onNews();
    });
  }
}
