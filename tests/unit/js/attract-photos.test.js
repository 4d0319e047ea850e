import assert from 'node:assert/strict';
import test from 'node:test';

import { ApiError, ServiceAway } from '../../../static-site/lib/api.js';
import { AttractScene } from './attract-scene.js';

const MINUTE_MS = 60_000;

test('the latest photos appear together, each after it was asked for', async () => {
  const scene = await new AttractScene(20).waits();
  assert.deepEqual(scene.seen, ['photo-19', 'photo-18', 'photo-17']);
  assert.equal(scene.asked[0], 'list');
  assert.deepEqual(scene.asked.at(-1), ['photo-19', 'photo-18', 'photo-17']);
  assert.deepEqual([scene.sockets, scene.title], [1, 'Anna & Ben']);
});

test('one print changes every dozen seconds, and each picture is fetched once', async () => {
  const scene = await new AttractScene(20).waits();
  const before = [...scene.seen];
  await scene.timers.advance(12_500);
  assert.equal(scene.seen.filter((id, place) => id !== before[place]).length, 1);
  const ever = new Set();
  scene.onPut = (photoId) => ever.add(photoId);
  await scene.timers.advance(10 * MINUTE_MS);
  assert.equal(ever.size, 12);
  assert.equal(scene.fetched, 12);
  assert.ok(scene.pictures.size <= 15);
});

test('where it hears of everything it seldom asks what there is; an old one fills what is missing', async () => {
  const scene = await new AttractScene(20).waits();
  scene.asked = [];
  await scene.timers.advance(9 * MINUTE_MS);
  assert.deepEqual(scene.asked.filter((each) => each === 'list'), []);
  scene.hide(scene.shown[0]);
  await scene.timers.advance(12_000);
  assert.deepEqual(scene.asked.filter((each) => each === 'list'), ['list']);
  assert.equal(scene.stay.state.latest.length, 12);
});

test('one that is hidden leaves at once, and another takes its place', async () => {
  const scene = await new AttractScene(5).waits();
  scene.hide('photo-4');
  assert.equal(scene.seen[0], null);
  assert.ok(!scene.pictures.has('photo-4'));
  await scene.timers.advance(1_100);
  assert.equal(scene.seen[0], 'photo-1');
});

test('one that lists still have, although it is hidden, is never seen', async () => {
  const scene = new AttractScene(2);
  scene.lagging.set('hidden', 99);
  scene.onPut = (photoId) => assert.notEqual(photoId, 'hidden');
  await scene.waits();
  await scene.timers.advance(10 * MINUTE_MS);
  assert.deepEqual(scene.shown, ['photo-1', 'photo-0']);
  assert.ok(scene.asked.length < 200, String(scene.asked.length));
});

test('one that is hidden while it is fetched is never seen', async () => {
  const scene = new AttractScene(3);
  scene.loadMs = 1_000;
  await scene.waits();
  scene.onPut = (photoId) => assert.notEqual(photoId, 'photo-2');
  scene.hide('photo-2');
  await scene.timers.advance(5_000);
  assert.deepEqual(scene.shown.sort(), ['photo-0', 'photo-1']);
});

test('what took long to come is asked for once more, before it is seen', async () => {
  const scene = new AttractScene(3);
  scene.isOpen = false;
  scene.loadMs = 10_000;
  await scene.waits();
  // Nobody can tell it.
  scene.photos.delete('photo-2');
  scene.onPut = (photoId) => assert.notEqual(photoId, 'photo-2');
  await scene.timers.advance(60_000);
  assert.deepEqual(scene.shown.sort(), ['photo-0', 'photo-1']);
});

test('one whose hiding was told to nobody leaves when the kiosk looks again', async () => {
  const scene = await new AttractScene(1).waits();
  scene.photos.clear();
  await scene.timers.advance(31_000);
  assert.deepEqual(scene.shown, []);
});

test('and at once when its socket opens anew', async () => {
  const scene = await new AttractScene(1).waits();
  scene.photos.clear();
  scene.put('photo-1');
  scene.events.onOpen();
  await scene.timers.advance(2_100);
  assert.deepEqual(scene.shown, ['photo-1']);
});

test('a new photo is seen next', async () => {
  const scene = await new AttractScene(12).waits();
  scene.publish('new');
  await scene.timers.advance(13_000);
  assert.ok(scene.shown.includes('new'));
});

test('where sockets are blocked it looks every few seconds', async () => {
  const scene = new AttractScene(2);
  scene.isOpen = false;
  await scene.waits();
  scene.photos.delete('photo-1');
  await scene.timers.advance(6_000);
  assert.deepEqual(scene.shown, ['photo-0']);
  scene.put('photo-2');
  await scene.timers.advance(MINUTE_MS + 1_000);
  assert.deepEqual(scene.shown.sort(), ['photo-0', 'photo-2']);
});

test('where its album allows none there are none, and it hardly asks', async () => {
  const scene = new AttractScene(5);
  scene.album = { ...scene.album, attract: 'MESSAGES' };
  scene.onPut = assert.fail;
  await scene.waits();
  await scene.timers.advance(10 * MINUTE_MS);
  assert.equal(scene.sockets, 0);
  assert.ok(scene.asked.length <= 11, String(scene.asked.length));
  assert.ok(scene.asked.every((each) => each === 'list'));
});

test('they leave at once when its host allows none, and come back when he does', async () => {
  const scene = await new AttractScene(5).waits();
  scene.says({ attract: 'MESSAGES' });
  assert.deepEqual([scene.shown, scene.pictures.size, scene.sockets], [[], 0, 0]);
  scene.onPut = assert.fail;
  await scene.timers.advance(5 * MINUTE_MS);
  scene.onPut = () => {};
  scene.says({ attract: 'PHOTOS', name: 'Ben & Anna' });
  await scene.timers.advance(MINUTE_MS + 2_000);
  assert.equal(scene.shown.length, 3);
  assert.equal(scene.title, 'Ben & Anna');
});

test('so it is also where nobody told it: whichever answer says so', async () => {
  const scene = new AttractScene(5);
  scene.isOpen = false;
  await scene.waits();
  assert.equal(scene.shown.length, 3);
  scene.album = { ...scene.album, attract: 'MESSAGES' };
  await scene.timers.advance(6_000);
  assert.deepEqual([scene.shown, scene.pictures.size], [[], 0]);
});

test('without an answer nothing is shown, and then it goes on', async () => {
  const scene = await new AttractScene(5).waits();
  scene.refusal = new ServiceAway('gone');
  await scene.timers.advance(13_000);
  assert.deepEqual([scene.shown, scene.pictures.size, scene.sockets], [[], 0, 0]);
  scene.asked = [];
  await scene.timers.advance(10 * MINUTE_MS);
  assert.ok(scene.asked.length < 60, 'it is left alone');
  scene.refusal = null;
  await scene.timers.advance(35_000);
  assert.equal(scene.shown.length, 3);
  scene.refusal = new ServiceAway('gone');
  await scene.timers.advance(13_000);
  assert.deepEqual(scene.shown, []);
  scene.refusal = null;
  await scene.timers.advance(5_000);
  assert.equal(scene.shown.length, 3, 'a stumble is soon over');
  scene.refusal = new ServiceAway('gone');
  await scene.timers.advance(2 * MINUTE_MS);
  assert.deepEqual(scene.shown, []);
  scene.refusal = null;
  scene.stay.check();
  await scene.timers.advance(2_500);
  assert.equal(scene.shown.length, 3);
});

test('a key that is refused ends it, and a minute later it looks whether that is still so', async () => {
  const scene = await new AttractScene(5).waits();
  scene.refusal = new ApiError(403, 'KioskKeyRefused', 'No.');
  scene.tell({ type: 'KIOSK_REMOVED' });
  assert.deepEqual([scene.shown, scene.sockets], [[], 0]);
  await scene.timers.advance(1_000);
  scene.asked = [];
  await scene.timers.advance(50_000);
  assert.deepEqual(scene.asked, []);
  scene.refusal = null;
  await scene.timers.advance(15_000);
  assert.equal(scene.shown.length, 3);
});

test('a picture that cannot be had is left alone for a while; others take its place', async () => {
  const scene = new AttractScene(4);
  scene.spoilt.add('photo-3');
  await scene.waits();
  assert.deepEqual(scene.shown.sort(), ['photo-1', 'photo-2']);
  await scene.timers.advance(6_000);
  assert.deepEqual(scene.shown.sort(), ['photo-0', 'photo-1', 'photo-2']);
  const { fetched } = scene;
  await scene.timers.advance(MINUTE_MS);
  assert.ok(scene.fetched - fetched <= 13, String(scene.fetched - fetched));
  scene.spoilt.clear();
  await scene.timers.advance(MINUTE_MS);
  assert.ok(scene.pictures.has('photo-3'));
});

test('one that does not come keeps no other away, and what is seen is asked for meanwhile', async () => {
  const scene = new AttractScene(2);
  scene.isOpen = false;
  scene.slow.add('photo-1');
  scene.loadMs = 15_000;
  await scene.waits();
  assert.deepEqual(scene.shown, ['photo-0']);
  scene.asked = [];
  await scene.timers.advance(12_000);
  assert.ok(scene.asked.filter((each) => each.includes('photo-0')).length >= 2);
  scene.photos.delete('photo-0');
  await scene.timers.advance(6_000);
  assert.deepEqual(scene.shown.filter((id) => id === 'photo-0'), []);
});
