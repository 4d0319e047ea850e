import assert from 'node:assert/strict';
import test from 'node:test';

import { printState, START, UNSHOWABLE_AFTER_MS } from '../../../static-site/lib/print-state.js';
import { aComingPhoto, aPhoto } from './samples.js';

const VIDEO = { contentType: 'video/mp4', fileName: 'waves.mp4' };
const PREVIEW = { jpeg: '/9j/4AAQ', width: 160, height: 90 };
const RATIO = 16 / 9;

const aVideo = (changes = {}) => aPhoto({ ...VIDEO, ...changes });
const tell = (photo, { at = 0, preview = null, size = 'large' } = {}) => ({
  type: 'TOLD',
  ...{ photo, size, percent: 0, preview, at },
});
const comes = (state, ratio = RATIO) =>
  printState(state, { type: 'LOADED', source: state.loading, ratio });
const fails = (state, at = 0) => printState(state, { type: 'FAILED', source: state.loading, at });
const after = (...events) => events.reduce(printState, START);
const seen = ({ name, shows, loading }) => [name, shows, loading?.size ?? null];

const PLAYING = comes(after(tell(aVideo())));

test('a video is played from its upload, whether or not it is ready', () => {
  for (const state of ['STORED', 'READY']) {
    const first = after(tell(aVideo({ state })));
    assert.deepEqual([...seen(first), first.loading.isVideo], ['developing', null, 'upload', true]);
    assert.deepEqual(seen(comes(first)), ['shown', 'upload', null]);
  }
  assert.equal(after(tell(aPhoto())).loading.isVideo, false);
});

test('its preview stays until it can be painted, and lends it its paper', () => {
  const coming = comes(after(tell(aComingPhoto(VIDEO), { preview: PREVIEW })));
  const stored = printState(coming, tell(aVideo(), { preview: PREVIEW }));
  assert.deepEqual([...seen(stored), stored.ratio], ['previewed', 'preview', 'upload', RATIO]);
  assert.deepEqual(seen(comes(stored)), ['shown', 'upload', null]);
});

test('a video that plays goes on, whatever is told of it', () => {
  const url = 'https://store.example/fresh';
  for (const photo of [aVideo({ url }), aVideo({ state: 'READY', url })]) {
    const told = printState(PLAYING, tell(photo, { at: 900_000 }));
    assert.deepEqual(seen(told), ['shown', 'upload', null]);
    assert.equal(printState(told, tell(photo, { at: 900_001, size: 'thumb' })), told);
  }
});

test('one that can go no further keeps its frame and goes on with the next URL, not at once', () => {
  const halted = printState(PLAYING, { type: 'HALTED', at: 10_000 });
  assert.deepEqual(seen(halted), ['shown', 'upload', null]);
  assert.equal(printState(halted, { type: 'HALTED', at: 10_001 }), halted);
  const url = 'https://store.example/fresh';
  const early = printState(halted, tell(aVideo({ url }), { at: 12_999 }));
  assert.deepEqual(seen(early), ['shown', 'upload', null]);
  const fresh = printState(halted, tell(aVideo({ url }), { at: 13_000 }));
  assert.deepEqual([...seen(fresh), fresh.loading.url], ['shown', 'upload', 'upload', url]);
  const cut = fails(fresh, 13_000);
  assert.deepEqual(seen(fails(printState(cut, tell(aVideo(), { at: 14_000 })), 14_000)), [
    'shown',
    'upload',
    null,
  ]);
  const again = comes(fresh);
  assert.deepEqual([...seen(again), again.halted], ['shown', 'upload', null, false]);
});

test('before it is shown nothing can halt', () => {
  const loading = after(tell(aVideo()));
  assert.equal(printState(loading, { type: 'HALTED', at: 0 }), loading);
});

test('what cannot be played is said to be unshowable, a preview notwithstanding', () => {
  for (const preview of [null, PREVIEW]) {
    const told = (at) => tell(aVideo(), { preview, at });
    let state = after(told(0));
    state = preview ? printState(comes(state), told(0)) : state;
    state = fails(state);
    assert.notEqual(state.name, 'unshowable', 'once may be a URL that was too old');
    state = fails(printState(state, told(1_000)), 1_000);
    assert.equal(state.name, 'unshowable');
  }
});

test('it is tried again and again, ever less often, and played if it can be', () => {
  let state = after(tell(aVideo()));
  const tries = [];
  for (let at = 0; at <= 20_000; at += 500) {
    state = printState(state, tell(aVideo({ url: `https://store.example/${at}` }), { at }));
    if (state.loading) {
      tries.push(at);
      state = fails(state, at);
    }
  }
  assert.deepEqual(tries, [0, 1_000, 3_000, 7_000, 15_000]);
  assert.equal(comes(printState(state, tell(aVideo(), { at: 60_000 }))).name, 'shown');
});

test('one that may not be seen yet is waited for', () => {
  const withheld = after(tell(aVideo({ url: null })));
  assert.deepEqual(seen(withheld), ['developing', null, null]);
  const late = printState(withheld, tell(aVideo({ url: null }), { at: UNSHOWABLE_AFTER_MS }));
  assert.equal(late.name, 'unshowable');
  assert.deepEqual(seen(printState(late, tell(aVideo({ state: 'READY' }), { at: UNSHOWABLE_AFTER_MS }))), [
    'developing',
    null,
    'upload',
  ]);
});
