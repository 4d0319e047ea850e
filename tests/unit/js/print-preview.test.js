import assert from 'node:assert/strict';
import test from 'node:test';

import { printState, START, UNSHOWABLE_AFTER_MS } from '../../../static-site/lib/print-state.js';
import { aComingPhoto, aPhoto, aReadyPhoto } from './samples.js';

const HEIC = { contentType: 'image/heic' };
const PREVIEW = { jpeg: '/9j/4AAQ', width: 160, height: 120 };
const RATIO = 160 / 120;

const tell = (photo, { at = 0, percent = 0, preview = PREVIEW, size = 'large' } = {}) => ({
  type: 'TOLD',
  ...{ photo, size, percent, preview, at },
});
const comes = (state, ratio = RATIO) =>
  printState(state, { type: 'LOADED', source: state.loading, ratio });
const fails = (state, at = 0) => printState(state, { type: 'FAILED', source: state.loading, at });
const after = (...events) => events.reduce(printState, START);
const seen = ({ name, shows, loading }) => [name, shows, loading?.size ?? null];

const COMING = after(tell(aComingPhoto()));
const PREVIEWED = comes(COMING);

test('a photo on its way is blank paper that tells how far it is', () => {
  const blank = after(tell(aComingPhoto(), { preview: null, percent: 40 }));
  assert.deepEqual([...seen(blank), blank.percent, blank.ratio], ['blank', null, null, 40, null]);
  const further = printState(blank, tell(aComingPhoto(), { preview: null, percent: 41 }));
  assert.equal(further.percent, 41);
  assert.equal(printState(further, tell(aComingPhoto(), { preview: null, percent: 41 })), further);
});

test('its preview is shown as soon as it can be drawn, and told once', () => {
  assert.deepEqual(seen(COMING), ['blank', null, 'preview']);
  assert.equal(COMING.loading.jpeg, PREVIEW.jpeg);
  assert.equal(printState(COMING, tell(aComingPhoto(), { percent: 0 })), COMING);
  assert.deepEqual(seen(PREVIEWED), ['previewed', 'preview', null]);
  assert.equal(PREVIEWED.ratio, RATIO);
  assert.equal(printState(PREVIEWED, tell(aComingPhoto(), { at: 9_000 })), PREVIEWED);
});

test('preview, upload, rendition: each stays until the next can be painted', () => {
  const stored = printState(PREVIEWED, tell(aPhoto()));
  assert.deepEqual([...seen(stored), stored.percent], ['previewed', 'preview', 'upload', null]);
  const upload = comes(stored);
  assert.deepEqual(seen(upload), ['shown', 'upload', null]);
  const ready = printState(upload, tell(aReadyPhoto()));
  assert.deepEqual(seen(ready), ['shown', 'upload', 'large']);
  assert.deepEqual(seen(comes(ready)), ['shown', 'large', null]);
});

test('a preview that is being drawn when the photo arrives is drawn first', () => {
  for (const photo of [aPhoto(), aReadyPhoto()]) {
    const arrived = printState(COMING, tell(photo));
    assert.equal(arrived.loading, COMING.loading);
    const drawn = comes(arrived);
    assert.deepEqual(seen(drawn), ['previewed', 'preview', null]);
    const size = photo.renditions ? 'large' : 'upload';
    assert.deepEqual(seen(printState(drawn, tell(photo))), ['previewed', 'preview', size]);
  }
});

test('a preview that comes late interrupts nothing and takes nothing away', () => {
  const loading = after(tell(aPhoto(), { preview: null }));
  assert.equal(printState(loading, tell(aPhoto())), loading);
  const shown = comes(loading);
  assert.equal(printState(shown, tell(aPhoto())), shown);
});

test('a preview that cannot be drawn is tried once, and counts against nothing', () => {
  const spoilt = fails(COMING);
  assert.deepEqual([...seen(spoilt), spoilt.failures], ['blank', null, null, 0]);
  assert.equal(printState(spoilt, tell(aComingPhoto())), spoilt);
  const stored = printState(spoilt, tell(aPhoto()));
  assert.deepEqual(seen(stored), ['developing', null, 'upload']);
});

test('the paper keeps the shape that its preview has but for a part of a pixel', () => {
  for (const [natural, kept] of [
    [4032 / 3024, true],
    [160.4 / 119.6, true],
    [4 / 3.1, false],
    [3 / 4, false],
  ]) {
    const upload = comes(printState(PREVIEWED, tell(aPhoto())), natural);
    assert.equal(upload.ratio, kept ? RATIO : natural, `${natural}`);
  }
});

test('the smaller the preview the larger a share is a pixel, but no photo loses much by it', () => {
  const flat = { ...PREVIEW, width: 160, height: 40 };
  const panorama = comes(after(tell(aComingPhoto(), { preview: flat })), 4);
  const upload = printState(panorama, tell(aPhoto()));
  assert.equal(comes(upload, 4 * 1.02).ratio, 4);
  assert.equal(comes(upload, 4 * 1.04).ratio, 4 * 1.04);
  const strip = { ...PREVIEW, width: 160, height: 4 };
  const thin = comes(after(tell(aComingPhoto(), { preview: strip })), 40);
  assert.equal(comes(printState(thin, tell(aPhoto())), 42).ratio, 42);
});

test('what the browser cannot draw keeps its preview until it is ready', () => {
  const stored = printState(PREVIEWED, tell(aPhoto(HEIC)));
  const blind = fails(stored);
  assert.deepEqual(seen(blind), ['previewed', 'preview', null]);
  const late = printState(blind, tell(aPhoto(HEIC), { at: 2 * UNSHOWABLE_AFTER_MS }));
  assert.deepEqual(seen(late), ['previewed', 'preview', null]);
  const ready = printState(late, tell(aReadyPhoto(HEIC), { at: 2 * UNSHOWABLE_AFTER_MS }));
  assert.deepEqual(seen(ready), ['previewed', 'preview', 'large']);
  assert.deepEqual(seen(comes(ready)), ['shown', 'large', null]);
});

test('what the browser cannot draw gets a preview that was late', () => {
  const blind = fails(after(tell(aPhoto(HEIC), { preview: null })));
  assert.deepEqual(seen(blind), ['developing', null, null]);
  assert.deepEqual(seen(printState(blind, tell(aPhoto(HEIC)))), ['developing', null, 'preview']);
});

test('how long it was on its way is not how long it takes to be developed', () => {
  const blank = after(tell(aComingPhoto(HEIC), { preview: null }));
  const later = 5 * UNSHOWABLE_AFTER_MS;
  const stored = fails(printState(blank, tell(aPhoto(HEIC), { preview: null, at: later })), later);
  assert.equal(stored.name, 'developing');
  const end = tell(aPhoto(HEIC), { preview: null, at: later + UNSHOWABLE_AFTER_MS });
  assert.equal(printState(stored, end).name, 'unshowable');
});

test('a print in the row sharpens from its preview, too', () => {
  const small = printState(PREVIEWED, tell(aReadyPhoto(), { size: 'thumb' }));
  assert.deepEqual(seen(small), ['previewed', 'preview', 'thumb']);
  assert.deepEqual(seen(comes(small)), ['shown', 'thumb', null]);
});
