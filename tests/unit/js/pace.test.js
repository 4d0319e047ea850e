import assert from 'node:assert/strict';
import test from 'node:test';

import { bytesPerSecond, observePace, secondsLeft, START } from '../../../static-site/lib/pace.js';

/** `looks`: [milliseconds, bytes left]. */
const seen = (...looks) => looks.reduce((pace, [at, left]) => observePace(pace, left, at), START);

test('the rest takes as long as the last seconds say', () => {
  assert.equal(secondsLeft(seen([0, 1000], [1000, 900], [2000, 800])), 8);
});

test('before two seconds nothing is made up', () => {
  assert.equal(secondsLeft(START), null);
  assert.equal(secondsLeft(seen([0, 1000], [1900, 100])), null);
});

test('a line that stands still has no end', () => {
  assert.equal(secondsLeft(seen([0, 1000], [5000, 1000])), null);
});

test('what was long ago does not count: a line that has become slow is slow', () => {
  const quick = [0, 1000, 2000, 3000].map((at) => [at, 100_000 - at * 20]);
  const slow = Array.from({ length: 12 }, (_, step) => [4000 + step * 1000, 40_000 - step * 100]);
  assert.equal(secondsLeft(seen(...quick, ...slow)), 389);
});

test('picking more, or beginning again, begins the counting again', () => {
  assert.equal(secondsLeft(seen([0, 1000], [3000, 500], [3100, 4500])), null);
  assert.equal(secondsLeft(seen([0, 1000], [3000, 500], [3100, 4500], [5100, 4300])), 43);
});

test('a moment after the last look nothing is looked at', () => {
  const pace = seen([0, 1000]);
  assert.equal(observePace(pace, 900, 499), pace);
});

test('nothing left to send: nothing is remembered', () => {
  assert.equal(seen([0, 1000], [3000, 0]), START);
});

test('it is never about nothing', () => {
  assert.equal(secondsLeft(seen([0, 100_000], [4000, 10])), 1);
});

test('how fast bytes go is told as soon as how long the rest takes', () => {
  assert.equal(bytesPerSecond(START), null);
  assert.equal(bytesPerSecond(seen([0, 1000], [1900, 100])), null);
  assert.equal(bytesPerSecond(seen([0, 1000], [2000, 800])), 100);
});
