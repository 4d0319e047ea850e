import assert from 'node:assert/strict';
import test from 'node:test';

import { ComingWatch } from '../../../static-site/lib/coming-watch.js';
import { FakeTimers } from './fake-timers.js';

/** Somebody who looks at an album; `tell`: something happens there. */
function looking() {
  const timers = new FakeTimers();
  const seen = [];
  const told = { news: 0, running: false };
  let events;
  const watch = new ComingWatch({
    timers,
    follow: (listener) => {
      events = listener;
      return { start: () => (told.running = true), stop: () => (told.running = false) };
    },
    onComing: (coming) => seen.push(coming.map(({ photoId, phase }) => `${photoId} ${phase}`).join()),
    onNews: () => (told.news += 1),
  });
  watch.start();
  return { watch, timers, seen, told, tell: (message) => events.onMessage(message), open: () => events.onLook() };
}

const stored = (photoId) => ({
  type: 'PHOTO_STORED',
  photo: { photoId, fileName: 'a.jpg', code: null, thumbUrl: null },
});
const progress = { type: 'UPLOAD_PROGRESS', photos: [{ photoId: 'a', fileName: 'a.jpg', percent: 5 }] };

test('what comes is seen at once, and counted when a burst is over', async () => {
  const { tell, seen, told, timers } = looking();
  tell(progress);
  await timers.advance(10_000);
  assert.deepEqual([seen, told.news], [['a sending'], 0]);
  tell(stored('a'));
  tell(stored('b'));
  await timers.advance(2_999);
  assert.deepEqual([seen.at(-1), told.news], ['b stored,a stored', 0]);
  await timers.advance(1);
  assert.equal(told.news, 1);
  tell(stored('c'));
  await timers.advance(3_000);
  assert.equal(told.news, 2);
});

test('whoever is silent goes from the list by himself', async () => {
  const { tell, seen, timers } = looking();
  tell(progress);
  await timers.advance(16_000);
  assert.deepEqual(seen, ['a sending', '']);
});

test('what happened while nobody listened is counted when somebody does again', async () => {
  const { open, told, timers } = looking();
  open();
  await timers.advance(3_000);
  assert.equal(told.news, 1);
});

test('where no socket opens, to look often is not to count often', async () => {
  const { open, told, timers } = looking();
  for (let looks = 0; looks < 10; looks += 1) {
    open();
    await timers.advance(8_000);
  }
  assert.equal(told.news, 3);
});

test('who goes elsewhere hears nothing any more', async () => {
  const { watch, tell, told, timers } = looking();
  tell(stored('a'));
  watch.stop();
  await timers.advance(60_000);
  assert.deepEqual([told.news, told.running, timers.waiting], [0, false, 0]);
});
