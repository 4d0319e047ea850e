import assert from 'node:assert/strict';
import test from 'node:test';

import { heard, NOTHING, ticked } from '../../../static-site/lib/coming-state.js';

const progress = (percents) => ({
  type: 'UPLOAD_PROGRESS',
  photos: Object.entries(percents).map(([photoId, percent]) => ({ photoId, fileName: `${photoId}.jpg`, percent })),
});
const photo = (type, photoId, changes = {}) => ({
  type,
  photo: { photoId, fileName: `${photoId}.jpg`, code: null, thumbUrl: null, ...changes },
});
/** `steps`: messages, each a second after the one before. */
const after = (...steps) => steps.reduce((list, message, index) => heard(list, message, 1_000 * index), NOTHING);
const phases = (list) => list.map(({ photoId, phase, percent }) => `${photoId} ${phase} ${percent}`);

test('a photo is told of from its first byte until it can be seen', () => {
  assert.deepEqual(phases(after(progress({ a: 10, b: 0 }))), ['b sending 0', 'a sending 10']);
  assert.deepEqual(phases(after(progress({ a: 10 }), progress({ a: 60 }))), ['a sending 60']);
  const stored = after(progress({ a: 10 }), photo('PHOTO_STORED', 'a'));
  assert.deepEqual(phases(stored), ['a stored 100']);
  const [ready] = after(photo('PHOTO_STORED', 'a'), photo('PHOTO_READY', 'a', { thumbUrl: 'https://x' }));
  assert.deepEqual([ready.phase, ready.thumbUrl, ready.name], ['ready', 'https://x', 'a.jpg']);
  const [refused] = after(photo('PHOTO_REJECTED', 'a', { code: 'TRUNCATED' }));
  assert.deepEqual([refused.phase, refused.code], ['rejected', 'TRUNCATED']);
});

test('what is told late sends no photo back', () => {
  const ready = after(photo('PHOTO_READY', 'a'));
  assert.equal(heard(ready, photo('PHOTO_STORED', 'a'), 1), ready);
  assert.equal(heard(ready, progress({ a: 50 }), 1), ready);
  const stored = after(photo('PHOTO_STORED', 'a'));
  assert.equal(heard(stored, progress({ a: 99 }), 1), stored);
});

test('one that is gone is not coming, and all else is no news', () => {
  const list = after(photo('PHOTO_READY', 'a'), progress({ b: 1 }));
  assert.deepEqual(phases(heard(list, { type: 'PHOTO_GONE', photoId: 'a' }, 9)), ['b sending 1']);
  assert.equal(heard(list, { type: 'PHOTO_GONE', photoId: 'c' }, 9), list);
  assert.equal(heard(list, { type: 'ALBUM_CHANGED' }, 9), list);
});

test('who goes silent is not coming any more, and what has come is seen for a while', () => {
  const list = after(progress({ a: 10 }), photo('PHOTO_READY', 'b'), photo('PHOTO_STORED', 'c'));
  assert.equal(ticked(list, 14_999), list);
  assert.deepEqual(phases(ticked(list, 15_000)), ['c stored 100', 'b ready 100']);
  assert.deepEqual(phases(ticked(list, 21_000)), ['c stored 100']);
  assert.deepEqual(ticked(list, 122_000), []);
});

test('of very many the newest are told', () => {
  const list = after(...Array.from({ length: 30 }, (_, index) => photo('PHOTO_READY', `p${index}`)));
  assert.equal(list.length, 12);
  assert.equal(list[0].photoId, 'p29');
});
