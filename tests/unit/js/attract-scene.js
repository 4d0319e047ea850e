/** A kiosk that waits, its album's service, a socket to that, and a rack that says what is seen. */

import { AttractPhotos } from '../../../static-site/lib/attract-photos.js';
import { FakeTimers, settle } from './fake-timers.js';

const ALBUM = {
  albumId: 'A'.repeat(22),
  name: 'Anna & Ben',
  paused: false,
  seconds: 8,
  joinUrl: 'https://photos.example.org/phone.html#join=ABCDE23456',
  attract: 'PHOTOS',
};

export class AttractScene {
  timers = new FakeTimers();
  /** What may be shown, by id: when it was stored. */
  photos = new Map();
  /** What lists still have, although it is hidden. */
  lagging = new Map();
  album = ALBUM;
  asked = [];
  refusal = null;
  isOpen = true;
  sockets = 0;
  /** Ids by place, pictures that are kept, and those that cannot be had. */
  seen = [null, null, null];
  pictures = new Set();
  spoilt = new Set();
  title = '';
  fetched = 0;
  /** How long each picture takes, or each of these. */
  loadMs = 0;
  slow = new Set();
  /** Called whenever something is put up. */
  onPut = () => {};
  #stored = 0;

  constructor(count = 0, random = () => 0.5) {
    this.random = random;
    for (let number = 0; number < count; number += 1) {
      this.put(`photo-${number}`);
    }
  }

  get shown() {
    return this.seen.filter((id) => id !== null);
  }

  put(photoId) {
    this.#stored += 1;
    this.photos.set(photoId, this.#stored);
  }

  publish(photoId) {
    this.put(photoId);
    this.tell({ type: 'PHOTO_PUBLISHED', photoId, storedAt: this.photos.get(photoId) });
  }

  hide(photoId) {
    this.photos.delete(photoId);
    this.tell({ type: 'PHOTO_GONE', photoId });
  }

  says(changes) {
    this.album = { ...this.album, ...changes };
    this.tell({ type: 'ALBUM_CHANGED', ...this.album });
  }

  tell(message) {
    if (this.sockets > 0 && this.isOpen) {
      this.events.onMessage({ albumId: ALBUM.albumId, ...message });
    }
  }

  /** Nobody is there. */
  async waits() {
    this.stay = new AttractPhotos({
      api: { look: (wanted) => this.#look(wanted) },
      watch: (_, events) => this.#watch(events),
      rack: this.#rack(),
      timers: this.timers,
      random: this.random,
    });
    this.stay.start();
    await this.timers.advance(1_600);
    return this;
  }

  async #look({ photoIds = [], attract = false }) {
    this.asked.push(photoIds.length > 0 ? photoIds : 'list');
    await settle();
    if (this.refusal) {
      throw this.refusal;
    }
    if (!attract) {
      throw new Error('Asked as a wall');
    }
    const all = photoIds.length > 0 ? this.photos : new Map([...this.photos, ...this.lagging]);
    const newest = [...all.keys()].sort((a, b) => all.get(b) - all.get(a));
    const wanted = photoIds.length > 0 ? photoIds : newest.slice(0, 12);
    const allowed = this.album.attract === 'PHOTOS' ? wanted : [];
    const photos = allowed
      .filter((photoId) => all.has(photoId))
      .map((photoId) => ({ photoId, storedAt: all.get(photoId) }));
    return { ...this.album, joinQrSvg: '', photos, cursor: null, serverTime: 1, expiresAt: 600 };
  }

  #watch(events) {
    const scene = this;
    let isStarted = false;
    this.events = events;
    return {
      get isOpen() {
        return isStarted && scene.isOpen;
      },
      start() {
        isStarted = true;
        scene.sockets += 1;
        if (scene.isOpen) {
          events.onOpen();
        }
      },
      stop() {
        scene.sockets -= isStarted ? 1 : 0;
        isStarted = false;
      },
      check() {},
    };
  }

  #rack() {
    return {
      load: async ({ photoId }) => {
        if (!this.pictures.has(photoId)) {
          this.fetched += 1;
          this.pictures.add(photoId);
          await this.#loaded(photoId);
        }
        if (this.spoilt.has(photoId)) {
          this.pictures.delete(photoId);
        }
        return !this.spoilt.has(photoId);
      },
      put: (place, photoId) => {
        this.seen = this.seen.map((id, index) => (index === place ? photoId : id));
        this.onPut(photoId);
      },
      keep: (photoIds) => {
        this.seen = this.seen.map((id) => (id !== null && photoIds.has(id) ? id : null));
        this.pictures = new Set([...this.pictures].filter((id) => photoIds.has(id)));
      },
      entitle: (album) => {
        this.title = album;
      },
    };
  }

  #loaded(photoId) {
    if (this.loadMs === 0 || (this.slow.size > 0 && !this.slow.has(photoId))) {
      return settle();
    }
    return new Promise((resolve) => {
      this.timers.after(this.loadMs, resolve);
    });
  }
}
