import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { Landed } from '../../../static-site/components/landed/landed.js';
import { kioskState, START } from '../../../static-site/lib/kiosk-state.js';
import { PENDING_PATIENCE_MS } from '../../../static-site/lib/kiosk-times.js';
import { Text } from '../../../static-site/lib/text.js';
import { aComingPhoto, aSession, told } from './samples.js';

const LOCALE = new URL('../../../static-site/locales/en/kiosk.json', import.meta.url);
const text = new Text('en', JSON.parse(readFileSync(LOCALE, 'utf8')));
const CODE = [
  { type: 'UPLOAD_PRESSED', at: 0 },
  { type: 'SESSION_OPENED', session: aSession(), at: 0 },
].reduce(kioskState, START);

/** The counter of a kiosk that is told things at one moment. */
function aCounter() {
  const [heading, note] = [0, 1].map(() => ({ textContent: '' }));
  const landed = Landed(heading, note, { text });
  let state = CODE;
  return {
    /** What is said when this is told. */
    hear(message, at = 1_000) {
      state = kioskState(state, { type: 'MESSAGE', message, at });
      return landed.update(state, at);
    },
    tick: (at) => landed.update((state = kioskState(state, { type: 'TICKED', at })), at),
    touch(at) {
      state = kioskState(state, { type: 'TOUCHED', at });
      landed.update(state, at);
    },
    cut() {
      state = kioskState(state, { type: 'SERVICE_AWAY', at: 1_000 });
      landed.update(state, 1_000);
    },
    reads: () => [heading.textContent, note.textContent],
  };
}

test('of one photo it tells how far it is and how long it takes', () => {
  const counter = aCounter();
  const notes = [
    [told.progress(), 'Just starting'],
    [told.progress({ 'photo-1': 0 }, 12), '0% there, about 12 seconds to go'],
    [told.progress({ 'photo-1': 40 }, 1), '40% there, about 1 second to go'],
    [told.progress({ 'photo-1': 41 }, 89), '41% there, about 89 seconds to go'],
    [told.progress({ 'photo-1': 42 }, 90), '42% there, about 2 minutes to go'],
    [told.progress({ 'photo-1': 99 }, 0), '99% there, any moment now'],
    [told.progress({ 'photo-1': 99 }), '99% there'],
  ];
  for (const [message, note] of notes) {
    counter.hear(message);
    assert.deepEqual(counter.reads(), ['Your photo is on its way', note]);
  }
});

test('of several it tells which one, and how far all are by their bytes', () => {
  const counter = aCounter();
  const large = aComingPhoto({ photoId: 'photo-3', sizeBytes: 8_000 });
  counter.hear(told.completed());
  counter.hear(told.state({ photos: [large] }));
  counter.hear(told.progress({ 'photo-2': 50 }, 8));
  assert.deepEqual(counter.reads(), [
    'Photo 2 of 3 is on its way',
    '15% there, about 8 seconds to go',
  ]);
  counter.hear(told.withdrawn({ photoId: 'photo-3' }));
  assert.deepEqual(counter.reads()[0], 'Photo 2 of 2 is on its way');
});

test('when all are there, it is as it was', () => {
  const counter = aCounter();
  counter.hear(told.progress({ 'photo-1': 50 }, 8));
  counter.hear(told.completed());
  assert.deepEqual(counter.reads(), ['Here it is', 'Send more from your phone, or press Done.']);
});

test('it is said that photos come, each quarter once, and that one has landed', () => {
  const counter = aCounter();
  const percents = [0, 1, 24, 26, 24, 30, 49, 50, 51, 76, 80, 99, 100];
  const said = percents.map((percent) =>
    counter.hear(told.progress({ 'photo-1': percent, 'photo-2': percent })),
  );
  assert.deepEqual(said.filter(Boolean), [
    '2 photos are on their way.',
    '25% there.',
    '50% there.',
    '75% there.',
  ]);
  assert.match(counter.hear(told.completed()), /has landed/);
  assert.match(counter.hear(told.completed({ photoId: 'photo-2' }), 2_000), /has landed/);
});

test('more that is picked later makes the percent fall, and nothing is said twice', () => {
  const counter = aCounter();
  assert.equal(counter.hear(told.progress({ 'photo-1': 0 })), 'Your photo is on its way.');
  assert.equal(counter.hear(told.progress({ 'photo-1': 60 })), '50% there.');
  assert.equal(counter.hear(told.progress({ 'photo-1': 62, 'photo-2': 0 })), '');
  assert.equal(counter.hear(told.progress({ 'photo-1': 62, 'photo-2': 50 })), '');
});

test('when the next ones start after all had landed, it is said anew', () => {
  const counter = aCounter();
  counter.hear(told.progress({ 'photo-1': 80 }));
  counter.hear(told.completed());
  assert.equal(counter.hear(told.progress({ 'photo-2': 0 })), 'Your photo is on its way.');
});

test('while the line is cut no percent is told', () => {
  const counter = aCounter();
  counter.hear(told.progress({ 'photo-1': 40 }, 8));
  counter.cut();
  assert.match(counter.reads()[1], /^The line is cut/);
});

test('before the kiosk gives up what no longer moves, it counts', () => {
  const counter = aCounter();
  counter.hear(told.completed());
  counter.hear(told.progress({ 'photo-2': 40 }));
  counter.tick(1_000 + PENDING_PATIENCE_MS - 9_500);
  assert.deepEqual(counter.reads()[1], 'Back to the start in 10 seconds. Touch the screen to stay.');
});

test('twenty seconds before photos go it is said, once, and how they stay', () => {
  const counter = aCounter();
  counter.hear(told.completed());
  const said = [1, 9_999, 10_000, 10_500, 29_000].map((ms) => counter.tick(1_000 + ms));
  const warning = 'Back to the start in 20 seconds. Touch the screen to stay.';
  assert.deepEqual(said, ['', '', warning, '', '']);
});

test('after a touch it is said anew', () => {
  const counter = aCounter();
  counter.hear(told.completed());
  assert.notEqual(counter.tick(20_000), '');
  counter.touch(21_000);
  assert.deepEqual([counter.tick(22_000), counter.tick(45_000)].map(Boolean), [false, true]);
});
