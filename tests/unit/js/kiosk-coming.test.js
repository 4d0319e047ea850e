import assert from 'node:assert/strict';
import test from 'node:test';

import { kioskState, shownName, START } from '../../../static-site/lib/kiosk-state.js';
import {
  awaited,
  PENDING_PATIENCE_MS,
  refusals,
  RETURN_AFTER_MS,
  returnsAt,
} from '../../../static-site/lib/kiosk-times.js';
import { aComingPhoto, aReadyPhoto, aSession, told } from './samples.js';

const message = (content, at = 0) => ({ type: 'MESSAGE', message: content, at });
const ticked = (at) => ({ type: 'TICKED', at });
const CODE = [
  { type: 'UPLOAD_PRESSED', at: 0 },
  { type: 'SESSION_OPENED', session: aSession(), at: 0 },
].reduce(kioskState, START);
/** After these messages, each a second later. */
const after = (...messages) =>
  messages
    .map((each, index) => message(each, 1000 * (index + 1)))
    .reduce((state, event) => kioskState(state, event), CODE);
const ids = (photos) => photos.map(({ photoId }) => photoId);

function* ordersOf(items) {
  if (items.length === 0) {
    yield [];
  }
  for (const [index, item] of items.entries()) {
    for (const rest of ordersOf(items.toSpliced(index, 1))) {
      yield [item, ...rest];
    }
  }
}

test('the first that is heard of a photo on its way opens the scene', () => {
  const snapshot = told.state({ photos: [aComingPhoto()] });
  for (const first of [told.progress(), told.preview(), snapshot]) {
    const state = after(first);
    assert.deepEqual([state.name, ids(awaited(state, 1_000))], ['photos', ['photo-1']]);
  }
  const claim = told.state({ photos: [aComingPhoto({ sizeBytes: null })] });
  assert.equal(after(claim).name, 'connected');
});

test('how far a photo is does not become part of what is true of it', () => {
  assert.deepEqual(after(told.progress({ 'photo-1': 40 })).photos, [aComingPhoto()]);
});

test('whatever the order of what is told, the photo is there and its progress is forgotten', () => {
  const facts = [
    told.progress({ 'photo-1': 0 }),
    told.progress({ 'photo-1': 60 }, 3),
    told.preview(),
    told.completed(),
    told.ready(),
  ];
  for (const order of ordersOf(facts)) {
    const { name, photos, way } = after(...order, ...order);
    assert.deepEqual([name, photos], ['photos', [aReadyPhoto()]]);
    assert.deepEqual([way.percents.size, way.secondsLeft], [0, null]);
  }
});

test('what its visitor takes back goes without a word, and the scene is as it was before', () => {
  for (const order of ordersOf([told.progress(), told.preview(), told.withdrawn()])) {
    const state = after(...order, ...order);
    assert.equal(state.name, 'connected');
    assert.deepEqual([awaited(state, 9_000), refusals(state, 9_000)], [[], []]);
    assert.equal(state.way.previews.size, 0);
  }
  const others = after(told.progress({ 'photo-1': 5, 'photo-2': 5 }), told.withdrawn());
  assert.deepEqual([others.name, ids(awaited(others, 2_000))], ['photos', ['photo-2']]);
});

test('a withdrawal does not take from the screen why another photo was refused', () => {
  const state = after(told.rejected({ photoId: 'photo-2' }), told.progress(), told.withdrawn());
  assert.deepEqual(ids(refusals(state, 3_000)), ['photo-2']);
});

test('progress is news: what moves is waited for, what does not is given up', () => {
  const state = after(told.progress(), told.progress({ 'photo-1': 40 }));
  const end = 2_000 + PENDING_PATIENCE_MS;
  assert.equal(kioskState(state, ticked(end - 1)), state);
  const again = kioskState(state, message(told.progress({ 'photo-1': 40 }), end - 1));
  assert.equal(kioskState(again, ticked(end)).name, 'photos');
  const given = kioskState(state, ticked(end));
  assert.deepEqual([given.name, awaited(given, end)], ['connected', []]);
});

test('a photo that was given up and comes all the same is shown', () => {
  const given = kioskState(after(told.progress()), ticked(1_000 + PENDING_PATIENCE_MS));
  const moves = kioskState(given, message(told.progress({ 'photo-1': 41 }), 300_000));
  assert.equal(moves.name, 'photos');
  assert.equal(kioskState(given, message(told.completed(), 300_000)).name, 'photos');
});

test('the screen is not free while nothing has landed, and then after the last has moved', () => {
  assert.equal(returnsAt(after(told.progress())), null);
  const one = after(told.completed(), told.progress({ 'photo-2': 5 }));
  assert.equal(returnsAt(one), 2_000 + PENDING_PATIENCE_MS);
  assert.deepEqual(kioskState(one, ticked(2_000 + PENDING_PATIENCE_MS)), START);
  const late = kioskState(one, message(told.progress({ 'photo-1': 5 }), 9_000));
  assert.equal(late, one);
  const both = kioskState(one, message(told.completed({ photoId: 'photo-2' }), 9_000));
  assert.equal(returnsAt(both), 9_000 + RETURN_AFTER_MS);
});

test('what is on its way when the session ends never comes', () => {
  assert.equal(after(told.progress(), told.expired()).name, 'expired');
  const over = after(told.completed(), told.progress({ 'photo-2': 5 }), told.expired());
  assert.deepEqual([over.name, awaited(over, 3_000)], ['photos', []]);
  assert.equal(returnsAt(over), 1_000 + RETURN_AFTER_MS);
});

test('photos on their way stay on the screen while the service is away', () => {
  const away = kioskState(after(told.progress()), { type: 'SERVICE_AWAY', at: 2_000 });
  assert.equal(shownName(away), 'photos');
});

test('leaving forgets how far photos were, and their previews', () => {
  const state = after(told.progress({ 'photo-1': 5 }), told.preview());
  assert.deepEqual(kioskState(state, { type: 'LEFT', at: 3_000 }), START);
});
