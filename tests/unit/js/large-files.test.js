import assert from 'node:assert/strict';
import test from 'node:test';

import {
  becomesLighter,
  LARGE_BYTES,
  LIGHT_BYTES,
  lineOf,
  questionOf,
  SMALLER_BYTES,
} from '../../../static-site/lib/large-files.js';

const MB = 1024 * 1024;
const aFile = (megabytes, contentType = 'image/jpeg') => ({
  name: 'sea.jpg',
  sizeBytes: megabytes * MB,
  contentType,
});
const GOOD = { trouble: null, bytesPerSecond: null };
const SLOW = { trouble: 'slow', bytesPerSecond: null };
const ask = (files, line = GOOD, known = {}) =>
  questionOf(files, line, { bytesPerSecond: null, wanted: null, ...known });

test('what a browser tells of its line', () => {
  const troubles = [
    [undefined, null],
    [{}, null],
    [{ effectiveType: '4g', type: 'wifi' }, null],
    [{ effectiveType: '3g' }, 'slow'],
    [{ effectiveType: 'slow-2g' }, 'slow'],
    [{ effectiveType: '4g', saveData: true }, 'metered'],
    [{ effectiveType: '2g', type: 'cellular' }, 'metered'],
  ];
  for (const [told, trouble] of troubles) {
    assert.equal(lineOf(told).trouble, trouble, JSON.stringify(told));
  }
  assert.equal(lineOf({ downlink: 8 }).bytesPerSecond, 1_000_000);
  assert.equal(lineOf({ downlink: 0 }).bytesPerSecond, null);
});

test('on a good line nothing is asked up to a hundred megabytes', () => {
  assert.equal(ask([]), null);
  assert.equal(ask([{ ...aFile(0), sizeBytes: LARGE_BYTES }]), null);
  const question = ask([{ ...aFile(0), sizeBytes: LARGE_BYTES + 1 }]);
  assert.deepEqual(question, {
    bytes: LARGE_BYTES + 1,
    seconds: null,
    isLarge: true,
    smaller: null,
  });
});

test('several files count together', () => {
  assert.equal(ask(Array(4).fill(aFile(25))), null);
  assert.equal(ask(Array(5).fill(aFile(24))).bytes, 120 * MB);
});

test('how long it takes is what was seen, else what the browser guesses, else not told', () => {
  const files = [aFile(120, 'video/mp4')];
  assert.equal(ask(files).seconds, null);
  assert.equal(ask(files, { ...GOOD, bytesPerSecond: MB }).seconds, 120);
  assert.equal(ask(files, { ...GOOD, bytesPerSecond: MB }, { bytesPerSecond: 2 * MB }).seconds, 60);
});

test('on a poor line pictures that become clearly lighter may be sent smaller', () => {
  const question = ask([aFile(5), aFile(1)], SLOW);
  assert.deepEqual(question, {
    bytes: 6 * MB,
    seconds: null,
    isLarge: false,
    smaller: { trouble: 'slow', count: 1, bytes: SMALLER_BYTES + MB },
  });
});

test('what is light or would hardly become lighter is not worth a question', () => {
  assert.equal(ask([aFile(LIGHT_BYTES / MB)], SLOW), null);
  assert.equal(ask(Array(10).fill(aFile(1.5)), SLOW), null);
  assert.notEqual(ask([aFile(2), aFile(2)], SLOW), null);
});

test('what moves is never made smaller', () => {
  for (const type of ['video/mp4', 'image/gif']) {
    assert.equal(becomesLighter(aFile(20, type)), false);
    assert.equal(ask([aFile(20, type)], SLOW), null);
  }
});

test('both at once are one question', () => {
  const question = ask([aFile(110, 'video/mp4'), aFile(6)], SLOW, { bytesPerSecond: MB });
  assert.deepEqual([question.isLarge, question.bytes, question.seconds], [true, 116 * MB, 116]);
  assert.deepEqual(question.smaller, {
    trouble: 'slow',
    count: 1,
    bytes: 110 * MB + SMALLER_BYTES,
  });
});

test('an answer that was given is not asked for again', () => {
  for (const wanted of ['smaller', 'original']) {
    assert.equal(ask([aFile(20)], SLOW, { wanted }), null);
  }
  const many = Array(5).fill(aFile(24));
  assert.equal(ask(many, SLOW, { wanted: 'smaller' }), null);
  const question = ask(many, SLOW, { wanted: 'original' });
  assert.deepEqual([question.bytes, question.smaller], [120 * MB, null]);
});
