import { Naps } from '../../../static-site/lib/timers.js';
import { Wall } from '../../../static-site/lib/wall.js';
import { FakeTimers, settle } from './fake-timers.js';

export const ALBUM = {
  albumId: 'A'.repeat(22),
  name: 'Anna & Ben',
  paused: false,
  seconds: 8,
  attract: 'MESSAGES',
  joinUrl: 'https://photos.example.org/phone.html#join=ABCDE23456',
};

/** A service with photos, a socket to it, and a canvas that says what is seen. */
export class Scene {
  timers = new FakeTimers();
  photos = new Map();
  asked = [];
  album = ALBUM;
  refusal = null;
  isOpen = true;
  /** What is behind, what is in front. */
  prepared = null;
  seen = null;
  captions = [];
  /** Resolves a picture when a test says so; null: at once. */
  gate = null;
  spoilt = new Set();

  constructor(count = 0) {
    for (let number = 0; number < count; number += 1) {
      this.put(`photo-${number}`);
    }
    this.wall = new Wall({
      api: { look: (wanted) => this.#look(wanted) },
      watch: (_, events) => this.#watch(events),
      canvas: this.#canvas(),
      onChange: () => {},
      naps: new Naps(this.timers),
      timers: this.timers,
      random: () => 0.5,
    });
  }

  put(photoId, comment = null) {
    this.photos.set(photoId, { photoId, comment });
  }

  publish(photoId) {
    this.put(photoId);
    this.tell({ type: 'PHOTO_PUBLISHED', photoId });
  }

  hide(photoId) {
    this.photos.delete(photoId);
    this.tell({ type: 'PHOTO_GONE', photoId });
  }

  tell(message) {
    this.events.onMessage({ albumId: ALBUM.albumId, ...message });
  }

  async start() {
    this.wall.start();
    await this.timers.advance(500);
    return this;
  }

  async #look({ cursor = null, photoIds = [] }) {
    this.asked.push(photoIds.length ? photoIds : `page ${cursor}`);
    await settle();
    if (this.refusal) {
      throw this.refusal;
    }
    const ids = photoIds.length ? photoIds : [...this.photos.keys()].reverse();
    const from = Number(cursor ?? 0);
    const photos = ids.slice(from, from + 100).flatMap((id) => this.photos.get(id) ?? []);
    const next = ids.length > from + 100 ? String(from + 100) : null;
    const joinQrSvg = photoIds.length ? '' : '<svg/>';
    return { ...this.album, joinQrSvg, photos, cursor: next, serverTime: 1, expiresAt: 600 };
  }

  #watch(events) {
    this.events = events;
    const scene = this;
    return {
      get isOpen() {
        return scene.isOpen;
      },
      start: () => {
        scene.started = (scene.started ?? 0) + 1;
        if (scene.isOpen) {
          events.onOpen();
        }
      },
      stop: () => {
        scene.stopped = true;
      },
      check: () => {},
    };
  }

  #canvas() {
    return {
      prepare: async (photo) => {
        this.prepared = photo.photoId;
        await this.gate;
        return !this.spoilt.has(photo.photoId) && this.prepared === photo.photoId;
      },
      show: () => {
        this.seen = this.prepared;
        this.prepared = null;
      },
      caption: (photo) => this.captions.push(photo),
      remove: (photoId) => {
        this.seen = this.seen === photoId ? null : this.seen;
        this.prepared = this.prepared === photoId ? null : this.prepared;
      },
    };
  }
}
