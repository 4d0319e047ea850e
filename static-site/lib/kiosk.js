/**
 * The kiosk's controller: sends events to the core and does what the new state asks for.
 *
 * @import { LiveSession } from './live-session.js'
 * @import { KioskParts } from './ports.d.ts'
 * @import { KioskEvent, KioskState, OpeningRefusal } from './states.d.ts'
 * @import { OpenedSession, Saying } from './wire.d.ts'
 */

import { ApiError, ServiceAway } from './api.js';
import { fullJitter } from './timers.js';
import { kioskState, shownName, START } from './kiosk-state.js';
import { timeLeft } from './kiosk-times.js';

const TICK_MS = 500;
/** While photos are shown: is another one coming, before the screen goes back to its start? */
const CLOSE_WATCH_MS = 5_000;
/** Until the service says that it has heard it. */
const SAY_AGAIN_MS = 10_000;
/** Trying again changes nothing: the host has to. @type {readonly OpeningRefusal[]} */
const REFUSALS = ['KioskKeyRequired', 'KioskKeyRefused', 'AlbumClosed', 'AlbumFull'];

export class Kiosk {
  /** @type {KioskState} */
  state = START;
  /** @type {LiveSession | null} */
  #live = null;
  #work = new AbortController();
  #watchedAt = 0;
  /** When it was last said of each photo that it is shown. @type {Map<string, number>} */
  #saidAt = new Map();

  /** @param {KioskParts} parts */
  constructor({ api, watch, onChange, naps, timers, random }) {
    this.api = api;
    this.watch = watch;
    this.onChange = onChange;
    this.timers = timers;
    this.random = random;
    this.naps = naps;
  }

  start() {
    this.#tick();
    this.check();
  }

  /** The visitor wants a code. A second tap is without effect. */
  press() {
    if (['attract', 'expired', 'refused'].includes(shownName(this.state))) {
      this.#dispatch({ type: 'UPLOAD_PRESSED', at: this.timers.now() });
      void this.#openSession(this.#work.signal);
    }
  }

  /** Back to the start: cancelled, done, or the page was left. */
  leave() {
    this.#dispatch({ type: 'LEFT', at: this.timers.now() });
  }

  /**
   * These photos are on the screen: whoever sent them wants to know.
   *
   * @param {readonly string[]} photoIds
   */
  shows(photoIds) {
    const at = this.timers.now();
    for (const { photoId, shownAt } of this.state.photos) {
      const due = at - (this.#saidAt.get(photoId) ?? -Infinity) >= SAY_AGAIN_MS;
      if (shownAt === null && due && photoIds.includes(photoId)) {
        this.#saidAt.set(photoId, at);
        this.#say({ action: 'shown', photoId });
      }
    }
  }

  /** @param {Saying} saying by a request where no socket is open; what is lost is said again */
  #say(saying) {
    const { session, over } = this.state;
    if (session && !over && !this.#live?.say(saying)) {
      const { sessionId, screenToken } = session;
      const left = this.#work.signal;
      void this.#attempt(() => this.api.say(sessionId, screenToken, saying, left));
    }
  }

  /** The network has come or gone, or the page is seen again: look at once. */
  check() {
    this.naps.wake();
    this.#live?.check();
    if (!this.#live && this.state.name === 'attract') {
      void this.#probe(this.#work.signal);
    }
  }

  /** @param {KioskEvent} event */
  #dispatch(event) {
    const before = this.state;
    this.state = kioskState(before, event);
    if (this.state !== before) {
      this.#follow(before, this.state);
      this.onChange(this.state, event.at);
    }
  }

  /**
   * @param {KioskState} before
   * @param {KioskState} after
   */
  #follow(before, after) {
    const watched = after.session !== null && !after.over;
    if (!watched && this.#live) {
      this.#live.stop();
      this.#live = null;
      this.#saidAt.clear();
    }
    if (before.name !== after.name && ['attract', 'opening'].includes(after.name)) {
      this.#work.abort();
      this.#work = new AbortController();
    }
    if (watched && !this.#live && after.session) {
      this.#live = this.#watch(after.session);
    }
    if (after.name === 'attract' && !after.reachable) {
      void this.#probe(this.#work.signal);
    }
    if (after.photos !== before.photos) {
      this.#watchedAt = this.timers.now();
    }
  }

  /** @param {{sessionId: string, screenToken: string}} session */
  #watch({ sessionId, screenToken }) {
    const live = this.watch(sessionId, screenToken, {
      onMessage: (message) => this.#dispatch({ type: 'MESSAGE', message, at: this.timers.now() }),
      onAway: () => this.#dispatch({ type: 'SERVICE_AWAY', at: this.timers.now() }),
      onBack: () => this.#dispatch({ type: 'SERVICE_BACK', at: this.timers.now() }),
    });
    live.start();
    return live;
  }

  #tick() {
    this.timers.after(TICK_MS, () => this.#tick());
    const at = this.timers.now();
    this.#dispatch({ type: 'TICKED', at });
    const overdue = timeLeft(this.state, at) <= 0;
    const close = this.state.name === 'photos' || overdue;
    if (close && at - this.#watchedAt >= (overdue ? 1_000 : CLOSE_WATCH_MS)) {
      this.#watchedAt = at;
      this.#live?.sync();
    }
    this.onChange(this.state, at);
  }

  /**
   * Asks until a session is opened or the visitor leaves.
   *
   * @param {AbortSignal} left
   */
  async #openSession(left) {
    for (let attempt = 0; !left.aborted; attempt += 1) {
      const answer = await this.#attempt(() => this.#sessionOrRefusal(left));
      const at = this.timers.now();
      if (left.aborted) {
        return;
      }
      if (typeof answer === 'string') {
        this.#dispatch({ type: 'OPENING_REFUSED', code: answer, at });
        return;
      }
      if (answer) {
        this.#dispatch({ type: 'SESSION_OPENED', session: answer, at });
        return;
      }
      this.#dispatch({ type: 'SERVICE_AWAY', at: this.timers.now() });
      await this.naps.nap(1_000 + fullJitter(attempt, this.random), left);
    }
  }

  /**
   * @param {AbortSignal} left
   * @returns {Promise<OpenedSession | OpeningRefusal>} a refusal that only a person can mend
   */
  async #sessionOrRefusal(left) {
    try {
      return await this.api.openSession(left);
    } catch (error) {
      const refusal = error instanceof ApiError && REFUSALS.find((code) => code === error.code);
      if (refusal) {
        return refusal;
      }
      throw error;
    }
  }

  /**
   * Waits at the start until the site can be reached.
   *
   * @param {AbortSignal} left
   */
  async #probe(left) {
    for (let attempt = 0; !left.aborted; attempt += 1) {
      const reached = await this.#attempt(async () => {
        await this.api.reach(left);
        return true;
      });
      if (left.aborted) {
        return;
      }
      this.#dispatch({ type: reached ? 'SERVICE_BACK' : 'SERVICE_AWAY', at: this.timers.now() });
      if (reached) {
        return;
      }
      await this.naps.nap(1_000 + fullJitter(attempt, this.random), left);
    }
  }

  /**
   * @template T
   * @param {() => Promise<T>} ask
   * @returns {Promise<T | null>} null: the service said no or nothing
   */
  async #attempt(ask) {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof ApiError || error instanceof ServiceAway) {
        return null;
      }
      throw error;
    }
  }
}
