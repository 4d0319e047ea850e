/**
 * One stream of facts about a session: by its socket, and by polling while there is none.
 *
 * @import { LiveParts } from './ports.d.ts'
 * @import { Message, Saying } from './wire.d.ts'
 */

import { ApiError, isTemporary } from './api.js';
import { fullJitter } from './timers.js';
import { MessageReader } from './messages.js';

export const SYNC_EVERY_MS = 30_000;
export const POLL_EVERY_MS = 2_000;
/** A `sync` that is not answered in this time was sent into a dead socket. */
export const ANSWER_WITHIN_MS = 10_000;

export class LiveSession {
  reader = new MessageReader();
  #running = false;
  #away = false;
  #socketUp = false;
  #failures = 0;
  /** @type {AbortController | null} */
  #asking = null;
  #cancelPoll = () => {};
  #cancelSync = () => {};
  #cancelDeadline = () => {};

  /** @param {LiveParts} parts */
  constructor({ sessionId, token, api, openSocket, events, timers, random }) {
    this.sessionId = sessionId;
    this.token = token;
    this.api = api;
    this.events = events;
    this.timers = timers;
    this.random = random;
    this.socket = openSocket({
      onOpen: () => this.#opened(),
      onFrame: (frame) => this.#frame(frame),
      onDown: () => this.#down(),
    });
  }

  start() {
    if (!this.#running) {
      this.#running = true;
      this.socket.start();
      this.#pollAfter(POLL_EVERY_MS);
    }
  }

  stop() {
    this.#running = false;
    this.#cancelDeadline();
    this.#cancelSync();
    this.#stopPolling();
    this.socket.stop();
  }

  /** Asks for the snapshot, on whichever way is open. */
  sync() {
    if (!this.socket.send({ action: 'sync', sessionId: this.sessionId })) {
      return;
    }
    this.#cancelSync();
    this.#cancelSync = this.timers.after(SYNC_EVERY_MS, () => this.sync());
    this.#cancelDeadline();
    this.#cancelDeadline = this.timers.after(ANSWER_WITHIN_MS, () => this.socket.replace());
  }

  /** It is heard at once. */
  get isOpen() {
    return this.socket.isOpen;
  }

  /**
   * @param {Saying} saying
   * @returns {boolean} false: no socket is open
   */
  say(saying) {
    return this.socket.send({ ...saying, sessionId: this.sessionId });
  }

  /** Looks at once: the page was hidden, or the network has come or gone. */
  check() {
    if (this.#running) {
      this.sync();
      this.socket.hurry();
      if (!this.#asking) {
        this.#pollAfter(0);
      }
    }
  }

  #opened() {
    this.#socketUp = true;
    this.#stopPolling();
    this.sync();
  }

  #down() {
    this.#cancelSync();
    this.#cancelDeadline();
    // Only a socket that was lost is news; one that never opens has its polls already.
    if (this.#running && this.#socketUp && !this.#asking) {
      this.#pollAfter(0);
    }
    this.#socketUp = false;
  }

  /** @param {unknown} frame */
  #frame(frame) {
    this.#cancelDeadline();
    this.#reached();
    const message = this.reader.read(frame);
    if (message) {
      this.#tell(message);
    }
  }

  /** @param {number} ms */
  #pollAfter(ms) {
    this.#cancelPoll();
    this.#cancelPoll = this.timers.after(ms, () => void this.#poll());
  }

  #stopPolling() {
    this.#cancelPoll();
    this.#asking?.abort();
    this.#asking = null;
  }

  async #poll() {
    const asking = new AbortController();
    this.#asking = asking;
    /** @type {Message | null} */
    let message;
    let reached = true;
    try {
      const snapshot = await this.api.snapshot(this.sessionId, this.token, asking.signal);
      message = { type: 'SESSION_STATE', ...snapshot };
    } catch (error) {
      reached = !isTemporary(error);
      if (reached && !(error instanceof ApiError)) {
        throw error;
      }
      // Not found, no longer ours or gone: for whoever watches it, the session is over.
      message = reached ? { type: 'SESSION_EXPIRED', sessionId: this.sessionId } : null;
    }
    if (asking.signal.aborted || !this.#running) {
      return;
    }
    this.#asking = null;
    if (message) {
      this.#reached();
      this.#tell(message);
    } else {
      this.#unreached();
    }
    if (this.#running && !this.socket.isOpen) {
      const patience = reached ? 0 : fullJitter(this.#failures, this.random);
      this.#pollAfter(POLL_EVERY_MS + patience);
    }
  }

  /** @param {Message} message */
  #tell(message) {
    if (!('sessionId' in message) || message.sessionId === this.sessionId) {
      this.events.onMessage(message);
    }
  }

  #reached() {
    this.#failures = 0;
    if (this.#away) {
      this.#away = false;
      this.events.onBack();
    }
  }

  #unreached() {
    this.#failures += 1;
    // A socket that seems open while HTTP fails is either about to fail too or proves it is not.
    this.socket.replace();
    if (!this.#away) {
      this.#away = true;
      this.events.onAway();
    }
  }
}
