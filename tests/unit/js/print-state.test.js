import assert from 'node:assert/strict';
import test from 'node:test';

import {
  fitting,
  printState,
  START,
  UNSHOWABLE_AFTER_MS,
} from '../../../static-site/lib/print-state.js';
import { aPhoto, aReadyPhoto } from './samples.js';

const HEIC = { contentType: 'image/heic' };
const RATIO = 2016 / 1512;

const tell = (photo, { at = 0, size = 'large', percent = 0, preview = null } = {}) => ({
  type: 'TOLD',
  ...{ photo, size, percent, preview, at },
});
/** What becomes of it when what it fetches comes, or does not. */
const comes = (state, ratio = RATIO) =>
  printState(state, { type: 'LOADED', source: state.loading, ratio });
const fails = (state, at = 0) => printState(state, { type: 'FAILED', source: state.loading, at });
const after = (...events) => events.reduce(printState, START);
const seen = ({ name, shows, loading }) => [name, shows, loading?.size ?? null];

const UPLOAD = comes(after(tell(aPhoto())));
const SHARP = comes(printState(UPLOAD, tell(aReadyPhoto())));

test('the upload is shown at once, and then what was made of it', () => {
  const first = after(tell(aPhoto()));
  assert.deepEqual(seen(first), ['developing', null, 'upload']);
  assert.equal(first.loading.url, aPhoto().url);
  assert.deepEqual(seen(UPLOAD), ['shown', 'upload', null]);
  const better = printState(UPLOAD, tell(aReadyPhoto()));
  assert.deepEqual(seen(better), ['shown', 'upload', 'large']);
  assert.equal(better.loading.url, aReadyPhoto().renditions.large.url);
  assert.deepEqual(seen(SHARP), ['shown', 'large', null]);
});

test('a photo that is ready from the first is fetched once, and no upload', () => {
  const first = after(tell(aReadyPhoto()));
  assert.deepEqual(seen(first), ['developing', null, 'large']);
  assert.deepEqual(seen(comes(first)), ['shown', 'large', null]);
});

test('what may not be seen any more is taken off the paper at once, its preview too', () => {
  const hidden = tell(aReadyPhoto({ url: null, renditions: null }), { preview: { jpeg: '/9j/4AAQ', width: 160, height: 120 } });
  for (const state of [START, UPLOAD, SHARP, after(tell(aReadyPhoto()))]) {
    const withheld = printState(state, hidden);
    assert.deepEqual(seen(withheld), ['unshowable', null, null]);
    assert.equal(printState(withheld, hidden), withheld);
    assert.deepEqual(seen(comes(printState(withheld, tell(aReadyPhoto())))), ['shown', 'large', null]);
  }
});

test('told again, with a fresh URL or long after, nothing is fetched again', () => {
  for (const [state, photo] of [
    [UPLOAD, aPhoto({ url: 'https://store.example/fresh' })],
    [SHARP, aReadyPhoto({}, 2)],
    [SHARP, aPhoto()],
  ]) {
    assert.equal(printState(state, tell(photo, { at: 900_000 })), state);
  }
  const loading = after(tell(aReadyPhoto()));
  assert.equal(printState(loading, tell(aReadyPhoto({}, 2), { at: 900_000 })), loading);
});

test('an upload that is still being fetched is given up for what was made of it', () => {
  const first = after(tell(aPhoto()));
  const better = printState(first, tell(aReadyPhoto()));
  assert.deepEqual(seen(better), ['developing', null, 'large']);
  const late = printState(better, { type: 'LOADED', source: first.loading, ratio: 9 });
  assert.equal(late, better);
  assert.equal(printState(better, { type: 'FAILED', source: first.loading, at: 0 }), better);
});

test('the shape of the print is known before the picture is there', () => {
  const [known, unknown] = [aReadyPhoto(HEIC), aPhoto(HEIC)].map((photo) => after(tell(photo)));
  assert.deepEqual([known.ratio, unknown.ratio], [RATIO, null]);
});

test('sharpening does not change the shape, for two sizes differ by parts of a pixel', () => {
  const natural = 4031 / 3023;
  const upload = comes(after(tell(aPhoto())), natural);
  const better = printState(upload, tell(aReadyPhoto()));
  assert.equal(better.ratio, natural);
  assert.equal(comes(better).ratio, natural);
});

test('an upload that the browser shows lying is set upright together with its picture', () => {
  const lying = comes(after(tell(aPhoto())), 1 / RATIO);
  const better = printState(lying, tell(aReadyPhoto()));
  assert.equal(better.ratio, 1 / RATIO);
  assert.equal(comes(better).ratio, RATIO);
});

test('the shape is that of the large picture, whichever is shown', () => {
  const flat = { width: 360, height: 11, url: 'https://media.example/thumb.jpg' };
  const large = { width: 2880, height: 92, url: 'https://media.example/large.jpg' };
  const photo = aReadyPhoto({ renditions: { thumb: flat, medium: flat, large } });
  assert.equal(comes(after(tell(photo, { size: 'thumb' })), 360 / 11).ratio, 2880 / 92);
});

test('what the browser cannot draw is developing until it is ready', () => {
  const blind = fails(after(tell(aPhoto(HEIC))));
  assert.deepEqual(seen(blind), ['developing', null, null]);
  const waiting = printState(blind, tell(aPhoto(HEIC), { at: UNSHOWABLE_AFTER_MS - 1 }));
  assert.deepEqual(seen(waiting), ['developing', null, null]);
  const ready = printState(waiting, tell(aReadyPhoto(HEIC), { at: UNSHOWABLE_AFTER_MS - 1 }));
  assert.deepEqual(seen(comes(ready)), ['shown', 'large', null]);
});

test('it is only said to be unshowable after a long time, and shown all the same later', () => {
  const blind = fails(after(tell(aPhoto(HEIC))));
  const late = printState(blind, tell(aPhoto(HEIC), { at: UNSHOWABLE_AFTER_MS }));
  assert.equal(late.name, 'unshowable');
  const ready = printState(late, tell(aReadyPhoto(HEIC), { at: UNSHOWABLE_AFTER_MS + 9_000 }));
  assert.deepEqual(seen(ready), ['developing', null, 'large']);
  assert.equal(comes(ready).name, 'shown');
});

test('of an upload whose URL was too old the next URL is tried, once', () => {
  const stale = fails(after(tell(aPhoto())));
  const early = printState(stale, tell(aPhoto(), { at: 999 }));
  assert.deepEqual(seen(early), ['developing', null, null]);
  const url = 'https://store.example/fresh';
  const fresh = printState(stale, tell(aPhoto({ url }), { at: 1_000 }));
  assert.equal(fresh.loading.url, url);
  const broken = fails(fresh, 2_000);
  const told = printState(broken, tell(aPhoto(), { at: 30_000 }));
  assert.deepEqual(seen(told), ['developing', null, null]);
});

test('a picture that cannot be had is tried again and again, ever less often', () => {
  let state = after(tell(aReadyPhoto()));
  const tries = [];
  for (let at = 0; at <= 20_000; at += 500) {
    state = printState(state, tell(aReadyPhoto({}, at), { at }));
    if (state.loading) {
      tries.push(at);
      state = fails(state, at);
    }
  }
  assert.deepEqual(tries, [0, 1_000, 3_000, 7_000, 15_000]);
  assert.equal(state.name, 'unshowable');
  const healed = comes(printState(state, tell(aReadyPhoto({}, 2), { at: 60_000 })));
  assert.deepEqual([...seen(healed), healed.failures], ['shown', 'large', null, 0]);
});

test('one failure of a picture is no reason to say anything', () => {
  const state = fails(after(tell(aReadyPhoto())));
  assert.equal(state.name, 'developing');
});

test('what is seen stays while the better picture fails', () => {
  let state = printState(UPLOAD, tell(aReadyPhoto()));
  for (let at = 0; at < 10_000; at += 2_000) {
    state = printState(fails(state, at), tell(aReadyPhoto(), { at: at + 1_999 }));
    assert.deepEqual([state.name, state.shows], ['shown', 'upload']);
  }
});

test('failures of the upload do not count against what was made of it', () => {
  const once = fails(after(tell(aPhoto())));
  const twice = fails(printState(once, tell(aPhoto(), { at: 1_000 })), 1_000);
  const ready = printState(twice, tell(aReadyPhoto(), { at: 1_001 }));
  assert.deepEqual([seen(ready), ready.failures], [['developing', null, 'large'], 0]);
});

test('a print that goes into the row keeps its picture, one that leaves it gets a larger one', () => {
  assert.equal(printState(SHARP, tell(aReadyPhoto(), { size: 'thumb' })), SHARP);
  const small = comes(printState(UPLOAD, tell(aReadyPhoto(), { size: 'thumb' })));
  assert.deepEqual(seen(small), ['shown', 'thumb', null]);
  const larger = printState(small, tell(aReadyPhoto()));
  assert.deepEqual(seen(larger), ['shown', 'thumb', 'large']);
  assert.equal(printState(larger, tell(aReadyPhoto(), { size: 'thumb' })).loading, null);
  const loading = printState(UPLOAD, tell(aReadyPhoto()));
  assert.equal(printState(loading, tell(aReadyPhoto(), { size: 'medium' })), loading);
});

test('an upload may be withheld until it is ready', () => {
  const state = after(tell(aPhoto({ url: null })));
  assert.deepEqual(seen(state), ['developing', null, null]);
  assert.deepEqual(seen(comes(printState(state, tell(aReadyPhoto())))), ['shown', 'large', null]);
});

test('the row takes the smallest picture that fills its squares', () => {
  const { renditions } = aReadyPhoto();
  assert.deepEqual([100, 189, 190, 5_000].map((side) => fitting(renditions, side)), [
    'thumb',
    'thumb',
    'medium',
    'medium',
  ]);
});

test('an unknown event is a mistake of ours', () => {
  assert.throws(() => printState(START, { type: 'SNEEZED' }), TypeError);
});
