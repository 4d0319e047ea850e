import assert from 'node:assert/strict';
import test from 'node:test';

import { albumState, fromLocal, inOrder, midnight, toLocal } from '../../../static-site/lib/album-facts.js';
import { anAlbum } from './album-samples.js';

test('an album is as its guests would find it', () => {
  const at = (now, changes) => albumState(anAlbum(changes), now);
  assert.deepEqual(at(10, {}), { name: 'open', at: null });
  assert.deepEqual(at(10, { closesAt: 20 }), { name: 'open', at: 20 });
  assert.deepEqual(at(9, { opensAt: 10 }), { name: 'early', at: 10 });
  assert.deepEqual(at(10, { opensAt: 10 }).name, 'open');
  assert.deepEqual(at(20, { opensAt: 10, closesAt: 20 }), { name: 'closed', at: 20 });
  assert.deepEqual(at(10, { photoCount: 5, maxPhotos: 5 }), { name: 'full', at: null });
});

test('the newest album comes first, and two of the same second always in the same order', () => {
  const albums = [
    anAlbum({ albumId: 'b', createdAt: 1 }),
    anAlbum({ albumId: 'c', createdAt: 2 }),
    anAlbum({ albumId: 'a', createdAt: 1 }),
  ];
  assert.deepEqual(inOrder(albums).map(({ albumId }) => albumId), ['c', 'a', 'b']);
  assert.equal(albums[0].albumId, 'b');
});

test('times are written as the clock on the wall has them', () => {
  const at = new Date(2026, 5, 7, 18, 5).getTime() / 1000;
  assert.equal(toLocal(at), '2026-06-07T18:05');
  assert.equal(fromLocal('2026-06-07T18:05'), at);
  assert.equal(toLocal(null), '');
  assert.equal(fromLocal(''), null);
  assert.ok(Number.isNaN(fromLocal('soon')));
});

test('a day begins at midnight where its host is', () => {
  assert.equal(midnight(new Date(2026, 5, 7, 18, 5, 3)), new Date(2026, 5, 7).getTime() / 1000);
});
