import assert from 'node:assert/strict';
import test from 'node:test';

import { hashOf, placeOf } from '../../../static-site/lib/host-places.js';

const VIEWS = ['library', 'albums', 'album'];

test('an address names a view, what it is about, and how', () => {
  assert.deepEqual(placeOf('#albums', VIEWS), { view: 'albums', id: null, query: {} });
  assert.deepEqual(placeOf('#album=a%2Fb', VIEWS), { view: 'album', id: 'a/b', query: {} });
  assert.deepEqual(placeOf('#library?album=x&photo=y%20z', VIEWS), {
    view: 'library',
    id: null,
    query: { album: 'x', photo: 'y z' },
  });
});

test('what is no address of ours is where one begins', () => {
  for (const hash of ['', '#', '#nothing', '#<b>', '#library/../x']) {
    assert.deepEqual(placeOf(hash, VIEWS), { view: 'library', id: null, query: {} });
  }
  assert.equal(placeOf('#album=%E0%A4%A', VIEWS).id, '%E0%A4%A');
});

test('an address is written as it is read', () => {
  assert.equal(hashOf('library'), '#library');
  assert.equal(hashOf('library', { album: null, photo: '' }), '#library');
  const query = { album: 'a&b', photo: 'y' };
  assert.deepEqual(placeOf(hashOf('library', query), VIEWS).query, query);
});
