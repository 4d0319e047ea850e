/**
 * One stream of facts about an album, by its socket. What there is to be seen is asked of the API:
 * whoever listens asks anew whenever the socket opens.
 *
 * @import { LiveAlbumParts } from './walls.d.ts'
 */

import { AlbumMessageReader } from './album-messages.js';
import { ANSWER_WITHIN_MS, SYNC_EVERY_MS } from './live-session.js';

export class LiveAlbum {
  reader = new AlbumMessageReader();
  #cancelSync = () => {};
  #cancelDeadline = () => {};

  /** @param {LiveAlbumParts} parts */
  constructor({ albumId, openSocket, events, timers }) {
    this.albumId = albumId;
    this.events = events;
    this.timers = timers;
    this.socket = openSocket({
      onOpen: () => this.#opened(),
      onFrame: (frame) => this.#frame(frame),
      onDown: () => this.#down(),
    });
  }

  start() {
    this.socket.start();
  }

  stop() {
    this.#cancelSync();
    this.#cancelDeadline();
    this.socket.stop();
  }

  get isOpen() {
    return this.socket.isOpen;
  }

  /** Looks at once: the page was hidden, or the network has come or gone. */
  check() {
    this.#sync();
    this.socket.hurry();
  }

  #opened() {
    this.#sync();
    this.events.onOpen();
  }

  #down() {
    this.#cancelSync();
    this.#cancelDeadline();
    this.events.onDown();
  }

  /** Also proves that the socket is alive: one that does not answer is given up. */
  #sync() {
    if (!this.socket.send({ action: 'sync', albumId: this.albumId })) {
      return;
    }
    this.#cancelSync();
    this.#cancelSync = this.timers.after(SYNC_EVERY_MS, () => this.#sync());
    this.#cancelDeadline();
    this.#cancelDeadline = this.timers.after(ANSWER_WITHIN_MS, () => this.socket.replace());
  }

  /** @param {unknown} frame */
  #frame(frame) {
    this.#cancelDeadline();
    const message = this.reader.read(frame);
    if (message) {
      this.events.onMessage(message);
    }
  }
}
