import assert from 'node:assert/strict';
import test from 'node:test';

import { minutesAndSeconds, observe, remainingMs } from '../../../static-site/lib/clock.js';

test('time left follows the server, wherever the device thinks it is', () => {
  // The device's monotonic clock starts at 7 s; its wall clock is never asked.
  const offset = observe(null, 1_000_000, 7_000);
  assert.equal(remainingMs(1_000_600, offset, 7_000), 600_000);
  assert.equal(remainingMs(1_000_600, offset, 107_000), 500_000);
  assert.equal(remainingMs(1_000_600, offset, 608_000), -1_000);
});

test('a late answer does not turn the time back', () => {
  const offset = observe(null, 1_000_000, 0);
  assert.equal(observe(offset, 1_000_010, 11_400), offset);
});

test('a quicker answer corrects an earlier late one', () => {
  const offset = observe(null, 1_000_000, 2_000);
  assert.equal(observe(offset, 1_000_010, 10_500), 1_000_010_000 - 10_500);
});

test('an answer that contradicts by far is believed: the device slept', () => {
  const offset = observe(null, 1_000_000, 0);
  assert.equal(remainingMs(1_000_600, observe(offset, 1_000_300, 1_000), 1_000), 300_000);
  assert.equal(remainingMs(1_000_600, observe(offset, 999_000, 1_000), 1_000), 1_600_000);
});

test('without an answer nothing runs out', () => {
  assert.equal(remainingMs(1_000_600, null, 0), Infinity);
});

test('seconds are rounded up, so that 0:00 means over', () => {
  assert.deepEqual(minutesAndSeconds(600_000), { minutes: 10, seconds: 0 });
  assert.deepEqual(minutesAndSeconds(59_001), { minutes: 1, seconds: 0 });
  assert.deepEqual(minutesAndSeconds(1), { minutes: 0, seconds: 1 });
  assert.deepEqual(minutesAndSeconds(-5_000), { minutes: 0, seconds: 0 });
});
