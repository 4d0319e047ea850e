import assert from 'node:assert/strict';
import test from 'node:test';

import { ServiceAway } from '../../../static-site/lib/api.js';
import { goesInParts, mostBytes, refusal } from '../../../static-site/lib/file-facts.js';
import { until } from './fake-timers.js';
import { aFile, aQueue } from './queue-at-work.js';
import { LIMITS, SESSION_ID } from './samples.js';

const PART_BYTES = 400;
const FILMED = { ...LIMITS, contentTypes: [...LIMITS.contentTypes, 'video/mp4'], maxVideoBytes: 5000 };

/** The API's side of uploads in parts. */
class PartsApi {
  asked = [];
  arrived = new Set();
  completed = 0;
  fails = 0;

  snapshot = async () => ({ photos: [] });
  withdraw = async () => {};

  ask = async (path, { method = 'GET', body, token }, read) => {
    if (this.fails > 0) {
      this.fails -= 1;
      throw new ServiceAway('');
    }
    const { pathname, searchParams } = new URL(path, 'https://api.example');
    this.asked.push([method, pathname, body ?? Object.fromEntries(searchParams), token]);
    if (pathname === '/uploads') {
      const partCount = Math.ceil(body.size / PART_BYTES);
      return read({ photoId: 'film-1', partBytes: PART_BYTES, partCount, limits: FILMED });
    }
    if (pathname.endsWith('/complete')) {
      this.completed += 1;
      return read({});
    }
    const numbers = searchParams.get('numbers')?.split(',') ?? [];
    const urls = numbers.map((number) => ({ number, method: 'PUT', url: `/${number}`, headers: {} }));
    return read({ arrived: numbers.length === 0 ? [...this.arrived] : [], urls });
  };
}

/** A queue that sends a film of 1,000 bytes in three parts. */
function filming(changes = {}) {
  const api = new PartsApi();
  const sent = [];
  const work = aQueue({
    api,
    limits: () => FILMED,
    put: async ({ url }, bytes, { onProgress }) => {
      onProgress(bytes.size);
      sent.push([url, await bytes.text()]);
      return 200;
    },
    ...changes,
  });
  const bytes = Array.from({ length: 1000 }, (_, index) => String(index % 10)).join('');
  const file = new File([bytes], 'film.mp4', { type: 'video/mp4' });
  return { ...work, api, sent, file, bytes };
}

test('a film is sent in parts, each with its checksum and a URL of its own', async () => {
  const { queue, api, sent, file, bytes, states } = filming();
  queue.pick([file], FILMED);
  await until(() => states()[0] === 'sent');
  assert.deepEqual(sent.toSorted(), [
    ['/1', bytes.slice(0, 400)],
    ['/2', bytes.slice(400, 800)],
    ['/3', bytes.slice(800)],
  ]);
  const [created] = api.asked;
  const token = 't'.repeat(43);
  assert.deepEqual(created, [
    'POST',
    '/uploads',
    {
      ...{ sessionId: SESSION_ID, requestId: 'id-1', size: 1000, contentType: 'video/mp4' },
      ...{ filename: 'film.mp4', checksum: 'SHA256' },
    },
    token,
  ]);
  const signed = api.asked.filter(([, , query]) => query.numbers);
  assert.deepEqual(new Set(signed.map(([, , { sha256 }]) => sha256)), new Set(['digest']));
  assert.deepEqual(api.asked.at(-1), [
    ...['POST', '/uploads/film-1/complete'],
    ...[{ sessionId: SESSION_ID }, token],
  ]);
});

test('where the browser can make no checksums none are announced', async () => {
  const { queue, api, file, states } = filming({ sha256: async () => undefined });
  queue.pick([file], FILMED);
  await until(() => states()[0] === 'sent');
  assert.equal(api.asked[0][2].checksum, undefined);
  assert.ok(api.asked.every(([, , query]) => !('sha256' in query)));
});

test('it is announced, shown ahead, and its progress is that of all parts', async () => {
  const { queue, file, shown, states } = filming();
  const seen = [];
  queue.parts.onChange = () => seen.push(queue.state[0].sentBytes);
  queue.pick([file], FILMED);
  await until(() => states()[0] === 'sent');
  assert.deepEqual(shown, [['film-1', 'film.mp4']]);
  assert.equal(queue.state[0].photoId, 'film-1');
  assert.deepEqual(seen, seen.toSorted((a, b) => a - b));
});

test('what arrived before the reload is not sent again', async () => {
  const { queue, api, sent, file, states } = filming();
  api.arrived.add(1).add(3);
  queue.restore({ id: 'id-of-before', file, photoId: 'film-1' });
  await until(() => states()[0] === 'sent');
  assert.deepEqual(sent.map(([url]) => url), ['/2']);
  assert.equal(api.asked[0][2].requestId, 'id-of-before');
});

test('a stumble keeps what has arrived', async () => {
  const { queue, api, file, states } = filming();
  queue.parts.naps.nap = async () => {};
  api.arrived.add(1);
  const troubled = [];
  queue.parts.onChange = () => {
    if (queue.state[0]?.troubled) {
      troubled.push(queue.state[0].sentBytes);
    }
  };
  let failed = false;
  const { put } = queue.parts;
  queue.parts.put = async (...args) => (failed ? put(...args) : ((failed = true), 0));
  queue.pick([file], FILMED);
  await until(() => states()[0] === 'sent');
  assert.ok(troubled.length > 0 && troubled.every((bytes) => bytes >= 400), `${troubled}`);
});

test('a service that is away for a moment holds nothing up for good', async () => {
  const { queue, api, file, states } = filming();
  queue.parts.naps.nap = async () => {};
  api.fails = 4;
  queue.pick([file], FILMED);
  await until(() => states()[0] === 'sent');
});

test('files go in parts above the limit, and films always', () => {
  const photo = (sizeBytes) => ({ name: 'a.jpg', sizeBytes, contentType: 'image/jpeg' });
  assert.equal(goesInParts(photo(LIMITS.maxPutBytes), LIMITS), false);
  assert.equal(goesInParts(photo(LIMITS.maxPutBytes + 1), LIMITS), true);
  assert.equal(goesInParts({ name: 'a', sizeBytes: 1, contentType: 'video/mp4' }, LIMITS), true);
});

test('films have a limit of their own, and are refused where none are taken', () => {
  const film = { name: 'a.mp4', sizeBytes: 4000, contentType: 'video/mp4' };
  assert.equal(mostBytes(film, FILMED), 5000);
  assert.equal(mostBytes({ contentType: 'image/jpeg' }, FILMED), FILMED.maxUploadBytes);
  assert.equal(refusal(film, FILMED), null);
  assert.equal(refusal({ ...film, sizeBytes: 5001 }, FILMED), 'PhotoTooLarge');
  assert.equal(refusal(film, LIMITS), 'UnsupportedContentType');
});

test('what is picked by its ending is known, too', async () => {
  const { queue } = filming();
  const { added } = queue.pick([aFile('film.MP4', { type: '' })], FILMED);
  assert.equal(added.size, 1);
  assert.equal(queue.state[0].contentType, 'video/mp4');
});
