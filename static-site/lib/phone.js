/**
 * The phone page's controller: claims the code, listens, and tells the queue what becomes of photos.
 *
 * @import { LiveSession } from './live-session.js'
 * @import { PhoneParts } from './ports.d.ts'
 * @import { ProgressWatch } from './progress-watch.js'
 * @import { PhoneEvent, PhoneState } from './states.d.ts'
 * @import { UploadQueue } from './upload-queue.js'
 * @import { Message, Photo, Saying } from './wire.d.ts'
 */

import { ApiError, isTemporary, ServiceAway } from './api.js';
import { fullJitter } from './timers.js';
import { endsTheCode, phoneState, START } from './phone-state.js';
import { isUnseen, off, overall } from './upload-sum.js';

const TICK_MS = 1_000;
/** How often the screen hears of progress: by the socket, and by requests where there is none. */
const REPORT_EVERY_MS = 1_000;
const REQUEST_EVERY_MS = 4_000;

/** As long as there is no queue. @type {Pick<UploadQueue, 'state'>} */
const NOTHING_PICKED = { state: [] };

export class Phone {
  /** @type {PhoneState} */
  state = START;
  /** @type {LiveSession | null} */
  #live = null;
  /** These two come with what sends photos. @type {UploadQueue | null} */
  #queue = null;
  /** @type {ProgressWatch | null} */
  progress = null;
  /** One that is signed, and of no more use: whose origin photos are sent to. '' until the claim. */
  storageUrl = '';
  /** What was told before there was a queue. @type {Photo[]} */
  #toldEarly = [];

  /** @param {PhoneParts} parts */
  constructor({ sessionId, token, hasScreen, api, watch, onChange, naps, timers, random }) {
    this.sessionId = sessionId;
    this.token = token;
    this.hasScreen = hasScreen;
    this.api = api;
    this.watch = watch;
    this.onChange = onChange;
    this.naps = naps;
    this.timers = timers;
    this.random = random;
  }

  /** @returns {Promise<void>} once the code is claimed or of no use */
  async start() {
    await this.#claim();
    this.#tick();
  }

  async #claim() {
    for (let attempt = 0; ['starting', 'away'].includes(this.state.name); attempt += 1) {
      try {
        const ticket = await this.api.requestUpload({ sessionId: this.sessionId }, this.token);
        this.storageUrl = ticket.url;
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

  /** What was picked here, and what became of it. @returns {Pick<UploadQueue, 'state'>} */
  get queue() {
    return this.#queue ?? NOTHING_PICKED;
  }

  /** @param {UploadQueue} queue hears of photos from now on, and what was told of them before */
  employ(queue) {
    this.#queue = queue;
    this.#learn(this.#toldEarly);
    this.#toldEarly = [];
  }

  /** The code is ours: what is on its way may arrive. */
  get isOpen() {
    return this.state.name === 'ready' || this.state.name === 'full';
  }

  /** How long it will take until all that was picked has arrived; null: that cannot be told. */
  get secondsLeft() {
    return this.progress?.secondsLeft ?? null;
  }

  /** How fast bytes went when that could last be told; null: it could not yet. */
  get bytesPerSecond() {
    return this.progress?.bytesPerSecond ?? null;
  }

  /** Photos were picked, have moved or have ended: the screen hears of it, too. */
  moved() {
    const at = this.timers.now();
    this.progress?.observe(this.queue.state, at);
    if (this.isOpen) {
      const everyMs = this.#live?.isOpen ? REPORT_EVERY_MS : REQUEST_EVERY_MS;
      const saying = this.progress?.report(this.queue.state, at, everyMs);
      if (saying) {
        void this.#say(saying);
      }
    }
    this.onChange();
  }

  /**
   * @param {string} photoId
   * @param {string} jpeg base64
   */
  preview(photoId, jpeg) {
    this.#live?.say({ action: 'preview', photoId, jpeg });
  }

  /** @param {Saying} saying by the socket, else by a request; what is lost is said anew */
  async #say(saying) {
    if (this.#live?.say(saying)) {
      return;
    }
    try {
      await this.api.say(this.sessionId, this.token, saying);
    } catch (error) {
      if (!(error instanceof ApiError || error instanceof ServiceAway)) {
        throw error;
      }
    }
  }

  /** @param {PhoneEvent} event */
  #dispatch(event) {
    const before = this.state;
    this.state = phoneState(before, event);
    if (this.state === before) {
      return;
    }
    if (this.isOpen && !this.#live) {
      this.#live = this.watch({
        onMessage: (message) => this.#told(message),
        onAway: () => this.#dispatch({ type: 'SERVICE_AWAY' }),
        onBack: () => this.#dispatch({ type: 'SERVICE_BACK' }),
      });
      this.#live.start();
    } else if (!this.isOpen && this.#live) {
      this.#live.stop();
      this.#live = null;
    }
    this.onChange();
  }

  /** @param {Message} message */
  #told(message) {
    if (message.type === 'SESSION_STATE') {
      this.#learn(message.photos);
    } else if ('photo' in message) {
      this.#learn([message.photo]);
    }
    this.#dispatch({ type: 'MESSAGE', message, at: this.timers.now() });
  }

  /** @param {readonly Photo[]} photos */
  #learn(photos) {
    if (!this.#queue) {
      this.#toldEarly.push(...photos);
      return;
    }
    const before = off(this.queue.state);
    this.#queue.tell(photos);
    if (off(this.queue.state) > before) {
      this.#dispatch({ type: 'FREED' });
      if (this.state.name === 'starting') {
        void this.#claim();
      }
    }
  }

  #tick() {
    this.timers.after(TICK_MS, () => this.#tick());
    const { busy } = overall(this.queue.state);
    const unseen = this.hasScreen && isUnseen(this.queue.state);
    this.#dispatch({ type: 'TICKED', at: this.timers.now(), busy, unseen });
    this.moved();
  }
}
