import assert from 'node:assert/strict';
import test from 'node:test';

import { kioskState, START } from '../../../static-site/lib/kiosk-state.js';
import {
  DEVELOPING_PATIENCE_MS,
  REFUSAL_SHOWN_MS,
  refusals,
  RETURN_AFTER_MS,
  RETURN_AFTER_VIDEO_MS,
  returnsAt,
} from '../../../static-site/lib/kiosk-times.js';
import { aPhoto, aReadyPhoto, aSession, SESSION_ID, told } from './samples.js';

const HEIC = { contentType: 'image/heic' };
const OTHER = { photoId: 'photo-2' };

const message = (content, at = 0) => ({ type: 'MESSAGE', message: content, at });
const CODE = [
  { type: 'UPLOAD_PRESSED', at: 0 },
  { type: 'SESSION_OPENED', session: aSession(), at: 0 },
].reduce(kioskState, START);
/** After these messages, each a second later. */
const after = (...messages) =>
  messages
    .map((each, index) => message(each, 1000 * (index + 1)))
    .reduce((state, event) => kioskState(state, event), CODE);
const snapshot = (...photos) => told.state({ status: 'COMPLETED', photos });
const words = (state, at) => refusals(state, at).map(({ photoId, code }) => `${photoId} ${code}`);

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

test('whatever the order of what is told of a photo that is ready, it is shown', () => {
  const facts = [
    told.connected(),
    told.completed(),
    told.ready(),
    snapshot(aPhoto({ state: 'PENDING', url: null, storedAt: null })),
    snapshot(aPhoto()),
    snapshot(aReadyPhoto()),
  ];
  for (const order of ordersOf(facts)) {
    const { name, status, photos } = after(...order, ...order);
    assert.deepEqual([name, status, photos], ['photos', 'COMPLETED', [aReadyPhoto()]]);
  }
});

test('whatever the order of what is told of a photo that is refused, it is not shown', () => {
  const facts = [
    told.connected(),
    told.completed(),
    told.rejected({ code: 'TRUNCATED' }),
    snapshot(aPhoto()),
    snapshot(aPhoto({ state: 'REJECTED', code: 'TRUNCATED', url: null })),
  ];
  for (const order of ordersOf(facts)) {
    const state = after(...order, ...order);
    assert.equal(state.name, 'connected');
    assert.deepEqual(words(state, 10_000), ['photo-1 TRUNCATED']);
  }
});

test('whatever the order of what is told of a photo that is deleted, it is off and nothing is said', () => {
  const facts = [
    told.connected(),
    told.completed(),
    told.ready(),
    told.deleted(),
    snapshot(aReadyPhoto()),
  ];
  for (const order of ordersOf(facts)) {
    const state = after(...order, ...order);
    assert.deepEqual([state.name, words(state, 10_000)], ['connected', []]);
  }
});

test('while others are shown, a deletion changes neither the scene nor what landed when', () => {
  const two = after(told.ready(), told.ready(OTHER));
  const one = kioskState(two, message(told.deleted(OTHER), 9_000));
  assert.deepEqual([one.name, one.arrivedAt, one.refusedAt], ['photos', two.arrivedAt, 0]);
  assert.equal(returnsAt(one), returnsAt(two));
});

test('READY may come first of all, and twice', () => {
  const early = after(told.ready());
  assert.equal(early.name, 'photos');
  assert.equal(kioskState(early, message(told.ready(), 9_000)), early);
  const { photos } = kioskState(early, message(told.completed(), 9_000));
  assert.equal(photos, early.photos);
});

test('what comes after the end, or of another session, is without effect', () => {
  const expired = after(told.expired());
  assert.equal(kioskState(expired, message(told.ready())), expired);
  const other = { ...told.ready(), sessionId: 'another-session-of-22-c' };
  assert.equal(kioskState(CODE, message(other)), CODE);
});

test('being ready does not hold the screen longer where the upload was to be seen', () => {
  const state = after(told.completed(), told.ready());
  assert.equal(returnsAt(state), 1_000 + RETURN_AFTER_MS);
});

test('where there is a video there is time to watch it', () => {
  const state = after(told.completed({ contentType: 'video/mp4' }), told.completed(OTHER));
  assert.equal(returnsAt(state), 2_000 + RETURN_AFTER_VIDEO_MS);
});

test('a photo that cannot be seen yet is waited for, and then given its own time', () => {
  const waiting = after(told.completed(HEIC));
  assert.equal(returnsAt(waiting), 1_000 + DEVELOPING_PATIENCE_MS);
  const ready = kioskState(waiting, message(told.ready(HEIC), 30_000));
  assert.equal(returnsAt(ready), 30_000 + RETURN_AFTER_MS);
  const over = kioskState(waiting, message(told.expired(), 2_000));
  assert.equal(returnsAt(over), 1_000 + RETURN_AFTER_MS);
});

test('the only photo refused: the session waits for another', () => {
  const state = after(told.completed(), told.rejected());
  assert.deepEqual([state.name, state.session.sessionId], ['connected', SESSION_ID]);
  assert.equal(kioskState(state, message(told.completed())), state);
  assert.equal(after(told.rejected()).name, 'connected');
});

test('one of several refused: the others stay, and long enough to read why', () => {
  const two = after(told.completed(), told.completed(OTHER));
  const state = kioskState(two, message(told.rejected(), 15_000));
  assert.equal(state.name, 'photos');
  assert.equal(returnsAt(state), 15_000 + REFUSAL_SHOWN_MS);
});

test('that a photo was refused is said for a while', () => {
  const state = after(told.rejected());
  assert.deepEqual(words(state, 1_000 + REFUSAL_SHOWN_MS - 1), ['photo-1 TOO_LARGE']);
  assert.deepEqual(words(state, 1_000 + REFUSAL_SHOWN_MS), []);
  const again = kioskState(state, message(told.rejected(), 90_000));
  assert.deepEqual(words(again, 90_000), []);
});

test('it is no longer said when the next photo comes', () => {
  const state = after(told.completed(), told.rejected(), told.completed(OTHER));
  assert.deepEqual(words(state, 4_000), []);
  const developed = after(told.completed({ ...OTHER, ...HEIC }), told.rejected());
  const seen = kioskState(developed, message(told.ready({ ...OTHER, ...HEIC }), 3_000));
  assert.deepEqual(words(seen, 3_000), ['photo-1 TOO_LARGE']);
});

test('several that are refused together are told together, older ones are not', () => {
  const state = after(told.rejected(), told.rejected({ ...OTHER, code: 'EMPTY' }));
  assert.deepEqual(words(state, 3_000), ['photo-1 TOO_LARGE', 'photo-2 EMPTY']);
  const later = kioskState(state, message(told.rejected({ photoId: 'photo-3' }), 60_000));
  assert.deepEqual(words(later, 60_000), ['photo-3 TOO_LARGE']);
});

test('one snapshot may bring both: another photo, and why one was refused', () => {
  const refused = aPhoto({ state: 'REJECTED', code: 'DAMAGED', url: null });
  const both = snapshot(refused, aPhoto(OTHER));
  const state = after(told.completed(), both);
  assert.deepEqual([state.name, state.arrivedAt], ['photos', 2_000]);
  assert.deepEqual(words(state, 3_000), ['photo-1 DAMAGED']);
  const second = after(told.completed(), told.rejected({ photoId: 'photo-0' }), both);
  assert.deepEqual(words(second, 3_000), ['photo-1 DAMAGED']);
});

test('where the operator says how long, the last photo stays as long', () => {
  const opened = [
    { type: 'UPLOAD_PRESSED', at: 0 },
    { type: 'SESSION_OPENED', session: aSession(), at: 0, staysMs: 45_000 },
  ].reduce(kioskState, START);
  const shown = (photo) => kioskState(opened, message(snapshot(photo), 1_000));
  assert.equal(returnsAt(shown(aReadyPhoto())), 1_000 + 45_000);
  // A video is watched to its end all the same.
  assert.equal(returnsAt(shown(aReadyPhoto({ contentType: 'video/mp4' }))), 1_000 + RETURN_AFTER_VIDEO_MS);
  const back = kioskState(shown(aReadyPhoto()), { type: 'TICKED', at: 46_000 });
  assert.equal(back.name, 'attract');
});
