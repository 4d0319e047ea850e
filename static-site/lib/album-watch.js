/**
 * What happens in an album, as its host hears it: by its channel, and by looking now and then where
 * no socket is open. A push is a hint: whoever connects looks again, after he has.
 *
 * @import { AlbumMessage } from './album-wire.d.ts'
 * @import { SocketEvents, Timers } from './ports.d.ts'
 * @import { ReconnectingSocket } from './socket.js'
 * @import { Naps } from './timers.js'
 */

import { AlbumMessageReader } from './album-messages.js';
import { fullJitter } from './timers.js';

/** Also what a push has lost is seen after this. */
const SYNC_EVERY_MS = 30_000;
const POLL_EVERY_MS = 8_000;
/** A `sync` that is not answered in this time was sent into a dead socket. */
const ANSWER_WITHIN_MS = 10_000;
/** The socket is renewed two minutes later, by a token that is good for five. */
const TOKEN_AFTER_MS = 108 * 60_000;

/**
 * @typedef {object} WatchParts
 * @property {string} albumId
 * @property {() => Promise<string>} askToken a fresh one, for one handshake
 * @property {(albumId: string, events: SocketEvents) => ReconnectingSocket} openLine
 * @property {(message: AlbumMessage) => void} onMessage
 * @property {() => void} onLook what there is may have changed unheard
 * @property {Timers} timers
 * @property {Naps} naps
 * @property {() => number} random
 */

export class AlbumWatch {
  #reader = new AlbumMessageReader();
  #ending = new AbortController();
  #failures = 0;
  #isPolling = false;
  #cancelPoll = () => {};
  #cancelSync = () => {};
  #cancelDeadline = () => {};
  #cancelToken = () => {};

  /** @param {WatchParts} parts */
  constructor(parts) {
    this.parts = parts;
    this.line = parts.openLine(parts.albumId, {
      onOpen: () => this.#opened(),
      onFrame: (frame) => this.#frame(frame),
      onDown: () => this.#down(),
    });
  }

  start() {
    this.#poll();
    void this.#connect();
  }

  stop() {
    this.#ending.abort();
    this.#cancelPoll();
    this.#cancelSync();
    this.#cancelDeadline();
    this.#cancelToken();
    this.line.stop();
  }

  async #connect() {
    const { askToken, naps, random } = this.parts;
    const { signal } = this.#ending;
    if (this.#failures > 0) {
      await naps.nap(fullJitter(this.#failures, random), signal);
    }
    while (!signal.aborted) {
      const token = await askToken().catch(() => null);
      if (signal.aborted) {
        return;
      }
      if (token !== null) {
        this.line.token = token;
        this.line.start();
        return;
      }
      this.#failures += 1;
      await naps.nap(500 + fullJitter(this.#failures, random), signal);
    }
  }

  #opened() {
    this.#cancelPoll();
    this.#isPolling = false;
    this.#cancelToken();
    this.#cancelToken = this.parts.timers.after(TOKEN_AFTER_MS, () => void this.#renew());
    this.parts.onLook();
    this.#sync();
  }

  /** A token is good for one handshake: the line does not try again by itself. */
  #down() {
    this.line.stop();
    this.#cancelSync();
    this.#cancelDeadline();
    this.#cancelToken();
    this.#failures += 1;
    this.#pollSoon();
    void this.#connect();
  }

  async #renew() {
    const token = await this.parts.askToken().catch(() => null);
    if (token !== null) {
      this.line.token = token;
    }
  }

  /** @param {unknown} frame */
  #frame(frame) {
    const message = this.#reader.read(frame);
    this.#failures = 0;
    if (message?.type === 'ALBUM_STATE') {
      this.#cancelDeadline();
    }
    if (message) {
      this.parts.onMessage(message);
    }
  }

  #sync() {
    const { timers, albumId } = this.parts;
    if (this.line.send({ action: 'sync', albumId })) {
      this.#cancelSync();
      this.#cancelSync = timers.after(SYNC_EVERY_MS, () => {
        this.parts.onLook();
        this.#sync();
      });
      this.#cancelDeadline();
      this.#cancelDeadline = timers.after(ANSWER_WITHIN_MS, () => this.line.replace());
    }
  }

  #poll() {
    this.parts.onLook();
    this.#pollSoon();
  }

  /** However often the line goes down meanwhile. */
  #pollSoon() {
    if (!this.#isPolling) {
      this.#isPolling = true;
      this.#cancelPoll = this.parts.timers.after(POLL_EVERY_MS, () => {
        this.#isPolling = false;
        this.#poll();
      });
    }
  }
}
