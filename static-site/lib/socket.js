/**
 * One WebSocket that is always being opened, kept or renewed.
 *
 * @import { SocketParts } from './ports.d.ts'
 */

import { fullJitter } from './timers.js';

/** API Gateway cuts every socket after two hours. */
const RENEW_AFTER_MS = 110 * 60_000;
/** A handshake that hangs this long (a proxy that swallows it) has failed. */
const HANDSHAKE_MS = 10_000;

export class ReconnectingSocket {
  /** @type {WebSocket | null} the one that is open */
  #current = null;
  /** @type {WebSocket | null} the one whose handshake is under way */
  #opening = null;
  #attempt = 0;
  /** The last time that a token was asked for. */
  #asked = Symbol();
  #running = false;
  #cancelRetry = () => {};
  #cancelRenewal = () => {};
  #cancelHandshake = () => {};

  /** @param {SocketParts} parts */
  constructor({ url, token, events, timers, random, WebSocket }) {
    this.url = url;
    this.token = token;
    this.events = events;
    this.timers = timers;
    this.random = random;
    this.WebSocket = WebSocket;
  }

  get isOpen() {
    return this.#current !== null;
  }

  start() {
    if (!this.#running) {
      this.#running = true;
      this.#attempt = 0;
      this.#connect();
    }
  }

  stop() {
    this.#running = false;
    this.#cancelRetry();
    this.#cancelRenewal();
    this.#discard(this.#opening);
    this.#discard(this.#current);
    this.#opening = null;
    this.#current = null;
  }

  /** Tries now instead of after the backoff: the network or the page has come back. */
  hurry() {
    if (this.#running && !this.#current && !this.#opening) {
      this.#attempt = 0;
      this.#connect();
    }
  }

  /** Gives up a socket that no longer answers, although nobody closed it. */
  replace() {
    if (this.#running && this.#current) {
      this.#discard(this.#current);
      this.#lost();
    }
  }

  /**
   * @param {object} message
   * @returns {boolean} false: no socket is open
   */
  send(message) {
    this.#current?.send(JSON.stringify(message));
    return this.#current !== null;
  }

  #connect() {
    this.#cancelRetry();
    this.#discard(this.#opening);
    this.#opening = null;
    if (typeof this.token === 'string') {
      this.#open(this.token);
      return;
    }
    // The last one that asks counts.
    const asked = (this.#asked = Symbol());
    const isLast = () => this.#running && this.#asked === asked;
    this.token().then(
      (token) => isLast() && this.#open(token),
      () => isLast() && this.#failed(null),
    );
  }

  /** @param {string} token */
  #open(token) {
    const socket = new this.WebSocket(this.url, ['scandrop', token]);
    this.#opening = socket;
    this.#cancelHandshake = this.timers.after(HANDSHAKE_MS, () => this.#failed(socket));
    socket.onopen = () => this.#opened(socket);
    socket.onclose = () => this.#closed(socket);
    socket.onmessage = ({ data }) => {
      // Only a socket that has told us something has proved to be worth a quick next try.
      this.#attempt = 0;
      this.events.onFrame(data);
    };
  }

  /** @param {WebSocket} socket */
  #opened(socket) {
    this.#cancelHandshake();
    const old = this.#current;
    this.#current = socket;
    this.#opening = null;
    this.#cancelRenewal();
    this.#cancelRenewal = this.timers.after(RENEW_AFTER_MS, () => this.#connect());
    // The new one is open before the old one goes: no message can fall between them.
    this.#discard(old);
    this.events.onOpen();
  }

  /** @param {WebSocket} socket */
  #closed(socket) {
    if (socket === this.#opening) {
      this.#failed(socket);
    } else if (socket === this.#current) {
      this.#discard(socket);
      this.#lost();
    }
  }

  /** @param {WebSocket | null} socket whose handshake came to nothing; null: there was no token */
  #failed(socket) {
    this.#discard(socket);
    this.#opening = null;
    if (!this.#current) {
      this.events.onDown();
    }
    this.#retryLater();
  }

  #lost() {
    this.#current = null;
    this.#cancelRenewal();
    this.events.onDown();
    if (!this.#opening) {
      this.#retryLater();
    }
  }

  #retryLater() {
    if (this.#running) {
      this.#cancelRetry();
      const delay = fullJitter(this.#attempt, this.random);
      this.#attempt += 1;
      this.#cancelRetry = this.timers.after(delay, () => this.#connect());
    }
  }

  /** @param {WebSocket | null} socket */
  #discard(socket) {
    if (socket) {
      if (socket === this.#opening) {
        this.#cancelHandshake();
      }
      socket.onopen = null;
      socket.onclose = null;
      socket.onmessage = null;
      socket.close();
    }
  }
}
