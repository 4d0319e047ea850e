/**
 * The kiosk's controller: sends events to the core and does what the new state asks for.
 *
 * @import { KioskParts } from './ports.d.ts'
 * @import { KioskEvent, KioskState } from './states.d.ts'
 * @import { Saying } from './wire.d.ts'
 */

import { fullJitter } from './timers.js';
import { attempt, sessionOrRefusal } from './kiosk-asking.js';
import { kioskState, shownName, START } from './kiosk-state.js';
import { isRenewalDue, timeLeft } from './kiosk-times.js';
import { Lookout } from './lookout.js';
import { Watches } from './watches.js';

const TICK_MS = 500;
/** While photos are shown: is another one coming, before the screen goes back to its start? */
const CLOSE_WATCH_MS = 5_000;
/** Until the service says that it has heard it. */
const SAY_AGAIN_MS = 10_000;
/** A new code that could not be had is asked for again. */
const RENEW_AGAIN_MS = 5_000;

export class Kiosk {
  /** @type {KioskState} */
  state = START;
  /** What is under way for this visitor. */
  #work = new AbortController();
  #watchedAt = 0;
  #renewsAt = 0;
  /** When it was last said of each photo that it is shown. @type {Map<string, number>} */
  #saidAt = new Map();

  /** @param {KioskParts} parts */
  constructor(parts) {
    const { api, watch, onChange, prepare, naps, timers, random, staysMs } = parts;
    this.api = api;
    this.staysMs = staysMs;
    this.watches = new Watches(watch, (sessionId) => this.#eventsOf(sessionId));
    this.lookout = new Lookout(parts, (isReached, at) => {
      this.#dispatch({ type: isReached ? 'SERVICE_BACK' : 'SERVICE_AWAY', at });
    });
    this.onChange = onChange;
    this.prepare = prepare;
    this.timers = timers;
    this.random = random;
    this.naps = naps;
  }

  get #live() {
    return this.watches.of(this.state.session?.sessionId);
  }

  /** It is told at once of what happens. */
  get isLive() {
    return this.#live?.isOpen ?? false;
  }

  start() {
    this.lookout.start();
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

  /** Somebody is there: what goes by time alone stays for as long again. */
  touch() {
    this.#dispatch({ type: 'TOUCHED', at: this.timers.now() });
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
      void attempt(() => this.api.say(sessionId, screenToken, saying, left));
    }
  }

  /** The network has come or gone, or the page is seen again: look at once. */
  check() {
    // Was the page frozen, what has had its time goes before anybody sees it.
    this.#dispatch({ type: 'TICKED', at: this.timers.now() });
    this.naps.wake();
    this.watches.check();
    if (this.state.name === 'attract') {
      void this.lookout.look(this.#work.signal);
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
    const watched = after.session !== null && !after.over ? [after.session] : [];
    this.watches.keep(after.earlier ? [...watched, after.earlier.session] : watched);
    if (after.session !== before.session) {
      this.#saidAt.clear();
      this.#renewsAt = 0;
    }
    if (before.name !== after.name && ['attract', 'opening'].includes(after.name)) {
      this.#work.abort();
      this.#work = new AbortController();
      this.lookout.rest();
    }
    if (after.name === 'attract' && !after.reachable) {
      void this.lookout.look(this.#work.signal);
    }
    if (after.photos !== before.photos) {
      this.#watchedAt = this.timers.now();
    }
  }

  /** @param {string} sessionId @returns {Parameters<KioskParts['watch']>[2]} */
  #eventsOf(sessionId) {
    const isShown = () => sessionId === this.state.session?.sessionId;
    const tell = (/** @type {'SERVICE_AWAY' | 'SERVICE_BACK'} */ type) => {
      // What one hears that nobody sees does not hide, or bring back, what is on the screen.
      if (isShown()) {
        this.#dispatch({ type, at: this.timers.now() });
      }
    };
    return {
      onMessage: (message) => this.#dispatch({ type: 'MESSAGE', message, at: this.timers.now() }),
      onAway: () => tell('SERVICE_AWAY'),
      onBack: () => tell('SERVICE_BACK'),
    };
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
    if (isRenewalDue(this.state, at) && at >= this.#renewsAt) {
      void this.#renew(this.#work.signal);
    }
    if (this.state.name === 'attract' && this.lookout.isDue(at)) {
      void this.lookout.look(this.#work.signal);
    }
    this.onChange(this.state, at);
  }

  /**
   * Asks until a session is opened or the visitor leaves.
   *
   * @param {AbortSignal} left
   */
  async #openSession(left) {
    for (let attempts = 0; !left.aborted; attempts += 1) {
      const answer = (await this.prepare()) ? await sessionOrRefusal(this.api, left) : null;
      const at = this.timers.now();
      if (left.aborted) {
        return;
      }
      if (typeof answer === 'string') {
        this.#dispatch({ type: 'OPENING_REFUSED', code: answer, at });
        return;
      }
      if (answer) {
        this.#dispatch({ type: 'SESSION_OPENED', session: answer, at, staysMs: this.staysMs?.() });
        return;
      }
      this.#dispatch({ type: 'SERVICE_AWAY', at: this.timers.now() });
      await this.naps.nap(1_000 + fullJitter(attempts, this.random), left);
    }
  }

  /** @param {AbortSignal} left */
  async #renew(left) {
    this.#renewsAt = Infinity;
    const answer = await sessionOrRefusal(this.api, left);
    const at = this.timers.now();
    if (left.aborted) {
      return;
    }
    if (answer && typeof answer !== 'string') {
      this.#dispatch({ type: 'RENEWED', session: answer, at });
    } else if (answer === null) {
      this.#renewsAt = at + RENEW_AGAIN_MS + fullJitter(0, this.random);
    }
  }
}
