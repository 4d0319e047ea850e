import assert from 'node:assert/strict';
import test from 'node:test';

import { arrived, isComing, mergePhotos, steps } from '../../../static-site/lib/photos.js';
import { aPhoto } from './samples.js';

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

test('a photo that an older snapshot does not know yet stays', () => {
  const known = [aPhoto(), aPhoto({ photoId: 'photo-2' })];
  assert.equal(mergePhotos(known, [aPhoto()]), known);
});

test('all orders of the same facts end alike', () => {
  const facts = [
    aPhoto({ state: 'PENDING', url: null, storedAt: null }),
    aPhoto(),
    aPhoto({ state: 'READY' }),
  ];
  for (const order of [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]) {
    const end = order.reduce((known, index) => mergePhotos(known, [facts[index]]), []);
    assert.deepEqual(end, [aPhoto({ state: 'READY' })]);
  }
});

test('a fresh URL is taken over, a missing one takes nothing away', () => {
  const [fresh] = mergePhotos([aPhoto()], [aPhoto({ url: 'https://store.example/2' })]);
  assert.equal(fresh.url, 'https://store.example/2');
  const [kept] = mergePhotos([aPhoto()], [aPhoto({ url: null, fileName: null })]);
  assert.deepEqual(kept, aPhoto());
});

test('a rejected photo can no longer be seen', () => {
  const [rejected] = mergePhotos([aPhoto()], [aPhoto({ state: 'REJECTED', code: 'EMPTY' })]);
  assert.deepEqual([rejected.url, rejected.code], [null, 'EMPTY']);
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
