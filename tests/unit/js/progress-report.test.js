import assert from 'node:assert/strict';
import test from 'node:test';

import { progressReport, START } from '../../../static-site/lib/progress-report.js';

const anUpload = (id, changes = {}) => ({
  id,
  photoId: `photo-${id}`,
  state: 'sending',
  sizeBytes: 1000,
  sentBytes: 0,
  ...changes,
});

const report = (queue, last = START, at = 0) => progressReport(queue, null, last, at, 1000);

test('a photo that the screen has not heard of is told of at once', () => {
  const first = report([anUpload('a')]);
  assert.deepEqual(first.saying, {
    action: 'progress',
    uploads: [{ photoId: 'photo-a', percent: 0 }],
    secondsLeft: null,
  });
  const both = [anUpload('a'), anUpload('b', { state: 'waiting' })];
  assert.equal(report(both, first.reported, 1).saying.uploads.length, 2);
});

test('all else is told at intervals', () => {
  const { reported } = report([anUpload('a')]);
  const further = [anUpload('a', { sentBytes: 500 })];
  assert.equal(report(further, reported, 999), null);
  assert.equal(report(further, reported, 1000).saying.uploads[0].percent, 50);
});

test('what has not moved is not told again', () => {
  const { reported } = report([anUpload('a')]);
  assert.equal(report([anUpload('a')], reported, 60_000), null);
});

test('how long it will take is told with it', () => {
  assert.equal(progressReport([anUpload('a')], 8, START, 0, 1000).saying.secondsLeft, 8);
});

test('what has no ticket yet, has arrived or has failed is not on its way', () => {
  const queue = [
    anUpload('a', { photoId: null }),
    ...['sent', 'failed', 'refused'].map((state) => anUpload(state, { state })),
  ];
  assert.equal(report(queue), null);
});

test('one message tells of twelve at most', () => {
  const queue = Array.from({ length: 30 }, (_, index) => anUpload(String(index)));
  assert.equal(report(queue).saying.uploads.length, 12);
});
