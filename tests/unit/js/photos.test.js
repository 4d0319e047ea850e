import assert from 'node:assert/strict';
import test from 'node:test';

import { isDeleted } from '../../../static-site/lib/endings.js';
import {
  arrived,
  isComing,
  isDeveloping,
  isFinal,
  isRefused,
  isRejected,
  isVisible,
  isWithheld,
  mergePhotos,
  newly,
  steps,
} from '../../../static-site/lib/photos.js';
import { aComingPhoto, aDeletedPhoto, aPhoto, aReadyPhoto } from './samples.js';

const STATES = ['PENDING', 'STORED', 'READY', 'REJECTED'];
const ALLOWED = { PENDING: ['STORED', 'READY', 'REJECTED'], STORED: ['READY', 'REJECTED'] };

test('no photo ever moves backwards', () => {
  for (const from of STATES) {
    for (const to of STATES) {
      const [after] = mergePhotos([aPhoto({ state: from })], [aPhoto({ state: to })]);
      const expected = ALLOWED[from]?.includes(to) ? to : from;
      assert.equal(after.state, expected, `${from} told ${to}`);
    }
  }
});

test('the same told twice changes nothing, not even the list', () => {
  const known = [aPhoto()];
  assert.equal(mergePhotos(known, [aPhoto()]), known);
  assert.equal(mergePhotos(known, []), known);
});

test('once shown is shown, even if what tells it is older or what follows does not', () => {
  const ready = mergePhotos([aReadyPhoto()], [aPhoto({ shownAt: 7 })]);
  assert.deepEqual([ready[0].state, ready[0].shownAt], ['READY', 7]);
  const [later] = mergePhotos([aPhoto({ shownAt: 7 })], [aReadyPhoto()]);
  assert.deepEqual([later.state, later.shownAt], ['READY', 7]);
  const known = [aPhoto({ shownAt: 7 })];
  assert.equal(mergePhotos(known, [aPhoto({ shownAt: 9 })]), known);
});

test('a photo that an older snapshot does not know yet stays', () => {
  const known = [aPhoto(), aPhoto({ photoId: 'photo-2' })];
  assert.equal(mergePhotos(known, [aPhoto()]), known);
});

test('all orders of the same facts end alike', () => {
  const facts = [
    aPhoto({ state: 'PENDING', url: null, storedAt: null }),
    aPhoto(),
    aReadyPhoto(),
  ];
  for (const order of [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]) {
    const end = order.reduce((known, index) => mergePhotos(known, [facts[index]]), []);
    assert.deepEqual(end, [aReadyPhoto()]);
  }
});

test('a fresh URL is taken over, a missing name takes nothing away', () => {
  const [fresh] = mergePhotos([aPhoto()], [aPhoto({ url: 'https://store.example/2' })]);
  assert.equal(fresh.url, 'https://store.example/2');
  const [kept] = mergePhotos([aPhoto()], [aPhoto({ fileName: null })]);
  assert.deepEqual(kept, aPhoto());
});

test('what may not be seen any more is known without its pictures until it may again', () => {
  const known = [aReadyPhoto()];
  const hidden = aReadyPhoto({ url: null, renditions: null });
  const withheld = mergePhotos(known, [hidden]);
  assert.deepEqual(withheld, [hidden]);
  assert.ok(isWithheld(withheld[0]));
  assert.equal(mergePhotos(withheld, [hidden]), withheld);
  assert.deepEqual(mergePhotos(withheld, known), known);
  assert.ok(!isWithheld(known[0]));
  assert.ok(!isWithheld(aPhoto({ url: null })), 'it is still being made');
});

test('fresh URLs of renditions are taken over, the same ones are no news', () => {
  const known = [aReadyPhoto()];
  assert.equal(mergePhotos(known, [aReadyPhoto()]), known);
  const [fresh] = mergePhotos(known, [aReadyPhoto({}, 2)]);
  assert.deepEqual(fresh, aReadyPhoto({}, 2));
  assert.equal(mergePhotos(known, [aPhoto()]), known);
});

test('a rejected photo can no longer be seen', () => {
  const rejection = aReadyPhoto({ state: 'REJECTED', code: 'EMPTY' });
  const [rejected] = mergePhotos([aPhoto()], [rejection]);
  assert.deepEqual([rejected.url, rejected.renditions, rejected.code], [null, null, 'EMPTY']);
});

test('of READY and REJECTED the first one stays', () => {
  const rejection = aPhoto({ state: 'REJECTED', code: 'EMPTY', url: null });
  const ready = [aReadyPhoto()];
  assert.equal(mergePhotos(ready, [rejection]), ready);
  assert.equal(mergePhotos([rejection], ready)[0], rejection);
});

test('what its visitor took back, or somebody deleted, was not refused', () => {
  const gone = (code) => aPhoto({ state: 'REJECTED', code, url: null });
  const photos = [gone('WITHDRAWN'), aDeletedPhoto(), gone('EMPTY'), aPhoto()];
  assert.deepEqual(photos.map(isRefused), [false, false, true, false]);
  assert.deepEqual(photos.map(isDeleted), [false, true, false, false]);
});

test('what is deleted is gone, however far it had come, and does not come back', () => {
  const before = [aComingPhoto(), aPhoto(), aReadyPhoto(), aPhoto({ state: 'REJECTED', code: 'EMPTY' })];
  for (const photo of before) {
    const gone = mergePhotos([photo], [aDeletedPhoto()]);
    assert.deepEqual([gone[0].url, gone[0].renditions, gone[0].code], [null, null, 'DELETED']);
    assert.equal(mergePhotos(gone, [photo]), gone);
    assert.equal(mergePhotos(gone, [aDeletedPhoto()]), gone);
  }
});

test('what browsers seldom draw is developing until it is ready', () => {
  const heic = { contentType: 'image/heic' };
  assert.deepEqual([aPhoto(heic), aReadyPhoto(heic)].map(isDeveloping), [true, false]);
  assert.deepEqual([aPhoto(heic), aReadyPhoto(heic)].map(isVisible), [false, true]);
  assert.deepEqual([isDeveloping(aPhoto()), isVisible(aPhoto())], [false, true]);
  assert.equal(isDeveloping(aPhoto({ url: null })), true);
  assert.equal(isDeveloping(aPhoto({ ...heic, state: 'REJECTED' })), false);
});

test('new is what was not so before, or not known', () => {
  const before = [aPhoto(), aPhoto({ photoId: 'photo-2', state: 'REJECTED' })];
  const after = [
    aPhoto({ state: 'REJECTED' }),
    aPhoto({ photoId: 'photo-2', state: 'REJECTED' }),
    aPhoto({ photoId: 'photo-3', state: 'REJECTED' }),
  ];
  const ids = newly(before, after, isRejected).map(({ photoId }) => photoId);
  assert.deepEqual(ids, ['photo-1', 'photo-3']);
});

test('arrived photos come oldest first', () => {
  const photos = [
    aPhoto({ photoId: 'c', storedAt: 30 }),
    aPhoto({ photoId: 'x', state: 'PENDING' }),
    aPhoto({ photoId: 'a', storedAt: 10, state: 'READY' }),
    aPhoto({ photoId: 'y', state: 'REJECTED' }),
  ];
  assert.deepEqual(arrived(photos).map(({ photoId }) => photoId), ['a', 'c']);
});

test('a claim without a file is not a photo on its way', () => {
  assert.equal(isComing(aPhoto({ state: 'PENDING', sizeBytes: null })), false);
  assert.equal(isComing(aPhoto({ state: 'PENDING' })), true);
  assert.equal(isComing(aPhoto()), false);
});

test('steps tell how far photos are, not where to fetch them', () => {
  assert.equal(steps([aPhoto()]), steps([aPhoto({ url: 'https://store.example/other' })]));
  assert.notEqual(steps([aPhoto()]), steps([aPhoto({ state: 'READY' })]));
});

test('a video is never developing, and nothing better comes of it', () => {
  const video = { contentType: 'video/mp4' };
  const ready = aPhoto({ ...video, state: 'READY' });
  assert.deepEqual([aPhoto(video), ready].map(isDeveloping), [false, false]);
  assert.deepEqual([aPhoto(video), ready].map(isVisible), [true, true]);
  assert.deepEqual([aPhoto(video), ready].map(isFinal), [true, true]);
  assert.deepEqual([aPhoto(), aReadyPhoto()].map(isFinal), [false, true]);
  assert.equal(isDeveloping(aPhoto({ ...video, url: null })), true);
  assert.equal(isFinal(aPhoto({ ...video, url: null })), false);
});
