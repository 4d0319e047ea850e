import assert from 'node:assert/strict';
import test from 'node:test';

import {
  isSignOfLife,
  NOTHING,
  onTheWay,
  percentOf,
} from '../../../static-site/lib/on-the-way.js';
import { mergePhotos } from '../../../static-site/lib/photos.js';
import { aComingPhoto, aPhoto, told } from './samples.js';

const TWO = [aComingPhoto(), aComingPhoto({ photoId: 'photo-2' })];
const after = (photos, ...messages) =>
  messages.reduce((way, message) => onTheWay(way, photos, message), NOTHING);
const percents = (way) => Object.fromEntries(way.percents);

test('the percent of a photo only grows, whatever the order of the messages', () => {
  const way = after(
    TWO,
    told.progress({ 'photo-1': 40 }),
    told.progress({ 'photo-1': 20, 'photo-2': 5 }),
    told.progress({ 'photo-2': 3 }),
  );
  assert.deepEqual(percents(way), { 'photo-1': 40, 'photo-2': 5 });
});

test('the seconds are the last that were told, and none where nothing is on its way', () => {
  const way = after(TWO, told.progress({ 'photo-1': 4 }, 9), told.progress({ 'photo-1': 6 }, 12));
  assert.equal(way.secondsLeft, 12);
  assert.equal(onTheWay(way, TWO, told.progress({ 'photo-1': 7 }, null)).secondsLeft, null);
  const there = [aPhoto(), aPhoto({ photoId: 'photo-2' })];
  assert.equal(onTheWay(way, there, told.completed()).secondsLeft, null);
});

test('what has arrived or was refused forgets how far it was', () => {
  const way = after(TWO, told.progress({ 'photo-1': 40, 'photo-2': 50 }));
  for (const state of ['STORED', 'READY', 'REJECTED']) {
    const photos = mergePhotos(TWO, [aPhoto({ state })]);
    const later = onTheWay(way, photos, told.completed());
    assert.deepEqual(percents(later), { 'photo-2': 50 });
    const late = onTheWay(later, photos, told.progress({ 'photo-1': 99 }));
    assert.deepEqual(percents(late), { 'photo-2': 50 });
  }
});

test('the same again is no news, not even to the object', () => {
  const way = after(TWO, told.progress({ 'photo-1': 40 }, 8), told.preview());
  for (const again of [told.progress({ 'photo-1': 40 }, 8), told.preview(), told.state()]) {
    assert.equal(onTheWay(way, TWO, again), way);
  }
});

test('the first preview of a photo stays, also while the photo itself is fetched', () => {
  const way = after(TWO, told.preview(), told.preview({}, '/9j/other'));
  const preview = { jpeg: '/9j/4AAQ', width: 160, height: 120 };
  assert.deepEqual([...way.previews], [['photo-1', preview]]);
  const stored = onTheWay(way, [aPhoto(), TWO[1]], told.completed());
  assert.deepEqual([...stored.previews], [['photo-1', preview]]);
  const late = onTheWay(NOTHING, [aPhoto({ contentType: 'image/heic' })], told.preview());
  assert.deepEqual([...late.previews.keys()], ['photo-1']);
});

test('of a photo that may not be seen no preview is kept', () => {
  const photos = [aPhoto({ state: 'REJECTED', code: 'INAPPROPRIATE', url: null })];
  const way = after(TWO, told.preview());
  assert.equal(onTheWay(way, photos, told.rejected()).previews.size, 0);
  assert.equal(onTheWay(NOTHING, photos, told.preview()), NOTHING);
});

test('what is told of a photo on its way shows that its phone is there', () => {
  assert.equal(isSignOfLife(told.progress(), TWO), true);
  assert.equal(isSignOfLife(told.preview(), TWO), true);
  assert.equal(isSignOfLife(told.progress({ 'photo-1': 9 }), [aPhoto()]), false);
  assert.equal(isSignOfLife(told.preview(), [aPhoto()]), false);
  assert.equal(isSignOfLife(told.state({ photos: TWO }), TWO), false);
});

test('each photo counts by its bytes', () => {
  const photos = [
    aPhoto({ photoId: 'there', sizeBytes: 300 }),
    aComingPhoto({ photoId: 'half', sizeBytes: 100 }),
    aComingPhoto({ photoId: 'new', sizeBytes: 600 }),
  ];
  const way = { ...NOTHING, percents: new Map([['half', 50]]) };
  assert.equal(percentOf(photos, way), 35);
  assert.equal(percentOf(photos.slice(1), { ...NOTHING, percents: new Map([['half', 99]]) }), 14);
});

test('where no size is known all count alike, and nothing of nothing is nothing', () => {
  const photos = [aPhoto({ sizeBytes: null }), aComingPhoto({ photoId: 'p2', sizeBytes: null })];
  assert.equal(percentOf(photos, NOTHING), 50);
  assert.equal(percentOf([], NOTHING), 0);
});
