import assert from 'node:assert/strict';
import test from 'node:test';

import { settle } from './fake-timers.js';
import { aPhone } from './phone-at-work.js';
import { SESSION_ID, told } from './samples.js';

const UPLOAD = {
  ...{ id: 'a', photoId: 'photo-1', state: 'sending', sizeBytes: 1000, sentBytes: 0 },
  ...{ name: 'a.jpg', contentType: 'image/jpeg', code: null, troubled: false, shown: false },
};

test('the screen hears how far photos are, at most once a second', async () => {
  const { phone, timers, said } = aPhone();
  await settle();
  const moved = (sentBytes) => {
    phone.queue.state = [{ ...UPLOAD, sentBytes }];
    phone.moved();
  };
  moved(0);
  moved(100);
  moved(200);
  assert.deepEqual(said.live.map(({ uploads }) => uploads[0].percent), [0]);
  await timers.advance(1_000);
  assert.deepEqual(said.live.map(({ uploads }) => uploads[0].percent), [0, 20]);
  assert.deepEqual(said.asked, [], 'once');
});

test('when the code has run out nothing is told any more', async () => {
  const { phone, live, said } = aPhone();
  await settle();
  live.onMessage(told.expired());
  phone.queue.state = [UPLOAD];
  phone.moved();
  assert.deepEqual([said.live, said.asked], [[], []]);
});

test('it guesses how long the rest will take, and tells it', async () => {
  const { phone, timers, said } = aPhone();
  await settle();
  assert.equal(phone.secondsLeft, null);
  for (const sentBytes of [0, 100, 200, 300]) {
    phone.queue.state = [{ ...UPLOAD, sentBytes }];
    phone.moved();
    await timers.advance(1_000);
  }
  assert.equal(phone.secondsLeft, 9);
  assert.equal(said.live.at(-1).secondsLeft, 9);
});

test('how fast the line was it remembers for what is picked next', async () => {
  const { phone, timers } = aPhone();
  await settle();
  assert.equal(phone.bytesPerSecond, null);
  for (const sentBytes of [0, 100, 200, 300]) {
    phone.queue.state = [{ ...UPLOAD, sentBytes }];
    phone.moved();
    await timers.advance(1_000);
  }
  phone.queue.state = [{ ...UPLOAD, state: 'sent', sentBytes: UPLOAD.sizeBytes }];
  phone.moved();
  assert.equal(phone.bytesPerSecond, 75);
});

test('where no socket is open it asks the service to pass it on, less often', async () => {
  const { phone, timers, live, said } = aPhone();
  await settle();
  live.isOpen = false;
  for (const sentBytes of [0, 100, 200, 300, 400]) {
    phone.queue.state = [{ ...UPLOAD, sentBytes }];
    phone.moved();
    await timers.advance(1_000);
  }
  assert.deepEqual(said.live, []);
  const [[sessionId, token, saying], later] = said.asked;
  assert.deepEqual([sessionId, token, saying.action], [SESSION_ID, 'secret', 'progress']);
  assert.equal(later[2].uploads[0].percent, 30);
  assert.equal(said.asked.length, 2, 'and what fails is no trouble');
});

test('a preview goes by the socket or not at all', async () => {
  const { phone, live, said } = aPhone();
  phone.preview('photo-1', 'anBlZw==');
  await settle();
  phone.preview('photo-1', 'anBlZw==');
  live.isOpen = false;
  phone.preview('photo-1', 'anBlZw==');
  assert.deepEqual(said.live, [{ action: 'preview', photoId: 'photo-1', jpeg: 'anBlZw==' }]);
  assert.deepEqual(said.asked, []);
});

test('before what sends photos is there, nothing is told of any', async () => {
  const { phone, said } = aPhone();
  await settle();
  phone.progress = null;
  phone.queue.state = [UPLOAD];
  phone.moved();
  assert.deepEqual([said.live, said.asked], [[], []]);
});
