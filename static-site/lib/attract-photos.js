/**
 * The photos that a kiosk shows while it waits, from the moment at which nobody is there until
 * somebody comes: what is told and asked, put before the pure core. As a wall it asks for each
 * photo before it is shown, and hears when one is hidden; without an answer it shows none.
 *
 * @import { AlbumMessage, WallPage, WallPhoto } from './album-wire.d.ts'
 * @import { AttractEvent, AttractParts, AttractState } from './attract.d.ts'
 * @import { LiveAlbum } from './live-album.js'
 * @import { WallEvent } from './walls.d.ts'
 */

import { attractState, due, known, seen, START } from './attract-state.js';
import { WallReader } from './wall-reader.js';

const TICK_MS = 500;
/** While no socket is open it asks so often whether what it shows may stay. */
const POLL_MS = 5_000;
/** While one is open, in case that a push was lost. */
const CHECK_MS = 30_000;
/** What there is is asked anew. */
const LIST_MS = 10 * 60_000;
/** Where one has gone, an older one may take its place. */
const REFILL_MS = 10_000;
/** An album that allows no photos may do so by now; one that cannot be heard may have others. */
const UNHEARD_MS = 60_000;
/** What could not be had is left alone for a while. */
const SPOILT_MS = 5_000;
/** An answer counts for so long; whose picture takes longer is asked for once more. */
const FRESH_MS = 2_000;

export class AttractPhotos {
  /** @type {AttractState} */
  state = START;
  /** @type {LiveAlbum | null} */
  #live = null;
  #isAllowed = true;
  #isBusy = false;
  #isOver = false;
  #hasRoom = false;
  #checkedAt = -Infinity;
  #spoiltAt = -Infinity;
  /** So many pictures are on their way. */
  #loading = 0;
  #cancelTick = () => {};

  /** @param {AttractParts} parts */
  constructor({ api, watch, rack, timers, random }) {
    this.watch = watch;
    this.rack = rack;
    this.timers = timers;
    this.reader = new WallReader({
      api: { look: (wanted) => api.look({ ...wanted, attract: true }) },
      dispatch: (event) => this.#told(event),
      timers,
      random,
    });
  }

  start() {
    this.#tick();
  }

  /** Somebody is there, or nobody sees it: nothing is left. */
  stop() {
    this.#isOver = true;
    this.#cancelTick();
    this.#empty();
  }

  /** The network has come or gone: look at once. */
  check() {
    this.reader.beginAnew();
    this.#checkedAt = -Infinity;
    this.#live?.check();
  }

  #tick() {
    this.#cancelTick = this.timers.after(TICK_MS, () => this.#tick());
    void this.#goOn();
  }

  /** One thing at a time. */
  async #goOn() {
    if (this.#isBusy || this.#isOver || this.reader.rests) {
      return;
    }
    this.#isBusy = true;
    try {
      const at = this.timers.now();
      if (at - this.reader.listedAt >= this.#listEvery()) {
        this.#hasRoom = false;
        await this.reader.list(true);
      } else if (this.#isAllowed) {
        await this.#change(at);
      }
    } finally {
      this.#isBusy = false;
    }
  }

  #listEvery() {
    if (!this.#live?.isOpen) {
      return UNHEARD_MS;
    }
    return this.#hasRoom ? REFILL_MS : LIST_MS;
  }

  /** @param {number} at */
  async #change(at) {
    const rests = this.#loading > 0 || at - this.#spoiltAt < SPOILT_MS;
    const wanted = rests ? [] : due(this.state, at);
    const stand = seen(this.state);
    const isDue = at - this.#checkedAt >= (this.#live?.isOpen ? CHECK_MS : POLL_MS);
    if (wanted.length > 0 || (isDue && stand.length > 0)) {
      this.#checkedAt = at;
      const photos = await this.reader.look([...stand, ...wanted.map(({ photoId }) => photoId)]);
      for (const each of wanted) {
        const photo = photos?.find(({ photoId }) => photoId === each.photoId);
        if (photo) {
          void this.#bring(photo, each.place, at);
        }
      }
    }
  }

  /**
   * @param {WallPhoto} photo that may be shown
   * @param {number} place
   * @param {number} askedAt
   */
  async #bring(photo, place, askedAt) {
    const { photoId } = photo;
    this.#loading += 1;
    const isThere = await this.rack.load(photo);
    this.#loading -= 1;
    const at = this.timers.now();
    if (!known(this.state).has(photoId)) {
      return;
    }
    if (!isThere) {
      this.#spoiltAt = at;
      this.#dispatch({ type: 'SPOILT', photoId, at });
    } else if (at - askedAt <= FRESH_MS) {
      this.rack.put(place, photoId);
      this.#dispatch({ type: 'SHOWN', photoId, place, at });
    }
  }

  /** @param {WallEvent} event */
  #told(event) {
    if (this.#isOver) {
      return;
    }
    switch (event.type) {
      case 'PAGE_READ':
        this.#follow(event.page);
        this.#dispatch({ type: 'LISTED', photos: event.page.photos });
        break;
      case 'ASKED': {
        const there = event.page.photos.map(({ photoId }) => photoId);
        this.#follow(event.page);
        this.#dispatch({ type: 'ASKED', photoIds: event.photoIds, there });
        break;
      }
      case 'KEY_REFUSED':
      case 'SERVICE_AWAY':
        this.#empty();
        break;
      default:
    }
  }

  /** @param {Pick<WallPage, 'albumId' | 'name' | 'attract'>} album as its host has it now */
  #follow({ albumId, name, attract }) {
    this.#isAllowed = attract === 'PHOTOS';
    if (this.#isAllowed) {
      this.rack.entitle(name);
      this.#listen(albumId);
    } else {
      this.#empty();
    }
  }

  /** @param {string} albumId */
  #listen(albumId) {
    if (this.#live === null) {
      this.#live = this.watch(albumId, {
        onMessage: (message) => this.#heard(message),
        // What was told before it listened, or while it did not, was told to nobody.
        onOpen: () => this.#lookAnew(),
        onDown: () => (this.#checkedAt = -Infinity),
      });
      this.#live.start();
    }
  }

  #lookAnew() {
    this.reader.beginAnew();
    this.#checkedAt = -Infinity;
  }

  /** @param {AlbumMessage} message */
  #heard(message) {
    switch (message.type) {
      case 'ALBUM_STATE':
      case 'ALBUM_CHANGED':
        this.#follow(message);
        break;
      case 'PHOTO_PUBLISHED':
        this.#dispatch({ type: 'PUBLISHED', photo: message });
        break;
      case 'PHOTO_GONE':
        this.#dispatch({ type: 'GONE', photoId: message.photoId });
        break;
      case 'KIOSK_REMOVED':
        this.#empty();
        break;
      default:
    }
  }

  /** Back to the drawing; when there is something to be shown again, that is listed. */
  #empty() {
    this.#live?.stop();
    this.#live = null;
    this.reader.listedAt = -Infinity;
    this.#dispatch({ type: 'EMPTIED' });
  }

  /** @param {AttractEvent} event */
  #dispatch(event) {
    const before = this.state;
    this.state = attractState(before, event);
    if (this.state !== before) {
      this.#hasRoom ||= this.state.latest.length < before.latest.length;
      // What may not be shown any more goes at once.
      this.rack.keep(known(this.state));
    }
  }
}
