import assert from 'node:assert/strict';
import test from 'node:test';

import { isDue, START } from '../../../static-site/lib/wall-state.js';
import { after, all, gone, hung, id, numbers, page, published, read, seeded, shows } from './walls-at-work.js';

test('of a thousand photos each is shown once before any is shown again, round after round', () => {
  const random = seeded(7);
  const [seen] = shows(hung(1000, random), 5000, random);
  const rounds = numbers(5).map((round) => seen.slice(round * 1000, (round + 1) * 1000));
  for (const round of rounds) {
    assert.equal(new Set(round).size, 1000);
  }
  assert.notDeepEqual(rounds[0], rounds[1]);
});

test('no photo follows itself', () => {
  for (const count of [2, 3, 5]) {
    const random = seeded(count);
    const [seen] = shows(hung(count, random), 500, random);
    assert.ok(seen.every((photoId, index) => photoId !== seen[index - 1]));
  }
});

test('orders are as good as any: each photo begins a round about as often', () => {
  const counts = new Map();
  for (let seed = 0; seed < 2000; seed += 1) {
    const random = seeded(seed);
    const [[first]] = shows(hung(4, random), 1, random);
    counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  assert.equal(counts.size, 4);
  for (const count of counts.values()) {
    assert.ok(count > 400 && count < 600, `${count} of 2000`);
  }
});

test('new photos come first, each once, in the order in which they came', () => {
  const random = seeded(3);
  const [, midway] = shows(hung(20, random), 5, random);
  const state = after(midway, published('new-1'), published('new-2'), published('new-1'));
  const [seen] = shows(state, 4, random);
  assert.deepEqual(seen.slice(0, 2), ['new-1', 'new-2']);
  assert.ok(!seen.slice(2).includes('new-1'));
});

test('nothing is repeated while there are new ones, and nothing of the round is lost', () => {
  const random = seeded(4);
  const [before, midway] = shows(hung(10, random), 4, random);
  // The fifth is on its way when a new one comes.
  const chosen = after(midway, { type: 'CHOSEN', random });
  const [during, later] = shows(after(chosen, published('new')), 1, random);
  assert.deepEqual(during, ['new']);
  const [rest] = shows(later, 6, random);
  assert.equal(rest[0], chosen.upcoming);
  assert.equal(new Set([...before, ...rest]).size, 10);
});

test('what it finds when it is switched on is no news; what it missed in a cut is', () => {
  const ids = numbers(150).map(id);
  const opening = after(START, read(ids.slice(0, 100)), read(ids.slice(100)), all(ids));
  assert.deepEqual(opening.fresh, []);
  const [seen] = shows(opening, 150, seeded(1));
  assert.equal(new Set(seen).size, 150);
  const back = after(opening, read(['late-2', 'late-1', ...ids.slice(0, 98)]));
  assert.deepEqual(back.fresh, ['late-1', 'late-2']);
});

test('photos of the second page are in the first round, though it has begun', () => {
  const ids = numbers(30).map(id);
  const random = seeded(5);
  const [first, begun] = shows(after(START, read(ids.slice(0, 10))), 3, random);
  const state = after(begun, read(ids.slice(10)), all(ids, 0, random));
  const [rest] = shows(state, 27, random);
  assert.equal(new Set([...first, ...rest]).size, 30);
});

test('a photo that is gone is nowhere any more', () => {
  const random = seeded(6);
  let state = after(hung(5, random), { type: 'CHOSEN', random });
  const { upcoming } = state;
  state = after(state, gone(upcoming));
  assert.equal(state.upcoming, null);
  const [seen] = shows(state, 40, random);
  assert.ok(!seen.includes(upcoming));
  const [, showing] = shows(hung(3, random), 1, random);
  const taken = after(showing, gone(showing.current));
  assert.equal(taken.current, null);
  assert.ok(isDue(after(taken, { type: 'CHOSEN', random }), 0));
});

test('so is one that is hidden while it is fetched, as the answer tells', () => {
  const random = seeded(8);
  const state = after(hung(3, random), { type: 'CHOSEN', random });
  const photoIds = [state.upcoming];
  assert.equal(after(state, { type: 'ASKED', photoIds, page: page([]) }).upcoming, null);
  const there = after(state, { type: 'ASKED', photoIds, page: page(photoIds) });
  assert.equal(there.upcoming, state.upcoming);
});

test('and one that was hidden in a cut, as the list tells, but not one that came just now', () => {
  const state = after(hung(3), published('new', 60_000));
  const left = after(state, all(['photo-0', 'photo-1'], 65_000));
  assert.deepEqual([...left.known.keys()], ['photo-0', 'photo-1', 'new']);
});

test('a photo that is published again after it was gone is new', () => {
  const state = after(hung(3), gone('photo-1'), published('photo-1'));
  assert.deepEqual(state.fresh, ['photo-1']);
});

test('without photos it is empty, and shows the first one that comes', () => {
  assert.equal(START.name, 'starting');
  const empty = after(START, read([]), all([]));
  assert.equal(empty.name, 'empty');
  const first = after(empty, published('photo-1'));
  assert.equal(first.name, 'showing');
  assert.equal(after(first, gone('photo-1')).name, 'empty');
});
