import assert from 'node:assert/strict';
import test from 'node:test';

import { beside, galleryState, linkIn, START } from '../../../static-site/lib/gallery-state.js';
import { aShownPage, aShownPhoto, read } from './gallery-samples.js';

const ids = ({ photos }) => photos.map(({ photoId }) => photoId);

test('a link says which album, and with what key', () => {
  const [albumId, key] = ['a'.repeat(22), 'k'.repeat(43)];
  assert.deepEqual(linkIn(`#album=${albumId}&key=${key}`), { albumId, key });
  for (const cut of ['', '#', `#album=${albumId}`, `#album=${albumId}&key=${key.slice(1)}`, `#key=${key}`]) {
    assert.equal(linkIn(cut), null);
  }
});

test('the first page opens the album', () => {
  const state = read(START, aShownPage([2, 1], { cursor: 'next', name: 'Anna & Ben' }));
  assert.deepEqual([state.name, state.album, state.next, ids(state)], ['open', 'Anna & Ben', 'next', ['2', '1']]);
});

test('a URL is good for as long as the service says, by the clock of the page', () => {
  const { photos } = read(START, aShownPage([1]), { at: 5000 });
  assert.equal(photos[0].goodUntil, 605_000);
});

test('the next page goes behind', () => {
  const first = read(START, aShownPage([4, 3], { cursor: 'next' }));
  const state = read(first, aShownPage([2, 1]), { from: 'next' });
  assert.deepEqual([ids(state), state.next], [['4', '3', '2', '1'], null]);
});

test('what is new comes first, and what was known beyond it stays', () => {
  const first = read(START, aShownPage([3, 2], { cursor: 'two' }));
  const both = read(first, aShownPage([1]), { from: 'two' });
  const state = read(both, aShownPage([5, 4], { cursor: 'four' }));
  assert.deepEqual([ids(state), state.next], [['5', '4', '3', '2', '1'], null]);
});

test('what a page does not have any more is gone', () => {
  const first = read(START, aShownPage([4, 3, 2], { cursor: 'two' }));
  const both = read(first, aShownPage([1]), { from: 'two' });
  assert.deepEqual(ids(read(both, aShownPage([4, 2], { cursor: 'two' }))), ['4', '2', '1']);
});

test('of an album without photos nothing is left', () => {
  const first = read(START, aShownPage([2, 1]));
  assert.deepEqual(ids(read(first, aShownPage([]))), []);
});

test('a page that tells of nothing, and of more behind it, takes nothing away', () => {
  const first = read(START, aShownPage([2, 1], { cursor: 'one' }));
  assert.deepEqual(ids(read(first, aShownPage([], { cursor: 'far' }))), ['2', '1']);
});

test('photos of one second are in the order of the service', () => {
  const same = ['b', 'a', 'c'].map((photoId) => aShownPhoto(1, { photoId, storedAt: 7 }));
  const state = read(START, { ...aShownPage([]), photos: same });
  assert.deepEqual(ids(state), ['c', 'b', 'a']);
});

test('a refusal takes all photos away, and says which it was', () => {
  const open = read(START, aShownPage([1], { name: 'Party' }));
  for (const [code, name] of [['GalleryClosed', 'closed'], ['GalleryKeyRefused', 'refused']]) {
    const state = galleryState(open, { type: 'REFUSED', code });
    assert.deepEqual([state.name, state.photos, state.next, state.album], [name, [], null, 'Party']);
  }
});

test('who is shown photos keeps them while the service is away', () => {
  const open = read(START, aShownPage([1]));
  assert.equal(galleryState(open, { type: 'WENT_AWAY' }), open);
  assert.equal(galleryState(open, { type: 'ASKED_AGAIN' }), open);
  const away = galleryState(START, { type: 'WENT_AWAY' });
  assert.equal(away.name, 'away');
  assert.equal(galleryState(away, { type: 'ASKED_AGAIN' }).name, 'opening');
});

test('an event that nobody knows is an error', () => {
  assert.throws(() => galleryState(START, { type: 'NONE' }), TypeError);
});

test('the ones beside a photo', () => {
  const { photos } = read(START, aShownPage([3, 2, 1]));
  const { at, newer, older } = beside(photos, '2');
  assert.deepEqual([at, newer.photoId, older.photoId], [1, '3', '1']);
  assert.deepEqual(beside(photos, 'gone'), { at: -1 });
  assert.equal(beside(photos, '1').older, undefined);
});
