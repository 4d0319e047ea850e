import assert from 'node:assert/strict';
import test from 'node:test';

import { kioskState, START } from '../../../static-site/lib/kiosk-state.js';
import { LANDED_SEEN_MS, PENDING_PATIENCE_MS } from '../../../static-site/lib/kiosk-times.js';
import { places } from '../../../static-site/lib/places.js';
import { aSession, told } from './samples.js';

const CODE = [
  { type: 'UPLOAD_PRESSED', at: 0 },
  { type: 'SESSION_OPENED', session: aSession(), at: 0 },
].reduce(kioskState, START);
const after = (...messages) =>
  messages.reduce(
    (state, message) => kioskState(state, { type: 'MESSAGE', message, at: 1_000 }),
    CODE,
  );
const landed = (photoId, storedAt) => told.completed({ photoId, storedAt });
const at = (state, ms) => {
  const { stage, row } = places(state, ms);
  return [stage?.photoId ?? null, row.map(({ photoId }) => photoId)];
};

test('the first that is coming is the large one, the others wait beside it', () => {
  assert.deepEqual(at(after(told.progress({ a: 0, b: 0, c: 0 })), 1_000), ['a', ['b', 'c']]);
  assert.deepEqual(at(CODE, 0), [null, []]);
});

test('what has landed stands beside the newest, behind what is coming', () => {
  const state = after(told.progress({ c: 10, d: 0 }), landed('a', 1), landed('b', 2));
  assert.deepEqual(at(state, 1_000), ['b', ['c', 'd', 'a']]);
});

test('the photo that landed last is looked at, then the next is seen coming', () => {
  const coming = told.progress({ b: 10, c: 0 });
  const state = after(landed('a', 1), coming, told.preview({ photoId: 'c' }));
  assert.deepEqual(at(state, 1_000 + LANDED_SEEN_MS - 1), ['a', ['b', 'c']]);
  assert.deepEqual(at(state, 1_000 + LANDED_SEEN_MS), ['c', ['b', 'a']]);
});

test('a photo does not give way to blank paper', () => {
  const state = after(landed('a', 1), told.progress({ b: 10 }));
  assert.deepEqual(at(state, 100_000), ['a', ['b']]);
});

test('what lands stays where it was seen coming', () => {
  const state = after(told.progress({ a: 99 }), told.preview({ photoId: 'a' }));
  assert.deepEqual(at(state, 1_000), ['a', []]);
  const there = kioskState(state, { type: 'MESSAGE', message: landed('a', 1), at: 2_000 });
  assert.deepEqual(at(there, 2_000), ['a', []]);
  assert.deepEqual(at(there, 20_000), ['a', []]);
});

test('one that is deleted leaves its place, and no other is moved but to fill the large one', () => {
  const three = after(landed('a', 1), landed('b', 2), landed('c', 3));
  const without = (photoId) =>
    kioskState(three, { type: 'MESSAGE', message: told.deleted({ photoId }), at: 9_000 });
  assert.deepEqual(at(without('a'), 9_000), ['c', ['b']]);
  assert.deepEqual(at(without('b'), 9_000), ['c', ['a']]);
  assert.deepEqual(at(without('c'), 9_000), ['b', ['a']]);
});

test('what is no longer waited for has no place', () => {
  const state = after(landed('a', 1), told.progress({ b: 10 }), told.preview({ photoId: 'b' }));
  assert.deepEqual(at(state, 1_000 + PENDING_PATIENCE_MS), ['a', []]);
});
