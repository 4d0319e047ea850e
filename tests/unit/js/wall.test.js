import assert from 'node:assert/strict';
import test from 'node:test';

import { ApiError, ServiceAway } from '../../../static-site/lib/api.js';
import { ALBUM, Scene } from './wall-scene.js';

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

test('also while it is still fetched', async () => {
  const scene = new Scene(1);
  let open = () => {};
  scene.gate = new Promise((resolve) => {
    open = resolve;
  });
  await scene.start();
  scene.put('photo-0', 'So good');
  scene.tell({ type: 'PHOTO_PUBLISHED', photoId: 'photo-0' });
  await scene.timers.advance(500);
  assert.equal(scene.captions.at(-1)?.comment, 'So good');
  open();
  await scene.timers.advance(500);
  assert.equal(scene.seen, 'photo-0');
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
