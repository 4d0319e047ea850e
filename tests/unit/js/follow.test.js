import assert from 'node:assert/strict';
import test from 'node:test';

import { coming, onTheWay } from '../../../static-site/lib/coming.js';
import { follow } from '../../../static-site/lib/follow.js';
import { Library } from '../../../static-site/lib/library.js';
import { Naps } from '../../../static-site/lib/timers.js';
import { FakeTimers, settle } from './fake-timers.js';
import { aPhoto, ids, NOW, photos, Service } from './libraries.js';

const ALBUM = 'album';
const STATE = {
  ...{ type: 'ALBUM_STATE', albumId: ALBUM, name: 'Anna & Ben', paused: false, seconds: 8 },
  ...{ joinUrl: 'https://site.example/phone.html#join=x', attract: 'MESSAGES', serverTime: 1 },
};
const told = (type, photo) => JSON.stringify({ type, albumId: ALBUM, photo });

/** A host at an album, with a line that a test holds in its hands. */
async function aHost({ albumId: wanted = ALBUM, there = photos(0, 3), token = async () => 'token' } = {}) {
  const service = new Service(there);
  const timers = new FakeTimers();
  const naps = new Naps(timers);
  const tokens = [];
  const line = { isStarted: false, isOpen: false, sent: [], replaced: 0 };
  service.listen = async () => {
    const fresh = await token(tokens.length);
    tokens.push(fresh);
    return fresh;
  };
  const openLine = (_, events) =>
    Object.assign(line, {
      events,
      start: () => (line.isStarted = true),
      stop: () => Object.assign(line, { isStarted: false, isOpen: false }),
      send: (message) => line.isOpen && line.sent.push(message) > 0,
      replace: () => (line.replaced += 1),
    });
  const parts = { host: service, naps, random: () => 0, timers, openLine };
  const library = new Library({ ...parts, filters: {}, nowMs: () => NOW, onChange() {} });
  const changes = [];
  const live = follow(library, {
    ...{ ...parts, albumId: wanted === 'none' ? undefined : wanted, nowMs: () => NOW },
    onChange: () => changes.push(live.onTheWay().count),
  });
  live.start();
  await settle();
  await settle();
  const open = async () => {
    line.isOpen = true;
    line.events.onOpen();
    await settle();
  };
  return { service, timers, line, library, live, changes, tokens, open };
}

test('whoever connects looks again, after he has', async () => {
  const { service, line, library, open } = await aHost();
  assert.deepEqual([line.isStarted, line.token, library.state.order.length], [true, 'token', 3]);
  service.there = [aPhoto(-1), ...service.there];
  await open();
  assert.equal(library.state.order[0], 'photo--1');
  assert.deepEqual(line.sent, [{ action: 'sync', albumId: ALBUM }]);
});

test('what others do is seen at once', async () => {
  const { line, library, open } = await aHost();
  await open();
  line.events.onFrame(told('PHOTO_STORED', aPhoto(-1, { state: 'STORED', sizes: [], thumbUrl: null })));
  assert.deepEqual(library.state.order, ['photo--1', ...ids(0, 3)]);
  line.events.onFrame(told('PHOTO_READY', aPhoto(-1)));
  assert.equal(library.state.photos.get('photo--1').state, 'READY');
  line.events.onFrame(told('PHOTO_CHANGED', aPhoto(0, { visibility: 'HIDDEN' })));
  assert.equal(library.state.photos.get('photo-0').visibility, 'HIDDEN');
  line.events.onFrame(told('PHOTO_REJECTED', aPhoto(-1, { state: 'REJECTED', code: 'TRUNCATED' })));
  line.events.onFrame(JSON.stringify({ type: 'PHOTO_GONE', albumId: ALBUM, photoId: 'photo-1' }));
  assert.deepEqual(library.state.order, ['photo-0', 'photo-2']);
  line.events.onFrame(JSON.stringify(STATE));
  line.events.onFrame('{');
  assert.equal(library.state.order.length, 2);
});

test('what is coming is told', async () => {
  const { line, live, changes, open } = await aHost();
  await open();
  const some = [{ photoId: 'a', fileName: null, percent: 20 }, { photoId: 'b', fileName: null, percent: 60 }];
  const message = { type: 'UPLOAD_PROGRESS', albumId: ALBUM, photos: some, secondsLeft: null };
  line.events.onFrame(JSON.stringify(message));
  assert.deepEqual(live.onTheWay(), { count: 2, percent: 40 });
  line.events.onFrame(told('PHOTO_STORED', aPhoto('a', { photoId: 'a', storedAt: 1, state: 'STORED' })));
  assert.deepEqual([live.onTheWay(), changes], [{ count: 1, percent: 60 }, [2, 1]]);
});

test('who says nothing more is not on his way', () => {
  const say = (known, photoId, at) =>
    coming(known, { type: 'UPLOAD_PROGRESS', photos: [{ photoId, percent: 50 }] }, at);
  const known = say(new Map(), 'a', 0);
  assert.equal(onTheWay(known, 29_000).count, 1);
  assert.equal(onTheWay(known, 31_000).count, 0);
  assert.deepEqual([...say(known, 'b', 31_000).keys()], ['b']);
  assert.equal(coming(known, { type: 'PHOTO_GONE', photoId: 'other' }, 1), known);
  assert.equal(coming(known, { type: 'PONG' }, 1), known);
});

test('each handshake has a token of its own', async () => {
  const { line, tokens, timers, open } = await aHost({ token: async (count) => `token-${count}` });
  await open();
  line.events.onDown();
  assert.equal(line.isStarted, false, 'it does not try again by the old one');
  await timers.advance(30_000);
  assert.deepEqual([line.isStarted, line.token, tokens.length], [true, 'token-1', 2]);
  await open();
  line.events.onFrame(JSON.stringify(STATE));
  for (let minute = 0; minute < 109; minute += 1) {
    await timers.advance(60_000);
    line.events.onFrame(JSON.stringify(STATE));
  }
  assert.equal(line.token, 'token-2', 'in time for the socket that takes over');
});

test('where no socket opens one looks now and then', async () => {
  const { service, timers, library, line } = await aHost();
  for (let second = 0; second < 9; second += 1) {
    // However often the line is tried meanwhile.
    line.events.onDown();
    service.there = photos(-1, 3);
    await timers.advance(1_000);
  }
  assert.equal(library.state.order[0], 'photo--1');
});

test('where no token is to be had it is asked for again', async () => {
  let failures = 2;
  const { line, timers } = await aHost({
    token: async () => {
      if (failures > 0) {
        failures -= 1;
        throw new TypeError('cut');
      }
      return 'token';
    },
  });
  assert.equal(line.isStarted, false);
  await timers.advance(10_000);
  assert.equal(line.isStarted, true);
});

test('a socket that does not answer is given up', async () => {
  const { line, timers, open } = await aHost();
  await open();
  await timers.advance(5_000);
  line.events.onFrame(JSON.stringify(STATE));
  await timers.advance(20_000);
  assert.equal(line.replaced, 0);
  await timers.advance(20_000);
  assert.equal(line.replaced, 1);
});

test('one’s own uploads are looked at now and then', async () => {
  const { service, timers, library, live } = await aHost({ albumId: 'none' });
  assert.deepEqual(live.onTheWay(), { count: 0, percent: 0 });
  service.there = photos(-1, 3);
  await timers.advance(11_000);
  assert.equal(library.state.order[0], 'photo--1');
  live.stop();
  const { length } = service.asked;
  await timers.advance(60_000);
  assert.equal(service.asked.length, length);
});

test('who leaves hears nothing more', async () => {
  const { service, line, live, timers, open } = await aHost();
  await open();
  live.stop();
  const { length } = service.asked;
  await timers.advance(300_000);
  assert.deepEqual([line.isStarted, service.asked.length], [false, length]);
});
