/**
 * Sends one photo after the other with no pause on the line between them.
 *
 * Side by side, two photos both arrive when both have gone; one after the other, the first is there
 * in half of that time and the second no later. But if the next waited for the answer to the one
 * before, the line would carry nothing for some round trips. So it begins a little sooner: when what
 * is left of the one before takes no longer than the next takes to get going.
 *
 * @import { Put, Timers } from './ports.d.ts'
 */

import { Naps } from './timers.js';

/** So many times what passed until first bytes went: for that, and for the answer to the one before. */
const LEAD = 1.5;
/** The system takes a megabyte at once from a browser; only then do bytes go as fast as the line. */
const SETTLED_MS = 1_000;
/** So many photos tell of the line. The best counts: what begins too soon does less harm than a pause. */
const PACES = 3;
/** Of a line of which nothing is known yet. */
const MOST_MS = 10_000;

/** @typedef {{msPerByte: number, startMs: number}} Pace */

/** A photo that is under way. */
class Running {
  /** How long it would have been so far if it had the line for itself. */
  aloneMs = 0;
  #first = { at: 0, bytes: 0 };
  #msPerByte = Infinity;
  isHandedOver = false;

  /** @param {number} sizeBytes @param {number} at */
  constructor(sizeBytes, at) {
    this.sizeBytes = sizeBytes;
    this.at = at;
  }

  /** @param {number} sentBytes as the browser tells @param {number} at */
  moved(sentBytes, at) {
    if (this.#first.at === 0) {
      this.#first = { at, bytes: sentBytes };
    }
    this.isHandedOver = sentBytes >= this.sizeBytes;
    if (this.isHandedOver) {
      this.#msPerByte = Math.min(this.#msPerByte, (at - this.at) / sentBytes);
    } else if (at - this.#first.at > SETTLED_MS) {
      this.#msPerByte = (at - this.#first.at) / (sentBytes - this.#first.bytes);
    }
  }

  /** @returns {Pace} as far as it can be told on the way */
  get pace() {
    return { msPerByte: this.#msPerByte, startMs: Math.max(0, this.#first.at - this.at) };
  }

  /** @returns {Pace} now that it has arrived */
  get arrivedPace() {
    return { ...this.pace, msPerByte: this.aloneMs / this.sizeBytes };
  }
}

/** What is under way, and what is known of how fast it goes. Time is passed in. */
class Line {
  /** @type {Set<Running>} */
  #running = new Set();
  /** Of the last photos, as far as they arrived. @type {Pace[]} */
  #known = [];
  #asOf = 0;

  /** @param {number} sizeBytes @param {number} at @returns {Running} */
  begin(sizeBytes, at) {
    this.#account(at);
    const photo = new Running(sizeBytes, at);
    this.#running.add(photo);
    return photo;
  }

  /** @param {Running} photo @param {boolean} hasArrived @param {number} at */
  end(photo, hasArrived, at) {
    this.#account(at);
    this.#running.delete(photo);
    // After one that failed the line may be another.
    this.#known = hasArrived ? [...this.#known.slice(1 - PACES), photo.arrivedPace] : [];
  }

  /** @param {number} at @returns {number} milliseconds until the next may begin */
  wait(at) {
    this.#account(at);
    return Math.max(0, ...[...this.#running].map((photo) => this.#left(photo)));
  }

  /** Those that are under way share the line. @param {number} at */
  #account(at) {
    const passed = at - this.#asOf;
    this.#asOf = at;
    this.#running.forEach((photo) => (photo.aloneMs += passed / this.#running.size));
  }

  /** @param {Running} photo */
  #left(photo) {
    const isKnown = this.#known.length > 0;
    const paces = isKnown ? this.#known : [photo.pace];
    const wholeMs = photo.sizeBytes * Math.min(...paces.map(({ msPerByte }) => msPerByte));
    const leadMs = LEAD * Math.max(...paces.map(({ startMs }) => startMs));
    return Math.min(wholeMs - leadMs, isKnown ? Infinity : MOST_MS) - photo.aloneMs;
  }
}

/** @type {(put: Put, timers: Timers) => Put} the same, which waits for its turn */
export function pipelined(put, timers) {
  const naps = new Naps(timers);
  const { now } = timers;
  const line = new Line();

  return async (ticket, body, how) => {
    for (let ms = line.wait(now()); ms > 0 && !how.signal.aborted; ms = line.wait(now())) {
      await naps.nap(ms, how.signal);
    }
    if (how.signal.aborted) {
      return 0;
    }
    const photo = line.begin(body.size, now());
    let status = 0;
    try {
      status = await put(ticket, body, {
        ...how,
        onProgress(sentBytes) {
          photo.moved(sentBytes, now());
          naps.wake();
          how.onProgress(sentBytes);
        },
      });
      return status;
    } finally {
      // It is given up when its screen has told of it before the answer is here, and when its
      // visitor takes it back.
      const hasArrived = how.signal.aborted ? photo.isHandedOver : status >= 200 && status < 300;
      line.end(photo, hasArrived, now());
      naps.wake();
    }
  };
}
