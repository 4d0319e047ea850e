import assert from 'node:assert/strict';
import test from 'node:test';

import { ApiError, ServiceAway } from '../../../static-site/lib/api.js';
import { Library } from '../../../static-site/lib/library.js';
import { Naps } from '../../../static-site/lib/timers.js';
import { FakeTimers, settle } from './fake-timers.js';
import { aPhoto, ids, NOW, photos, Service } from './libraries.js';

function aLibrary(there, filters = {}) {
  const service = new Service(there);
  const timers = new FakeTimers();
  const clock = { now: NOW };
  const heard = [];
  const library = new Library({
    ...{ host: service, filters, naps: new Naps(timers), random: () => 0 },
    nowMs: () => clock.now,
    onChange: () => heard.push(library.trouble),
  });
  return { library, service, timers, clock, heard };
}

test('it is loaded as one goes on, and no further than one looks', async () => {
  const { library, service } = aLibrary(photos(0, 10_000));
  await library.look();
  await settle();
  assert.equal(library.state.order.length, 300, 'two pages ahead');
  library.want(150);
  await settle();
  assert.equal(library.state.order.length, 400);
  library.want(20);
  await settle();
  assert.equal(service.asked.length, 4);
});

test('all of ten thousand, if all is wanted', async () => {
  const { library, service } = aLibrary(photos(0, 10_000));
  library.wantAll(true);
  for (let turn = 0; turn < 400 && !library.isWhole; turn += 1) {
    await settle();
  }
  assert.deepEqual([library.state.order.length, service.asked.length], [10_000, 100]);
});

test('a library of nothing is whole', async () => {
  const { library } = aLibrary([]);
  await library.look();
  assert.equal(library.isWhole, true);
});

test('a look brings what is new, and takes what is gone', async () => {
  const { library, service } = aLibrary(photos(0, 3));
  await library.look();
  service.there = [aPhoto(-1), aPhoto(0), aPhoto(2, { comment: 'theirs' })];
  await library.look();
  assert.deepEqual(library.state.order, ['photo--1', 'photo-0', 'photo-2']);
  assert.equal(library.state.photos.get('photo-2').comment, 'theirs');
});

test('URLs that have run out are renewed by pages, as they are seen', async () => {
  const { library, service, clock } = aLibrary(photos(0, 250));
  await library.look();
  await settle();
  const asked = service.asked.length;
  library.freshen(ids(0, 150));
  assert.equal(service.asked.length, asked, 'all are good');
  clock.now += 600_000;
  library.freshen(ids(90, 110));
  library.freshen(ids(90, 110));
  await settle();
  assert.equal(service.asked.length, asked + 2);
  assert.match(library.state.photos.get('photo-95').thumbUrl, /first4$/);
});

test('and those that stand behind their page by now, one by one', async () => {
  const { library, service, clock } = aLibrary(photos(0, 100));
  await library.look();
  service.there = [...photos(-60, 0), ...service.there];
  clock.now += 600_000;
  library.freshen(['photo-99']);
  await settle();
  await settle();
  assert.deepEqual(service.asked.slice(-2), [null, 'photo-99 thumb']);
});

test('a picture that cannot be had is asked for by a fresh URL', async () => {
  const { library, service } = aLibrary(photos(0, 3));
  await library.look();
  service.there[1] = { ...service.there[1], thumbUrl: 'https://media.example/fresh' };
  await library.broken('photo-1');
  assert.equal(library.state.photos.get('photo-1').thumbUrl, 'https://media.example/fresh');
  service.failing.push([undefined, new ApiError(404, 'PhotoNotFound', '')]);
  await library.broken('photo-2');
  assert.deepEqual(library.state.order, ['photo-0', 'photo-1'], 'another has deleted it');
  service.failing.push([undefined, new ServiceAway('')]);
  await library.broken('photo-1');
  service.failing.push([undefined, new RangeError('ours')]);
  await assert.rejects(library.broken('photo-1'), RangeError);
});

test('a line that is cut is waited for, and that is told', async () => {
  const { library, service, timers, heard } = aLibrary(photos(0, 3));
  service.failing.push([undefined, new ServiceAway('')], [undefined, new ApiError(503, 'x', '')]);
  const looking = library.look();
  await timers.advance(5000);
  await looking;
  assert.deepEqual(heard.slice(0, 2), ['ServiceAway', 'ServiceAway']);
  assert.equal(heard.at(-1), null);
  assert.equal(library.state.order.length, 3);
});

test('trouble with what is known already passes by itself', async () => {
  const { library, service } = aLibrary(photos(0, 3));
  await library.look();
  service.failing.push([undefined, new ServiceAway('')]);
  await library.look();
  assert.equal(library.trouble, 'ServiceAway');
  await library.look();
  assert.equal(library.trouble, null);
});

test('an album that is gone is said to be', async () => {
  const { library, service } = aLibrary([]);
  service.failing.push([undefined, new ApiError(404, 'AlbumNotFound', '')]);
  await library.look();
  assert.equal(library.trouble, 'AlbumNotFound');
  assert.equal(service.asked.length, 1);
});

test('a cursor that is a day old begins anew', async () => {
  const { library, service, timers } = aLibrary(photos(0, 1000));
  await library.look();
  await settle();
  service.failing.push([undefined, new ApiError(400, 'CursorRefused', '')]);
  library.want(290);
  await timers.advance(1000);
  await settle();
  assert.equal(new Set(library.state.order).size, library.state.order.length);
  assert.ok(library.state.order.length >= 400);
});

test('what was changed is as the service has it', async () => {
  const { library } = aLibrary(photos(0, 3));
  await library.look();
  await library.edit('photo-1', { comment: 'ours' });
  assert.equal(library.state.photos.get('photo-1').comment, 'ours');
});

test('what is ours to mend is not hidden', async () => {
  const { library, service } = aLibrary([]);
  service.failing.push([undefined, new RangeError('ours')]);
  await assert.rejects(library.look(), RangeError);
});

test('who has left hears nothing more', async () => {
  const { library, service, heard } = aLibrary(photos(0, 1000));
  const looking = library.look();
  library.end();
  await looking;
  assert.deepEqual([heard, service.asked.length], [[], 1]);
  const failing = aLibrary([]);
  failing.service.failing.push([undefined, new ServiceAway('')]);
  const late = failing.library.look();
  failing.library.end();
  await late;
  assert.deepEqual(failing.heard, []);
});
