/**
 * The phone page's controller: claims the code, listens, and hands photos to the queue.
 *
 * @import { LiveSession } from './live-session.js'
 * @import { PhoneParts } from './ports.d.ts'
 * @import { PhoneEvent, PhoneState } from './states.d.ts'
 * @import { Message } from './wire.d.ts'
 */

import { ApiError, isTemporary } from './api.js';
import { fullJitter } from './timers.js';
import { endsTheCode, phoneState, START } from './phone-state.js';
import { overall } from './upload-state.js';

const TICK_MS = 1_000;

export class Phone {
  /** @type {PhoneState} */
  state = START;
  /** @type {LiveSession | null} */
  #live = null;

  /** @param {PhoneParts} parts */
  constructor({ sessionId, token, api, queue, watch, onChange, naps, timers, random }) {
    this.sessionId = sessionId;
    this.token = token;
    this.api = api;
    this.queue = queue;
    this.watch = watch;
    this.onChange = onChange;
    this.naps = naps;
    this.timers = timers;
    this.random = random;
  }

  /** @returns {Promise<void>} once the code is claimed or of no use */
  async start() {
    if (!this.sessionId) {
      this.#dispatch({ type: 'CODE_MISSING' });
    }
    for (let attempt = 0; ['starting', 'away'].includes(this.state.name); attempt += 1) {
      try {
        const ticket = await this.api.requestUpload({ sessionId: this.sessionId }, this.token);
        this.#dispatch({ type: 'CLAIMED', ticket, at: this.timers.now() });
      } catch (error) {
        if (!(error instanceof ApiError || isTemporary(error))) {
          throw error;
        }
        const code = error instanceof ApiError ? error.code : '';
        this.#dispatch(isTemporary(error) ? { type: 'SERVICE_AWAY' } : { type: 'REFUSED', code });
      }
      if (['starting', 'away'].includes(this.state.name)) {
        await this.naps.nap(1_000 + fullJitter(attempt, this.random));
      }
    }
    this.#tick();
  }

  /** The network has come or gone, the page is seen again, or the visitor says "try again". */
  look() {
    this.naps.wake();
    this.#live?.check();
    // Whether the phone itself is offline is part of what the page says.
    this.onChange();
  }

  /** The page is left; should it come back, `resume` goes on. */
  pause() {
    this.#live?.stop();
  }

  resume() {
    this.naps.wake();
    this.#live?.start();
  }

  /** @param {string} code that one photo met and that may hold for all */
  refused(code) {
    if (endsTheCode(code)) {
      this.#dispatch({ type: 'REFUSED', code });
    }
  }

  /** @param {PhoneEvent} event */
  #dispatch(event) {
    const before = this.state;
    this.state = phoneState(before, event);
    if (this.state === before) {
      return;
    }
    const listening = this.state.name === 'ready' || this.state.name === 'full';
    if (listening && !this.#live) {
      this.#live = this.watch({
        onMessage: (message) => this.#told(message),
        onAway: () => this.#dispatch({ type: 'SERVICE_AWAY' }),
        onBack: () => this.#dispatch({ type: 'SERVICE_BACK' }),
      });
      this.#live.start();
    } else if (!listening && this.#live) {
      this.#live.stop();
      this.#live = null;
    }
    this.onChange();
  }

  /** @param {Message} message */
  #told(message) {
    if (message.type === 'SESSION_STATE') {
      this.queue.tell(message.photos);
    } else if ('photo' in message) {
      this.queue.tell([message.photo]);
    }
    this.#dispatch({ type: 'MESSAGE', message, at: this.timers.now() });
  }

  #tick() {
    this.timers.after(TICK_MS, () => this.#tick());
    const { busy } = overall(this.queue.state);
    this.#dispatch({ type: 'TICKED', at: this.timers.now(), busy });
    this.onChange();
  }
}
