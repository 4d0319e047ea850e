/**
 * The wall: what is told and asked, in time, put before the pure core; and its pictures.
 *
 * @import { AlbumMessage } from './album-wire.d.ts'
 * @import { LiveAlbum } from './live-album.js'
 * @import { WallEvent, WallParts, WallState } from './walls.d.ts'
 */

import { fullJitter } from './timers.js';
import { WallReader } from './wall-reader.js';
import { isDue, START, wallState } from './wall-state.js';

const TICK_MS = 250;
/** While no socket is open it asks so often what is new, and whether what it shows may stay. */
const POLL_MS = 5_000;
/** While one is open, in case that a push was lost. */
const CHECK_MS = 30_000;
/** So often a picture may fail, before others come first. */
const ATTEMPTS = 2;
const LIST_MS = 10 * 60_000;

export class Wall {
  /** @type {WallState} */
  state = START;
  /** @type {LiveAlbum | null} */
  #live = null;
  /** @type {string | null} what is being fetched */
  #preparing = null;
  /** @type {string | null} what can be shown at once */
  #ready = null;
  /** @type {string | null} what is seen, until another takes its place */
  #seen = null;
  #checkedAt = -Infinity;
  /** A socket is, or was a moment ago, open. */
  #isHeard = false;

  /** @param {WallParts} parts */
  constructor({ api, watch, canvas, onChange, naps, timers, random }) {
    this.watch = watch;
    this.canvas = canvas;
    this.onChange = onChange;
    this.naps = naps;
    this.timers = timers;
    this.random = random;
    this.reader = new WallReader({
      ...{ api, timers, random },
      dispatch: (event) => this.#dispatch(event),
    });
  }

  start() {
    this.#tick();
  }

  /** The network has come or gone, or the page is seen again: look at once. */
  check() {
    this.naps.wake();
    this.reader.beginAnew();
    this.#checkedAt = -Infinity;
    this.#live?.check();
  }

  /** Somebody at the wall does not want to wait. */
  next() {
    this.#dispatch({ type: 'HURRIED' });
    this.#goOn(this.timers.now());
  }

  /** He wants to see the one before. */
  back() {
    this.#dispatch({ type: 'TURNED_BACK' });
    this.#goOn(this.timers.now());
  }

  /** He stops it, or lets it go on. */
  hold() {
    this.#dispatch({ type: 'HELD', held: !this.state.held, at: this.timers.now() });
  }

  #tick() {
    this.timers.after(TICK_MS, () => this.#tick());
    const at = this.timers.now();
    this.#lookAround(at);
    this.#goOn(at);
    this.onChange(this.state, at);
  }

  /** @param {number} at */
  #lookAround(at) {
    if (this.reader.rests) {
      return;
    }
    const { isListed, album } = this.state;
    const isOpen = this.#live?.isOpen ?? false;
    const stale = !isListed || at - this.reader.listedAt >= LIST_MS;
    const due = at - this.#checkedAt >= (isOpen ? CHECK_MS : POLL_MS);
    if (stale || album?.joinQrSvg === '' || (due && !isOpen)) {
      void this.reader.list(stale);
    }
    if (due) {
      this.#checkedAt = at;
      void this.#look([this.#seen, this.#ready]);
    }
  }

  /** @param {number} at */
  #goOn(at) {
    if (this.#ready !== null && this.#ready === this.state.upcoming && isDue(this.state, at)) {
      const photoId = this.#ready;
      this.canvas.show();
      this.#seen = photoId;
      this.#ready = null;
      this.#dispatch({ type: 'SHOWN', photoId, at });
    }
    this.#prepare();
  }

  #prepare() {
    if (this.state.upcoming === null) {
      this.#dispatch({ type: 'CHOSEN', random: this.random });
    }
    const { upcoming } = this.state;
    const isNew = upcoming !== this.#ready && upcoming !== this.#preparing;
    if (upcoming !== null && isNew && !this.reader.rests) {
      this.#preparing = upcoming;
      this.#ready = null;
      void this.#fetch(upcoming);
    }
  }

  /** @param {string} photoId of which is asked first whether it may be shown */
  async #fetch(photoId) {
    const isWanted = () => this.#preparing === photoId && this.state.upcoming === photoId;
    for (let attempt = 0; isWanted(); attempt += 1) {
      const photo = (await this.#look([photoId]))?.[0];
      if (!photo) {
        // Gone, or nobody knows: then it is asked again.
        this.#preparing = isWanted() ? null : this.#preparing;
      } else if (isWanted() && (await this.canvas.prepare(photo)) && isWanted()) {
        this.#ready = photoId;
        this.#preparing = null;
        this.#goOn(this.timers.now());
      } else if (isWanted() && attempt >= ATTEMPTS) {
        this.#preparing = null;
        this.#dispatch({ type: 'SPOILT', photoId });
      } else if (isWanted()) {
        await this.naps.nap(1_000 + fullJitter(attempt, this.random));
      }
    }
  }

  /** @param {(string | null)[]} wanted */
  async #look(wanted) {
    const photos = await this.reader.look(wanted);
    photos?.forEach((photo) => this.canvas.caption(photo));
    return photos;
  }

  /** @param {string} albumId */
  #listen(albumId) {
    if (this.#live) {
      return;
    }
    this.#live = this.watch(albumId, {
      onMessage: (message) => this.#dispatch({ type: 'MESSAGE', message, at: this.timers.now() }),
      onOpen: () => this.#lookAnew(),
      onDown: () => this.#lost(),
    });
    this.#live.start();
  }

  /** Only a socket that was open is news; one that never opens is polled for already. */
  #lost() {
    if (this.#isHeard) {
      this.#isHeard = false;
      this.#checkedAt = -Infinity;
    }
  }

  /** What was told before it listened, or while it did not, was told to nobody. */
  #lookAnew() {
    this.#isHeard = true;
    this.reader.beginAnew();
    this.#checkedAt = -Infinity;
    this.#lookAround(this.timers.now());
  }

  /** @param {WallEvent} event */
  #dispatch(event) {
    const before = this.state;
    this.state = wallState(before, event);
    if (this.state === before) {
      return;
    }
    this.#takeOff();
    if (['unset', 'refused'].includes(this.state.name)) {
      this.#live?.stop();
      this.#live = null;
    } else if (this.state.album) {
      this.#listen(this.state.album.albumId);
    }
    if (event.type === 'MESSAGE') {
      this.#heed(event.message);
    }
    if (event.type === 'MESSAGE' || event.type === 'PAGE_READ') {
      // A photo that has just come is not kept waiting for a tick.
      this.#goOn(event.at);
    }
    this.onChange(this.state, this.timers.now());
  }

  /** @param {AlbumMessage} message perhaps of what is shown, or will be: then other words stand under it */
  #heed(message) {
    if (message.type === 'PHOTO_PUBLISHED') {
      const { photoId } = message;
      const here = [this.#seen, this.#ready, this.#preparing];
      void this.#look(here.filter((id) => id === photoId));
    }
  }

  /** What may not be shown any more goes at once, wherever it is. */
  #takeOff() {
    for (const photoId of [this.#seen, this.#ready, this.#preparing]) {
      if (photoId !== null && !this.state.known.has(photoId)) {
        this.canvas.remove(photoId);
      }
    }
    const { known } = this.state;
    this.#seen = this.#seen !== null && known.has(this.#seen) ? this.#seen : null;
    this.#ready = this.#ready !== null && known.has(this.#ready) ? this.#ready : null;
    this.#preparing = this.#preparing !== null && known.has(this.#preparing) ? this.#preparing : null;
  }
}
