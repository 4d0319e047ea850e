import assert from 'node:assert/strict';
import test from 'node:test';

import { ApiError, ServiceAway } from '../../../static-site/lib/api.js';
import { Naps } from '../../../static-site/lib/timers.js';
import { Wall } from '../../../static-site/lib/wall.js';
import { FakeTimers, settle } from './fake-timers.js';

const ALBUM = {
  albumId: 'A'.repeat(22),
  name: 'Anna & Ben',
  paused: false,
  seconds: 8,
  joinUrl: 'https://photos.example.org/phone.html#join=ABCDE23456',
};

/** A service with photos, a socket to it, and a canvas that says what is seen. */
class Scene {
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

test('it reads all pages, listens, and shows a photo that it has asked for', async () => {
  const scene = await new Scene(250).start();
  const pages = scene.asked.filter((each) => typeof each === 'string');
  assert.deepEqual(pages.slice(0, 3), ['page null', 'page 100', 'page 200']);
  assert.equal(scene.started, 1);
  assert.ok(scene.photos.has(scene.seen));
  assert.ok(scene.asked.some((each) => Array.isArray(each) && each[0] === scene.seen));
});

test('a new photo is on the wall within a second, whatever is shown or fetched', async () => {
  const scene = await new Scene(5).start();
  await scene.timers.advance(3_000);
  scene.publish('new');
  await scene.timers.advance(1_000);
  assert.equal(scene.seen, 'new');
});

test('one that is told and is not to be shown, is not shown', async () => {
  const scene = await new Scene(2).start();
  scene.tell({ type: 'PHOTO_PUBLISHED', photoId: 'hidden meanwhile' });
  await scene.timers.advance(60_000);
  assert.ok(!scene.wall.state.known.has('hidden meanwhile'));
});

test('a photo that is hidden leaves at once, and the next one takes its place', async () => {
  const scene = await new Scene(5).start();
  await scene.timers.advance(1_000);
  const { seen } = scene;
  scene.hide(seen);
  assert.notEqual(scene.seen, seen);
  assert.notEqual(scene.seen, null);
});

test('one that is hidden while it is fetched is never seen', async () => {
  const scene = new Scene(1);
  let open = () => {};
  scene.gate = new Promise((resolve) => {
    open = resolve;
  });
  await scene.start();
  assert.equal(scene.prepared, 'photo-0');
  scene.hide('photo-0');
  assert.equal(scene.prepared, null);
  open();
  await scene.timers.advance(30_000);
  assert.equal(scene.seen, null);
  assert.equal(scene.wall.state.name, 'empty');
});

test('one whose hiding was told to nobody leaves when the wall looks again', async () => {
  const scene = await new Scene(1).start();
  assert.equal(scene.seen, 'photo-0');
  scene.photos.delete('photo-0');
  await scene.timers.advance(31_000);
  assert.equal(scene.seen, null);
});

test('and at once when its socket opens anew', async () => {
  const scene = await new Scene(1).start();
  scene.photos.delete('photo-0');
  scene.put('photo-1');
  scene.events.onOpen();
  await scene.timers.advance(600);
  assert.equal(scene.seen, 'photo-1');
});

test('where sockets are blocked it looks every few seconds, and follows its host', async () => {
  const scene = new Scene(2);
  scene.isOpen = false;
  await scene.start();
  scene.put('new');
  await scene.timers.advance(6_000);
  assert.ok(scene.wall.state.known.has('new'));
  scene.album = { ...ALBUM, paused: true };
  await scene.timers.advance(6_000);
  assert.equal(scene.wall.state.album.paused, true);
  scene.asked = [];
  scene.events.onDown();
  scene.events.onDown();
  await scene.timers.advance(4_000);
  assert.ok(scene.asked.length <= 4, 'a socket that never opens costs nothing more');
});

test('while the service is away what is shown stays, and then it goes on', async () => {
  const scene = await new Scene(3).start();
  const { seen } = scene;
  scene.refusal = new ServiceAway('gone');
  await scene.timers.advance(120_000);
  assert.equal(scene.wall.state.reachable, false);
  assert.ok(scene.photos.has(scene.seen));
  assert.ok(scene.asked.length < 60, 'it is left alone');
  scene.refusal = null;
  scene.put('while it was away');
  scene.events.onOpen();
  await scene.timers.advance(3_000);
  assert.equal(scene.wall.state.reachable, true);
  assert.equal(scene.seen, 'while it was away');
  assert.ok(seen);
});

test('a key that is refused ends it, and it looks a minute later whether that is still so', async () => {
  const scene = await new Scene(3).start();
  scene.refusal = new ApiError(403, 'KioskKeyRefused', 'No.');
  await scene.timers.advance(10_000);
  assert.equal(scene.wall.state.name, 'refused');
  assert.equal(scene.seen, null);
  assert.equal(scene.stopped, true);
  scene.asked = [];
  await scene.timers.advance(50_000);
  assert.deepEqual(scene.asked, []);
  scene.refusal = null;
  await scene.timers.advance(15_000);
  assert.equal(scene.wall.state.name, 'showing');
  assert.equal(scene.started, 2);
});

test('a picture that cannot be had is tried again, and then others come first', async () => {
  const scene = new Scene(2);
  scene.spoilt.add('photo-0');
  await scene.start();
  await scene.timers.advance(60_000);
  assert.equal(scene.seen, 'photo-1');
  scene.spoilt.clear();
  await scene.timers.advance(60_000);
  assert.ok(scene.seen);
});

test('words under a photo change where it hangs', async () => {
  const scene = await new Scene(1).start();
  scene.put('photo-0', 'So good');
  scene.captions = [];
  scene.tell({ type: 'PHOTO_PUBLISHED', photoId: 'photo-0' });
  await scene.timers.advance(500);
  assert.equal(scene.captions.at(-1)?.comment, 'So good');
});

test('who stands at it goes on, goes back, and stops it', async () => {
  const scene = await new Scene(5).start();
  await scene.timers.advance(500);
  const first = scene.seen;
  scene.wall.next();
  await scene.timers.advance(500);
  const second = scene.seen;
  assert.notEqual(second, first);
  scene.wall.back();
  await scene.timers.advance(1_000);
  assert.equal(scene.seen, first);
  scene.wall.hold();
  await scene.timers.advance(60_000);
  assert.equal(scene.seen, first);
  scene.wall.check();
  scene.wall.hold();
  await scene.timers.advance(9_000);
  assert.notEqual(scene.seen, first);
});
