import assert from 'node:assert/strict';
import test from 'node:test';

import { ApiError, ServiceAway } from '../../../static-site/lib/api.js';
import { Desk } from '../../../static-site/lib/desk.js';
import { Naps } from '../../../static-site/lib/timers.js';
import { FakeTimers, settle } from './fake-timers.js';
import { aPhoto, ids, NOW, photos, Service } from './libraries.js';

async function aDesk(there, filters = {}) {
  const service = new Service(there);
  const timers = new FakeTimers();
  const desk = new Desk({
    ...{ host: service, filters, naps: new Naps(timers), random: () => 0 },
    ...{ nowMs: () => NOW, onChange() {} },
  });
  await desk.library.look();
  await settle();
  return { desk, service, timers };
}

const chosen = (desk) => [...desk.selection.ids].sort();
const refusal = (code, status = 403) => new ApiError(status, code, '');

test('many are approved at once, and are not chosen any more', async () => {
  const waiting = photos(0, 20).map((each) => ({ ...each, visibility: 'WAITING' }));
  const { desk, service } = await aDesk(waiting);
  desk.toggle('photo-2');
  desk.range('photo-11');
  await desk.edit('approve', { visibility: 'SHOWN' });
  assert.deepEqual(service.there.filter((each) => each.visibility === 'SHOWN').length, 10);
  assert.deepEqual([chosen(desk), desk.last, desk.failed.size], [[], { deed: 'approve', done: 10 }, 0]);
  assert.equal(desk.library.state.photos.get('photo-2').visibility, 'SHOWN');
});

test('what did not work stays chosen, says why, and is tried again', async () => {
  const { desk, service } = await aDesk(photos(0, 5));
  ids(0, 4).forEach((id) => desk.toggle(id));
  service.failing.push(['photo-1', refusal('ChangeNotAllowed')], ['photo-3', refusal('AlbumFull', 409)]);
  await desk.edit('move', { album: 'other' });
  assert.deepEqual(chosen(desk), ['photo-1', 'photo-3']);
  assert.deepEqual([...desk.failed], [['photo-1', 'ChangeNotAllowed'], ['photo-3', 'AlbumFull']]);
  assert.deepEqual(desk.last, { deed: 'move', done: 2 });
  await desk.again();
  assert.deepEqual([chosen(desk), desk.failed.size, desk.last.done], [[], 0, 2]);
});

test('a cut line is tried again by itself', async () => {
  const { desk, service, timers } = await aDesk(photos(0, 3));
  desk.toggle('photo-1');
  service.failing.push(['photo-1', new ServiceAway('')], ['photo-1', refusal('AlbumBusy', 503)]);
  const doing = desk.edit('hide', { visibility: 'HIDDEN' });
  await timers.advance(10_000);
  await doing;
  assert.deepEqual([desk.last.done, desk.failed.size], [1, 0]);
});

test('and not for ever', async () => {
  const { desk, service, timers } = await aDesk(photos(0, 3));
  desk.toggle('photo-1');
  service.failing.push(...Array.from({ length: 9 }, () => ['photo-1', new ServiceAway('')]));
  const doing = desk.edit('hide', { visibility: 'HIDDEN' });
  await timers.advance(60_000);
  await doing;
  assert.deepEqual([...desk.failed], [['photo-1', 'ServiceUnavailable']]);
});

test('many are deleted, a hundred at a time', async () => {
  const { desk, service } = await aDesk(photos(0, 250));
  desk.all();
  await settle();
  await desk.remove();
  assert.deepEqual(service.asked.filter((each) => String(each).startsWith('remove')), [
    ...['remove 100', 'remove 100', 'remove 50'],
  ]);
  assert.deepEqual([desk.library.state.order, desk.last.done], [[], 250]);
});

test('one that is gone is deleted; one that may not be stays, and says why', async () => {
  const { desk, service, timers } = await aDesk(photos(0, 4));
  ids(0, 4).forEach((id) => desk.toggle(id));
  service.there = service.there.filter(({ photoId }) => photoId !== 'photo-0');
  service.stubborn = new Map([['photo-1', 'ChangeNotAllowed'], ['photo-2', 'ServiceUnavailable']]);
  const doing = desk.remove();
  await settle();
  service.stubborn.delete('photo-2');
  await timers.advance(10_000);
  await doing;
  assert.deepEqual(desk.library.state.order, ['photo-1']);
  assert.deepEqual([chosen(desk), [...desk.failed]], [['photo-1'], [['photo-1', 'ChangeNotAllowed']]]);
});

test('a deletion whose answer was lost is asked for again', async () => {
  const { desk, service, timers } = await aDesk(photos(0, 2));
  desk.toggle('photo-0');
  service.failing.push([undefined, new ServiceAway('')]);
  const doing = desk.remove();
  await timers.advance(10_000);
  await doing;
  assert.equal(desk.last.done, 1);
});

test('it can be stopped: what was not begun stays chosen', async () => {
  const { desk, service } = await aDesk(photos(0, 50));
  desk.all();
  const doing = desk.edit('hide', { visibility: 'HIDDEN' });
  assert.deepEqual(desk.bulk.progress, { done: 0, total: 50 });
  await settle();
  desk.bulk.stop();
  await doing;
  const hidden = service.there.filter((each) => each.visibility === 'HIDDEN').length;
  assert.deepEqual([desk.bulk.progress, desk.last.done, chosen(desk).length], [null, hidden, 50 - hidden]);
});

test('one thing at a time, and with nothing nothing is done', async () => {
  const { desk, service } = await aDesk(photos(0, 5));
  await desk.remove();
  desk.toggle('photo-0');
  await Promise.all([desk.edit('hide', { visibility: 'HIDDEN' }), desk.remove()]);
  assert.equal(service.there.length, 5);
  await desk.again();
});

test('saved one after the other; what cannot be says why', async () => {
  const { desk } = await aDesk(photos(0, 3));
  desk.all();
  const saved = [];
  await desk.download(async (id) => {
    if (id === 'photo-1') {
      throw refusal('SizeNotFound', 404);
    }
    saved.push(id);
  });
  assert.deepEqual([saved, chosen(desk)], [['photo-0', 'photo-2'], ['photo-1']]);
});

test('all is also what has not been loaded', async () => {
  const { desk } = await aDesk(photos(0, 1000));
  desk.all();
  assert.equal(desk.selection.all, true);
  for (let turn = 0; turn < 50; turn += 1) {
    await settle();
  }
  assert.deepEqual([desk.selection.ids.size, desk.selection.all], [1000, false]);
  desk.clear();
  assert.equal(desk.selection.ids.size, 0);
});

test('what is gone is not chosen', async () => {
  const { desk, service } = await aDesk(photos(0, 3));
  desk.toggle('photo-1');
  desk.stretch('photo-2');
  service.there = [aPhoto(0), aPhoto(2)];
  await desk.library.look();
  assert.deepEqual([chosen(desk), desk.selection.at], [['photo-2'], 'photo-2']);
});

test('choosing begins and ends', async () => {
  const { desk } = await aDesk(photos(0, 3));
  desk.choosing(true);
  desk.toggle('photo-1');
  desk.go('photo-2');
  assert.equal(desk.isSelecting, true);
  desk.choosing(false);
  assert.deepEqual([desk.isSelecting, chosen(desk), desk.selection.at], [false, [], 'photo-2']);
  desk.leave();
});

test('what is ours to mend is not hidden', async () => {
  const { desk } = await aDesk(photos(0, 3));
  desk.toggle('photo-1');
  await assert.rejects(desk.download(() => Promise.reject(new RangeError('ours'))), RangeError);
});
