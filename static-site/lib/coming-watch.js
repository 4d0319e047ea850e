/**
 * Listens to an album: what is just coming into it, and that there is something new to count.
 *
 * @import { AlbumMessage } from './album-wire.d.ts'
 * @import { ComingList } from './coming-state.js'
 * @import { Timers } from './ports.d.ts'
 */

import { heard, NOTHING, ticked } from './coming-state.js';

const TICK_MS = 1_000;
/** News come in bursts, and are counted together. */
const AFTER_NEWS_MS = 3_000;
/** Where nobody can be told of news, there may be some, and to count them costs a read of each photo. */
const LOOK_EVERY_MS = 30_000;

export class ComingWatch {
  /** @type {ComingList} */
  #coming = NOTHING;
  #newsAt = -Infinity;
  #cancelTick = () => {};
  /** @type {(() => void) | null} */
  #cancelNews = null;

  /**
   * @param {object} parts
   * @param {(events: {onMessage: (message: AlbumMessage) => void, onLook: () => void}) => {start(): void, stop(): void}} parts.follow
   *   the album
   * @param {Timers} parts.timers
   * @param {(coming: ComingList) => void} parts.onComing
   * @param {() => void} parts.onNews some photos have come, changed or gone
   */
  constructor({ follow, timers, onComing, onNews }) {
    this.timers = timers;
    this.onComing = onComing;
    this.onNews = onNews;
    this.live = follow({
      onMessage: (message) => {
        this.#update(heard(this.#coming, message, timers.now()));
        if (message.type.startsWith('PHOTO_')) {
          this.#news();
        }
      },
      // What happened while nobody listened is in the numbers.
      onLook: () => {
        if (timers.now() - this.#newsAt >= LOOK_EVERY_MS) {
          this.#news();
        }
      },
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
    this.#newsAt = this.timers.now();
    this.#cancelNews ??= this.timers.after(AFTER_NEWS_MS, () => {
      this.#cancelNews = null;
      this.onNews();
    });
  }
}
