import assert from 'node:assert/strict';
import test from 'node:test';

import { fits, isFresh, libraryStart, libraryState, pageOf } from '../../../static-site/lib/library-state.js';
import { aPhoto, ids, NOW, photos } from './libraries.js';

const page = (cursor, there, next, atMs = NOW) => ({
  ...{ type: 'PAGE', cursor, atMs },
  page: { photos: there, cursor: next },
});
const after = (state, ...events) => events.reduce(libraryState, state);
const empty = libraryStart({ album: 'album' });
const three = after(
  empty,
  ...[page(null, photos(0, 3), '1'), page('1', photos(3, 6), '2'), page('2', photos(6, 8), null)],
);

test('pages follow each other', () => {
  assert.deepEqual(three.order, ids(0, 8));
  assert.equal(three.next, null);
  assert.deepEqual(ids(0, 8).map((id) => pageOf(three, id)), [0, 0, 0, 1, 1, 1, 2, 2]);
  assert.equal(pageOf(three, 'none'), -1);
});

test('one that nobody waits for any more changes nothing', () => {
  const one = after(empty, page(null, photos(0, 3), '1'));
  assert.equal(libraryState(one, page('old', photos(9, 12), null)), one);
});

test('ten thousand photos come in a hundred pages', () => {
  let state = empty;
  for (let index = 0; index < 100; index += 1) {
    const [from, to] = [index * 100, (index + 1) * 100];
    state = after(state, page(index ? String(index) : null, photos(from, to), index < 99 ? String(index + 1) : null));
  }
  assert.equal(state.order.length, 10_000);
  assert.equal(state.photos.size, 10_000);
  assert.equal(state.order[9_999], 'photo-9999');
  state = after(state, { type: 'EDITED', photo: aPhoto(5000, { comment: 'half way' }), atMs: NOW });
  assert.equal(state.photos.get('photo-5000').comment, 'half way');
  state = after(state, { type: 'GONE', ids: ids(0, 5000) });
  assert.equal(state.order[0], 'photo-5000');
});

test('what has come meanwhile is on top, once', () => {
  const fresh = [aPhoto(-2), aPhoto(-1), aPhoto(0)];
  const now = after(three, page(null, fresh, '1b'));
  assert.deepEqual(now.order, ['photo--2', 'photo--1', ...ids(0, 8)]);
  assert.equal(now.next, null, 'where it ends is known still');
});

test('what others have deleted is gone, where its page is asked for again', () => {
  assert.deepEqual(after(three, page(null, [aPhoto(0), aPhoto(2)], '1')).order, [
    ...['photo-0', 'photo-2'],
    ...ids(3, 8),
  ]);
  const middle = [aPhoto(3), aPhoto(5), aPhoto(6)];
  assert.deepEqual(after(three, page('1', middle, '2b')).order, [...ids(0, 4), ...ids(5, 8)]);
  assert.deepEqual(after(three, page('2', [], null)).order, ids(0, 6));
});

test('where all is gone nothing stays', () => {
  assert.deepEqual(after(three, page(null, [], null)).order, []);
});

test('a page that filters have emptied leads on', () => {
  const now = after(empty, page(null, [], '1'), page('1', photos(0, 2), null));
  assert.deepEqual(now.order, ids(0, 2));
});

test('the list follows the photos by a moment: what was done here is believed', () => {
  const shown = aPhoto(1, { visibility: 'HIDDEN' });
  const edited = after(three, { type: 'EDITED', photo: shown, atMs: NOW });
  const stale = after(edited, page(null, photos(0, 3), '1', NOW + 1000));
  assert.equal(stale.photos.get('photo-1').visibility, 'HIDDEN');
  const later = after(stale, page(null, photos(0, 3), '1', NOW + 60_000));
  assert.equal(later.photos.get('photo-1').visibility, 'SHOWN', 'somebody else has shown it');
});

test('what others do is believed at once', () => {
  const edited = after(three, { type: 'EDITED', photo: aPhoto(1, { visibility: 'HIDDEN' }), atMs: NOW });
  const told = after(edited, { type: 'TOLD', photo: aPhoto(1), atMs: NOW + 1 });
  assert.equal(told.photos.get('photo-1').visibility, 'SHOWN');
  assert.equal(after(told, page(null, photos(0, 3), '1', NOW + 2)).photos.get('photo-1').visibility, 'SHOWN');
});

test('deleted is deleted, whatever comes late', () => {
  const gone = after(three, { type: 'GONE', ids: ['photo-1'] });
  const late = after(gone, page(null, photos(0, 3), '1'), { type: 'TOLD', photo: aPhoto(1), atMs: NOW });
  assert.deepEqual(late.order, ['photo-0', ...ids(2, 8)]);
});

test('what does not fit any more is not shown any more', () => {
  const waiting = (number) => aPhoto(number, { visibility: 'WAITING' });
  const start = after(libraryStart({ visibility: 'WAITING' }), page(null, [waiting(0), waiting(1)], null));
  const now = after(start, { type: 'EDITED', photo: aPhoto(0), atMs: NOW });
  assert.deepEqual(now.order, ['photo-1']);
  const stale = after(now, page(null, [waiting(0), waiting(1)], null, NOW + 1));
  assert.deepEqual(stale.order, ['photo-1'], 'nor does an old list bring it back');
});

test('one that arrives takes its place', () => {
  const tell = (state, number) => after(state, { type: 'TOLD', photo: aPhoto(number), atMs: NOW });
  assert.deepEqual(tell(three, -1).order, ['photo--1', ...ids(0, 8)]);
  const gap = after(three, { type: 'GONE', ids: ['photo-1'] });
  assert.deepEqual(tell(gap, 1.5).order, ['photo-0', 'photo-1.5', ...ids(2, 8)]);
  assert.equal(tell(three, 4.5).order.length, 8, 'further down its page will tell');
  const one = after(empty, page(null, photos(0, 2), null));
  assert.deepEqual(tell(one, 5).order, [...ids(0, 2), 'photo-5']);
  assert.deepEqual(tell(empty, 5).order, [], 'nothing is known yet');
  const elsewhere = { type: 'TOLD', photo: aPhoto(-1, { albumId: 'other' }), atMs: NOW };
  assert.deepEqual(libraryState(three, elsewhere).order, three.order);
});

test('a picture that the browser has is not fetched again', () => {
  const again = photos(0, 3).map((each) => ({ ...each, thumbUrl: `${each.thumbUrl}&signed=again` }));
  const soon = after(three, page(null, again, '1', NOW + 60_000));
  assert.equal(soon.photos.get('photo-0').thumbUrl, aPhoto(0).thumbUrl);
  const late = after(three, page(null, again, '1', NOW + 500_000));
  assert.equal(late.photos.get('photo-0').thumbUrl, again[0].thumbUrl);
});

test('URLs run out', () => {
  const photo = three.photos.get('photo-0');
  assert.equal(isFresh(photo, NOW + 500_000), true);
  assert.equal(isFresh(photo, NOW + 600_000), false);
  assert.equal(isFresh({ ...photo, thumbUrl: null }, NOW + 600_000), true);
  assert.equal(isFresh(undefined, NOW), false);
});

test('filters mean what they mean to the service', () => {
  assert.equal(fits({}, aPhoto(1, { state: 'STORED' })), true);
  assert.equal(fits({}, aPhoto(1, { state: 'REJECTED' })), false);
  assert.equal(fits({ state: 'REJECTED' }, aPhoto(1, { state: 'REJECTED' })), true);
  assert.equal(fits({ type: 'video' }, aPhoto(1)), false);
  assert.equal(fits({ album: 'other' }, aPhoto(1)), false);
});

test('a URL that is no good makes room for the next one', () => {
  const fresh = aPhoto(0, { thumbUrl: 'https://media.example/fresh' });
  const now = after(three, { type: 'BROKEN', id: 'photo-0' });
  assert.equal(isFresh(now.photos.get('photo-0'), NOW), false);
  const told = after(now, { type: 'TOLD', photo: fresh, atMs: NOW });
  assert.equal(told.photos.get('photo-0').thumbUrl, fresh.thumbUrl);
  assert.equal(libraryState(three, { type: 'BROKEN', id: 'none' }), three);
});

test('unknown events are mistakes', () => {
  assert.throws(() => libraryState(three, { type: 'SUNG' }), TypeError);
});
