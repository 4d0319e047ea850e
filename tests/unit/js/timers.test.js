import assert from 'node:assert/strict';
import test from 'node:test';

import { fullJitter, Naps } from '../../../static-site/lib/timers.js';
import { FakeTimers, settle } from './fake-timers.js';

async function isOver(nap) {
  let over = false;
  void nap.then(() => (over = true));
  await settle();
  return over;
}

test('a nap ends after its time', async () => {
  const timers = new FakeTimers();
  const nap = new Naps(timers).nap(100);
  await timers.advance(99);
  assert.equal(await isOver(nap), false);
  await timers.advance(1);
  assert.equal(await isOver(nap), true);
});

test('waking ends all naps at once and leaves no timer', async () => {
  const timers = new FakeTimers();
  const naps = new Naps(timers);
  const both = Promise.all([naps.nap(100), naps.nap(5000)]);
  naps.wake();
  assert.equal(await isOver(both), true);
  assert.equal(timers.waiting, 0);
});

test('an abort ends a nap, and a nap after it does not begin', async () => {
  const timers = new FakeTimers();
  const naps = new Naps(timers);
  const leaving = new AbortController();
  const nap = naps.nap(100, leaving.signal);
  leaving.abort();
  assert.equal(await isOver(nap), true);
  assert.equal(await isOver(naps.nap(100, leaving.signal)), true);
  assert.equal(timers.waiting, 0);
});

test('the delay lies anywhere between nothing and the doubled base', () => {
  const atMost = [0, 1, 2, 3].map((attempt) => fullJitter(attempt, () => 1));
  assert.deepEqual(atMost, [500, 1000, 2000, 4000]);
  assert.equal(fullJitter(3, () => 0), 0);
  assert.equal(fullJitter(3, () => 0.5), 2000);
});

test('the delay never grows beyond its cap, however long the cut', () => {
  for (const attempt of [6, 7, 100, 5000]) {
    assert.equal(fullJitter(attempt, () => 1), 30_000);
    assert.equal(fullJitter(attempt, () => 0), 0);
  }
});
