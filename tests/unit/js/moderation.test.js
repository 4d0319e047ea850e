import assert from 'node:assert/strict';
import test from 'node:test';

import { ApiError, ServiceAway } from '../../../static-site/lib/api.js';
import { Library } from '../../../static-site/lib/library.js';
import { Moderation } from '../../../static-site/lib/moderation.js';
import { moderationState, NOTHING_WAITS } from '../../../static-site/lib/moderation-state.js';
import { Naps } from '../../../static-site/lib/timers.js';
import { FakeTimers, settle } from './fake-timers.js';
import { aPhoto, NOW, photos, Service } from './libraries.js';

const after = (...events) => events.reduce(moderationState, NOTHING_WAITS);
const listed = (...ids) => ({ type: 'LISTED', ids });
const shown = (id) => ({ type: 'DECIDED', id, visibility: 'SHOWN' });

test('who has waited longest comes first, and keeps his place', () => {
  const two = after(listed('b', 'a'));
  assert.deepEqual(two.waiting, ['a', 'b']);
  assert.deepEqual(moderationState(two, listed('d', 'c', 'b', 'a')).waiting, ['a', 'b', 'c', 'd']);
  assert.equal(moderationState(two, listed('b', 'a')), two);
});

test('what another host has decided waits no longer', () => {
  assert.deepEqual(after(listed('c', 'b', 'a'), listed('c', 'b')).waiting, ['b', 'c']);
});

test('what is decided does not come back by a list that is late', () => {
  const state = after(listed('b', 'a'), shown('a'), listed('b', 'a'));
  assert.deepEqual(state.waiting, ['b']);
  assert.equal(moderationState(state, shown('a')), state);
});

test('the last one can be undone, and the one before', () => {
  const state = after(listed('c', 'b', 'a'), shown('a'), shown('b'), { type: 'UNDONE' });
  assert.deepEqual([state.waiting, state.decided.map(({ id }) => id)], [['b', 'c'], ['a']]);
  assert.deepEqual(moderationState(state, { type: 'UNDONE' }).waiting, ['a', 'b', 'c']);
  assert.equal(moderationState(NOTHING_WAITS, { type: 'UNDONE' }), NOTHING_WAITS);
});

test('what did not reach the service waits again, behind the others', () => {
  const state = after(listed('b', 'a'), shown('a'), { type: 'FAILED', id: 'a' });
  assert.deepEqual([state.waiting, state.decided], [['b', 'a'], []]);
  assert.equal(moderationState(state, { type: 'FAILED', id: 'a' }), state);
  assert.throws(() => moderationState(state, { type: 'SUNG' }), TypeError);
});

/** Somebody goes through what waits. */
async function atWork(count) {
  const service = new Service(photos(0, count).map((each) => ({ ...each, visibility: 'WAITING' })));
  const timers = new FakeTimers();
  const parts = { host: service, naps: new Naps(timers), random: () => 0 };
  const library = new Library({
    ...{ ...parts, filters: { visibility: 'WAITING' }, nowMs: () => NOW },
    onChange: () => moderation.listed(),
  });
  const moderation = new Moderation({ ...parts, library, onChange() {} });
  await library.look();
  const seen = () => service.there.map(({ visibility }) => visibility[0]).join('');
  return { moderation, library, service, timers, seen };
}

test('each decision is told to the service, while one is at the next', async () => {
  const { moderation, seen } = await atWork(3);
  assert.equal(moderation.photo.photoId, 'photo-2');
  moderation.decide('SHOWN');
  assert.equal(moderation.photo.photoId, 'photo-1');
  assert.equal(moderation.photoAt(1).photoId, 'photo-0');
  moderation.decide('HIDDEN');
  await moderation.settled;
  assert.equal(seen(), 'WHS');
});

test('undone is undone at the service too, whatever is still on its way', async () => {
  const { moderation, library, seen } = await atWork(2);
  moderation.decide('HIDDEN');
  moderation.undo();
  assert.equal(moderation.photo.photoId, 'photo-1');
  await moderation.settled;
  await library.look();
  assert.deepEqual([seen(), moderation.photo.photoId], ['WW', 'photo-1']);
  moderation.decide('SHOWN');
  moderation.decide('SHOWN');
  moderation.undo();
  moderation.undo();
  moderation.undo();
  await moderation.settled;
  assert.equal(seen(), 'WW');
});

test('no decision overtakes the one before, however slow that is', async () => {
  const { moderation, service, seen } = await atWork(1);
  const { edit } = service;
  let go = () => {};
  const slow = new Promise((resolve) => (go = resolve));
  service.edit = async (id, change) => {
    await (change.visibility === 'HIDDEN' ? slow : null);
    return edit(id, change);
  };
  moderation.decide('HIDDEN');
  moderation.undo();
  await settle();
  go();
  await moderation.settled;
  await settle();
  assert.equal(seen(), 'W');
});

test('with nothing nothing is decided', async () => {
  const { moderation, service } = await atWork(0);
  moderation.decide('SHOWN');
  moderation.undo();
  await moderation.settled;
  assert.deepEqual(service.asked, [null]);
});

test('a cut line is tried again', async () => {
  const { moderation, service, timers, seen } = await atWork(1);
  service.failing.push(['photo-0', new ServiceAway('')], ['photo-0', new ApiError(503, 'x', '')]);
  moderation.decide('SHOWN');
  await timers.advance(60_000);
  await moderation.settled;
  assert.deepEqual([seen(), moderation.trouble], ['S', null]);
});

test('what cannot be told waits again, and that is said', async () => {
  const { moderation, service, timers, seen } = await atWork(2);
  service.failing.push(...Array.from({ length: 9 }, () => ['photo-1', new ServiceAway('')]));
  moderation.decide('SHOWN');
  await timers.advance(300_000);
  await moderation.settled;
  assert.deepEqual([seen(), moderation.trouble], ['WW', 'ServiceUnavailable']);
  assert.deepEqual(moderation.state.waiting, ['photo-0', 'photo-1']);
  service.failing = [['photo-0', new ApiError(403, 'ChangeNotAllowed', '')]];
  moderation.decide('SHOWN');
  await moderation.settled;
  assert.equal(moderation.trouble, 'ChangeNotAllowed');
});

test('one that another host has deleted is gone', async () => {
  const { moderation, service } = await atWork(2);
  service.there = [{ ...aPhoto(0), visibility: 'WAITING' }];
  moderation.decide('SHOWN');
  await moderation.settled;
  assert.deepEqual([moderation.trouble, moderation.photo.photoId], [null, 'photo-0']);
});

test('what is ours to mend is not hidden', async () => {
  const { moderation, service } = await atWork(1);
  service.failing.push(['photo-0', new RangeError('ours')]);
  moderation.decide('SHOWN');
  await assert.rejects(moderation.settled, RangeError);
  await settle();
});
