import assert from 'node:assert/strict';
import test from 'node:test';

import { ApiError } from '../../../static-site/lib/api.js';
import { settle, until } from './fake-timers.js';
import { aFile, aQueue } from './queue-at-work.js';
import { aDeletedPhoto, aPhoto, aTicket, LIMITS, SESSION_ID } from './samples.js';

test('two are sent at a time, the next when one is through', async () => {
  const { queue, puts, states } = aQueue();
  queue.pick([aFile('a.jpg'), aFile('b.jpg'), aFile('c.jpg')], LIMITS);
  const put = (name) => puts.find(({ body }) => body.name === name);
  assert.deepEqual(states(), ['sending', 'sending', 'waiting']);
  await until(() => puts.length === 2);
  put('b.jpg').answer(200);
  await until(() => puts.length === 3);
  assert.deepEqual(states(), ['sending', 'sent', 'sending']);
  put('a.jpg').answer(200);
  put('c.jpg').answer(200);
  await settle();
  assert.deepEqual(states(), ['sent', 'sent', 'sent']);
  assert.equal(puts.length, 3);
});

test('a ticket is asked for with all that is known of the file', async () => {
  const { queue, requests } = aQueue();
  queue.pick([aFile('IMG_1.HEIC', { type: '', bytes: 7 })], LIMITS);
  await until(() => requests.length > 0);
  assert.deepEqual(requests, [
    {
      sessionId: SESSION_ID,
      requestId: 'id-1',
      size: 7,
      contentType: 'image/heic',
      filename: 'IMG_1.HEIC',
      sha256: 'digest',
    },
  ]);
});

test('progress is told while it lasts', async () => {
  const { queue, puts } = aQueue();
  queue.pick([aFile('a.jpg')], LIMITS);
  await until(() => puts.length > 0);
  puts[0].onProgress(400);
  assert.equal(queue.state[0].sentBytes, 400);
});

test('no more are taken than fit; what cannot be sent takes no room', () => {
  const { queue, states } = aQueue();
  const files = [aFile('a.jpg'), aFile('b.pdf', { type: 'application/pdf' }), aFile('c.jpg')];
  const { added, leftOut } = queue.pick([...files, aFile('d.jpg')], { ...LIMITS, maxPhotos: 2 });
  assert.deepEqual([...added.values()].map(({ name }) => name), ['a.jpg', 'b.pdf', 'c.jpg']);
  assert.equal(leftOut, 1);
  assert.deepEqual(states(), ['sending', 'refused', 'sending']);
});

test('removing stops the transfer and lets the next one go', async () => {
  const { queue, puts, states } = aQueue();
  queue.pick([aFile('a.jpg'), aFile('b.jpg'), aFile('c.jpg')], LIMITS);
  await until(() => puts.length === 2);
  queue.remove('id-1');
  assert.equal(puts.find(({ body }) => body.name === 'a.jpg').signal.aborted, true);
  assert.deepEqual(states(), ['sending', 'sending']);
  await until(() => puts.length === 3);
});

test('the note of a refused photo, taken away, does not come back', () => {
  const { queue, states } = aQueue();
  const refused = aPhoto({ state: 'REJECTED', code: 'TRUNCATED', url: null });
  queue.tell([refused]);
  assert.deepEqual(states(), ['refused']);
  queue.remove(queue.state[0].id);
  queue.tell([refused, aPhoto({ photoId: 'photo-2' })]);
  assert.deepEqual(states(), ['sent']);
});

test('the note of a deleted photo, taken away, does not come back', () => {
  const { queue, states } = aQueue();
  queue.tell([aPhoto()]);
  queue.tell([aDeletedPhoto()]);
  assert.deepEqual(states(), ['deleted']);
  queue.remove(queue.state[0].id);
  queue.tell([aDeletedPhoto()]);
  assert.deepEqual(states(), []);
});

test('a photo that was removed too late is told of all the same', async () => {
  const { queue, puts, states } = aQueue();
  queue.pick([aFile('a.jpg')], LIMITS);
  await until(() => puts.length === 1);
  const [{ photoId }] = queue.state;
  queue.remove('id-1');
  queue.tell([aPhoto({ photoId })]);
  assert.deepEqual(states(), ['sent']);
});

test('a photo that was seen before its removal came through is told to be deleted', async () => {
  const { queue, puts, states } = aQueue();
  queue.pick([aFile('a.jpg')], LIMITS);
  await until(() => puts.length === 1);
  const [{ photoId }] = queue.state;
  queue.remove('id-1');
  queue.tell([aPhoto({ photoId })]);
  queue.tell([aDeletedPhoto({ photoId })]);
  assert.deepEqual(states(), ['deleted']);
});

test('a photo that was faster than its removal is deleted without a word', async () => {
  const { queue, puts, states } = aQueue();
  queue.pick([aFile('a.jpg')], LIMITS);
  await until(() => puts.length === 1);
  const [{ photoId }] = queue.state;
  queue.remove('id-1');
  queue.tell([aDeletedPhoto({ photoId })]);
  assert.deepEqual(states(), []);
});

test('a failed photo is sent again by the same request', async () => {
  let busy = true;
  const asked = [];
  const { queue, puts, states } = aQueue({
    requestUpload: async ({ requestId }) => {
      asked.push(requestId);
      return aTicket();
    },
  });
  queue.parts.naps.nap = async () => {};
  queue.parts.putPhoto = async (...args) => (busy ? 500 : new Promise((done) => puts.push({ args, done })));
  queue.pick([aFile('a.jpg')], LIMITS);
  await until(() => states()[0] === 'failed');
  busy = false;
  queue.retry('id-1');
  await until(() => puts.length > 0);
  puts[0].done(200);
  await settle();
  assert.deepEqual(states(), ['sent']);
  assert.deepEqual(new Set(asked), new Set(['id-1']));
});

test('told that it has arrived, the transfer is stopped and not called a failure', async () => {
  const { queue, puts, states } = aQueue();
  queue.pick([aFile('a.jpg')], LIMITS);
  await until(() => puts.length > 0);
  queue.tell([aPhoto({ photoId: 'photo-of-id-1' })]);
  assert.deepEqual(states(), ['sent']);
  assert.equal(puts[0].signal.aborted, true);
  await settle();
  assert.deepEqual(states(), ['sent']);
});

test('a file that can no longer be read is said to be gone', async () => {
  const { queue } = aQueue();
  const file = aFile('a.jpg');
  file.slice = () => ({ arrayBuffer: () => Promise.reject(new DOMException('', 'NotReadableError')) });
  queue.pick([file], LIMITS);
  await until(() => queue.state[0].state === 'failed');
  assert.equal(queue.state[0].code, 'FileGone');
});

test('why a photo was not taken is passed on: it may hold for the whole code', async () => {
  const { queue, refusals } = aQueue({
    requestUpload: () => Promise.reject(new ApiError(410, 'SessionExpired', '')),
  });
  queue.pick([aFile('a.jpg')], LIMITS);
  await until(() => refusals.length > 0);
  assert.deepEqual(refusals, ['SessionExpired']);
});
