import assert from 'node:assert/strict';
import test from 'node:test';

import { ApiError, ServiceAway } from '../../../static-site/lib/api.js';
import { sendInParts } from '../../../static-site/lib/multipart.js';
import { settle } from './fake-timers.js';

const REFUSED = (code, status = 409) => new ApiError(status, code, '');

/** A service that keeps parts, and a phone with a file of 10 bytes in parts of 4. */
function aSending(changes = {}) {
  const service = { parts: new Set(), puts: [], created: 0, completed: 0 };
  const told = { progress: [], stumbles: 0 };
  const stop = new AbortController();
  const sending = {
    signal: stop.signal,
    sizeBytes: 10,
    online: () => true,
    random: () => 0,
    nap: async () => {},
    onStumble: () => (told.stumbles += 1),
    canRead: async () => true,
    create: async () => {
      service.created += 1;
      return { photoId: 'photo-1', partBytes: 4, partCount: 3 };
    },
    arrived: async () => [...service.parts],
    putPart: async (part, onProgress) => {
      service.puts.push(part.number);
      onProgress(part.to - part.from);
      service.parts.add(part.number);
      return 200;
    },
    complete: async () => {
      if (service.parts.size < 3) {
        throw REFUSED('PartsMissing');
      }
      service.completed += 1;
    },
    onProgress: (bytes) => told.progress.push(bytes),
    ...changes,
  };
  return { sending, service, told, stop };
}

/** Answers of `putPart` by part number, one after the other; what is missing is a success. */
function answering(service, answers) {
  return async ({ number }, onProgress) => {
    service.puts.push(number);
    const answer = answers[number]?.shift() ?? 200;
    if (answer instanceof Error) {
      throw answer;
    }
    onProgress(1);
    if (answer === 200) {
      service.parts.add(number);
    }
    return answer;
  };
}

test('all parts are sent, and become one', async () => {
  const { sending, service, told } = aSending();
  assert.deepEqual(await sendInParts(sending), { type: 'SENT' });
  assert.deepEqual(service.puts, [1, 2, 3]);
  assert.equal(service.completed, 1);
  assert.equal(told.progress.at(-1), 10);
});

test('each part is its share of the file, the last one what is left', async () => {
  const parts = [];
  const { sending } = aSending();
  const { putPart } = sending;
  sending.putPart = (part, onProgress) => putPart(parts[parts.push(part) - 1], onProgress);
  await sendInParts(sending);
  assert.deepEqual(parts, [
    { number: 1, from: 0, to: 4 },
    { number: 2, from: 4, to: 8 },
    { number: 3, from: 8, to: 10 },
  ]);
});

test('what has arrived before is not sent again, and counts', async () => {
  const { sending, service, told } = aSending();
  service.parts.add(1).add(3);
  await sendInParts(sending);
  assert.deepEqual(service.puts, [2]);
  assert.equal(told.progress[0], 6);
});

test('three parts go at once', async () => {
  let going = 0;
  let most = 0;
  const { sending } = aSending({
    create: async () => ({ photoId: 'p', partBytes: 1, partCount: 10 }),
    complete: async () => {},
    putPart: async () => {
      going += 1;
      most = Math.max(most, going);
      await settle();
      going -= 1;
      return 200;
    },
  });
  await sendInParts(sending);
  assert.equal(most, 3);
});

test('a part that fails is sent again, and it alone', async () => {
  const { sending, service, told } = aSending();
  sending.putPart = answering(service, { 2: [0, 503, 403] });
  assert.deepEqual(await sendInParts(sending), { type: 'SENT' });
  assert.deepEqual(service.puts.toSorted(), [1, 2, 2, 2, 2, 3]);
  assert.equal(told.stumbles, 3);
  assert.ok(told.progress.includes(0), 'what was lost does not count');
});

test('so is one for which no URL could be had', async () => {
  const { sending, service } = aSending();
  sending.putPart = answering(service, { 1: [new ServiceAway(''), REFUSED('SessionBusy', 503)] });
  assert.deepEqual(await sendInParts(sending), { type: 'SENT' });
});

test('a part that fails for good ends it; the visitor may go on later', async () => {
  const { sending, service } = aSending();
  sending.putPart = answering(service, { 2: Array(20).fill(0) });
  assert.deepEqual(await sendInParts(sending), { type: 'FAILED', code: 'ServiceAway' });
  assert.equal(service.completed, 0);
  sending.putPart = answering(service, {});
  service.puts = [];
  assert.deepEqual(await sendInParts(sending), { type: 'SENT' });
  assert.deepEqual(service.puts, [2]);
});

test('parts that the service has lost are sent anew', async () => {
  const { sending, service } = aSending();
  const { complete } = sending;
  sending.complete = async () => {
    if (service.created === 1) {
      service.parts.delete(2);
    }
    return complete();
  };
  assert.deepEqual(await sendInParts(sending), { type: 'SENT' });
  assert.deepEqual(service.puts, [1, 2, 3, 2]);
});

test('an upload that is gone is begun again', async () => {
  const { sending, service } = aSending();
  sending.putPart = answering(service, { 1: [404] });
  assert.deepEqual(await sendInParts(sending), { type: 'SENT' });
  assert.equal(service.created, 2);
});

test('the answer to the last step is lost: it is asked again, and the photo is there', async () => {
  const { sending } = aSending();
  let asked = 0;
  sending.complete = async () => {
    asked += 1;
    if (asked === 1) {
      throw new ServiceAway('');
    }
    throw REFUSED('PhotoAlreadyStored');
  };
  assert.deepEqual(await sendInParts(sending), { type: 'SENT' });
});

test('a refusal is told', async () => {
  const { sending } = aSending({ create: () => Promise.reject(REFUSED('PhotoTooLarge', 413)) });
  assert.deepEqual(await sendInParts(sending), { type: 'REFUSED', code: 'PhotoTooLarge' });
});

test('bytes that are others than those announced mean another file', async () => {
  const { sending, service } = aSending();
  sending.putPart = answering(service, { 2: [400, 400] });
  assert.deepEqual(await sendInParts(sending), { type: 'FAILED', code: 'FileChanged' });
});

test('a file that is gone is said to be gone, before and in the middle', async () => {
  const { sending } = aSending({ canRead: async () => false });
  assert.deepEqual(await sendInParts(sending), { type: 'FAILED', code: 'FileGone' });
  let reads = 0;
  const later = aSending({ canRead: async () => (reads += 1) === 1, putPart: async () => 0 });
  assert.deepEqual(await sendInParts(later.sending), { type: 'FAILED', code: 'FileGone' });
});

test('who is stopped sends no more', async () => {
  const { sending, service, stop } = aSending();
  sending.putPart = async ({ number }) => {
    service.puts.push(number);
    stop.abort();
    return 0;
  };
  assert.deepEqual(await sendInParts(sending), { type: 'STOPPED' });
  assert.ok(service.puts.length <= 3);
  assert.equal(service.completed, 0);
});
