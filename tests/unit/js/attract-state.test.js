import assert from 'node:assert/strict';
import test from 'node:test';

import {
  attractState,
  CHANGE_MS,
  due,
  fitting,
  known,
  seen,
  START,
} from '../../../static-site/lib/attract-state.js';

const photos = (...numbers) => numbers.map((number) => ({ photoId: `p${number}`, storedAt: number }));
const listed = (...numbers) => ({ type: 'LISTED', photos: photos(...numbers) });
const after = (state, ...events) => events.reduce(attractState, state);
const ids = (candidates) => candidates.map(({ photoId }) => photoId);

/** Shows whatever is due at that time. */
function show(state, at) {
  const events = due(state, at).map((each) => ({ type: 'SHOWN', ...each, at }));
  return after(state, ...events);
}

test('the newest fill all places at once, the foremost first', () => {
  const state = after(START, listed(1, 5, 3, 4));
  assert.deepEqual(due(state, 0), [
    { photoId: 'p5', place: 0 },
    { photoId: 'p4', place: 1 },
    { photoId: 'p3', place: 2 },
  ]);
  assert.deepEqual(seen(show(state, 0)), ['p5', 'p4', 'p3']);
});

test('where there are fewer than places, they stand and nothing changes', () => {
  const state = show(after(START, listed(1, 2)), 0);
  assert.deepEqual(state.places, ['p2', 'p1', null]);
  assert.deepEqual(due(state, 10 * CHANGE_MS), []);
  assert.deepEqual(due(START, 0), []);
});

test('one changes at a time: the one that has stood longest, for one that nobody has seen', () => {
  let state = show(after(START, listed(1, 2, 3, 4, 5)), 0);
  assert.deepEqual(due(state, CHANGE_MS - 1), []);
  assert.deepEqual(due(state, CHANGE_MS), [{ photoId: 'p2', place: 0 }]);
  state = show(state, CHANGE_MS);
  assert.deepEqual(state.places, ['p2', 'p4', 'p3']);
  assert.deepEqual(due(state, CHANGE_MS), []);
  state = show(state, 2 * CHANGE_MS);
  assert.deepEqual(state.places, ['p2', 'p1', 'p3']);
});

test('in turn each is seen, and as often as the others', () => {
  let state = after(START, listed(...Array.from({ length: 9 }, (_, number) => number)));
  const times = new Map();
  for (let round = 0; round < 9 * 40; round += 1) {
    const before = seen(state);
    state = show(state, round * CHANGE_MS);
    for (const id of seen(state).filter((each) => !before.includes(each))) {
      times.set(id, (times.get(id) ?? 0) + 1);
    }
    assert.equal(new Set(seen(state)).size, 3);
  }
  const counts = [...times.values()];
  assert.equal(counts.length, 9);
  assert.ok(Math.max(...counts) - Math.min(...counts) <= 1, String(counts));
});

test('a new one comes next, and pushes out the oldest of a dozen', () => {
  const twelve = Array.from({ length: 12 }, (_, number) => number + 1);
  let state = show(after(START, listed(...twelve)), 0);
  state = after(state, { type: 'PUBLISHED', photo: photos(13)[0] });
  assert.equal(state.latest.length, 12);
  assert.ok(!known(state).has('p1'));
  assert.deepEqual(ids(due(state, CHANGE_MS)), ['p13']);
  // One that is seen stays until its turn is over, also if it is not among the latest any more.
  const newer = after(state, listed(...twelve.map((number) => number + 20)));
  assert.deepEqual(seen(newer), seen(state));
  assert.ok(known(newer).has('p12'));
});

test('an old one of which something else is said is no new one', () => {
  const twelve = Array.from({ length: 12 }, (_, number) => number + 10);
  const state = after(START, listed(...twelve));
  const told = after(state, { type: 'PUBLISHED', photo: photos(3)[0] });
  assert.deepEqual(told.latest, state.latest);
  assert.equal(after(state, { type: 'PUBLISHED', photo: photos(15)[0] }), state);
});

test('one that is gone leaves at once, wherever it is, and its place is filled', () => {
  const state = show(after(START, listed(1, 2, 3, 4)), 0);
  const left = after(state, { type: 'GONE', photoId: 'p3' });
  assert.deepEqual(left.places, ['p4', null, 'p2']);
  assert.ok(!known(left).has('p3'));
  assert.deepEqual(due(left, 1), [{ photoId: 'p1', place: 1 }]);
  assert.equal(after(state, { type: 'GONE', photoId: 'stranger' }), state);
});

test('what was asked for and is not there, is gone', () => {
  const state = show(after(START, listed(1, 2, 3, 4)), 0);
  const asked = { type: 'ASKED', photoIds: ['p4', 'p3', 'p1'], there: ['p4'] };
  const left = after(state, asked);
  assert.deepEqual([...known(left)].sort(), ['p2', 'p4']);
  assert.deepEqual(left.places, ['p4', null, 'p2']);
});

test('one whose picture cannot be had waits until the others have had their turn', () => {
  const state = after(START, listed(1, 2, 3, 4), { type: 'SPOILT', photoId: 'p4', at: 1 });
  assert.deepEqual(ids(due(state, 1)), ['p3', 'p2', 'p1']);
});

test('of those that have gone nothing is kept, however long it goes on', () => {
  let state = START;
  for (let number = 1; number < 5_000; number += 1) {
    state = after(state, { type: 'PUBLISHED', photo: photos(number)[0] });
    state = show(state, number * CHANGE_MS);
  }
  assert.ok(state.seenAt.size <= 15, String(state.seenAt.size));
  assert.ok(known(state).size <= 15);
  assert.equal(after(state, { type: 'EMPTIED' }), START);
});

test('what is none of its events is a mistake', () => {
  assert.throws(() => after(START, { type: 'SHUFFLED' }), TypeError);
});

test('the smallest picture that is sharp in its print', () => {
  const size = (width, height) => ({ url: `${width}`, width, height });
  const renditions = { thumb: size(240, 320), medium: size(1000, 750), large: size(2000, 1500) };
  assert.equal(fitting(renditions, 300), renditions.thumb);
  assert.equal(fitting(renditions, 321), renditions.medium);
  assert.equal(fitting(renditions, 1001), renditions.large);
  assert.equal(fitting(renditions, 9_999), renditions.large);
});
