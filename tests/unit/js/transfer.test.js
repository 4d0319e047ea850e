import assert from 'node:assert/strict';
import test from 'node:test';

import { ApiError, ServiceAway } from '../../../static-site/lib/api.js';
import { Naps } from '../../../static-site/lib/timers.js';
import { FakeTimers, settle, until } from './fake-timers.js';
import { aFile, aQueue } from './queue-at-work.js';
import { aPhoto, aTicket, LIMITS, SESSION_ID } from './samples.js';

test('every photo is announced ahead of its turn, with one ticket each', async () => {
  const { queue, puts, shown, requests } = aQueue();
  queue.pick(['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg'].map((name) => aFile(name)), LIMITS);
  await until(() => shown.length === 4 && puts.length === 2);
  assert.deepEqual(shown.map(([, name]) => name), ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg']);
  puts.forEach(({ answer }) => answer(200));
  await until(() => puts.length === 4);
  assert.deepEqual(requests.map(({ requestId }) => requestId), ['id-1', 'id-2', 'id-3', 'id-4']);
});

test('a preview goes before the bytes, but they wait for it a moment only', async () => {
  let showAll;
  const naps = new Naps(new FakeTimers());
  const { queue, puts } = aQueue({ naps, show: () => new Promise((done) => (showAll = done)) });
  queue.pick([aFile('a.jpg'), aFile('b.jpg')], LIMITS);
  await until(() => showAll !== undefined);
  await settle();
  assert.equal(puts.length, 0);
  showAll();
  await until(() => puts.length === 1);
  await naps.timers.advance(500);
  assert.equal(puts.length, 2);
});

test('a URL that has grown old while it waited is not used', async () => {
  let now = 0;
  const { queue, puts, requests, shown } = aQueue({ now: () => now });
  queue.pick([aFile('a.jpg'), aFile('b.jpg'), aFile('c.jpg')], LIMITS);
  await until(() => shown.length === 3);
  now = 130_000;
  puts[0].answer(200);
  await until(() => puts.length === 3);
  assert.deepEqual(requests.map(({ requestId }) => requestId), ['id-1', 'id-2', 'id-3', 'id-3']);
});

test('two are announced at a time, the next when one is through', async () => {
  const shows = [];
  const show = (_, { name }) => new Promise((shown) => shows.push({ name, shown }));
  const { queue } = aQueue({ show });
  const names = () => shows.map(({ name }) => name);
  queue.pick(['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg'].map((name) => aFile(name)), LIMITS);
  await until(() => shows.length === 2);
  await settle();
  assert.deepEqual(names(), ['a.jpg', 'b.jpg']);
  shows[1].shown();
  await until(() => shows.length === 3);
  queue.pick([aFile('e.jpg')], { ...LIMITS, maxPhotos: 5 });
  await settle();
  assert.deepEqual(names(), ['a.jpg', 'b.jpg', 'c.jpg']);
  for (const { shown } of shows) {
    shown();
  }
  await until(() => shows.length === 5);
  assert.deepEqual(names().slice(3), ['d.jpg', 'e.jpg']);
});

test('an announcement that fails keeps nothing back', async () => {
  let asked = 0;
  const { queue, puts } = aQueue({
    requestUpload: async () => {
      asked += 1;
      if (asked === 1) {
        throw new ServiceAway('');
      }
      return aTicket();
    },
  });
  queue.parts.naps.nap = async () => {};
  queue.pick([aFile('a.jpg')], LIMITS);
  await until(() => puts.length === 1);
});

test('a photo that is taken back is withdrawn, even while its ticket is on the way', async () => {
  let bring;
  const { queue, withdrawn, puts } = aQueue({
    requestUpload: () => new Promise((resolve) => (bring = () => resolve(aTicket()))),
  });
  queue.pick([aFile('a.jpg')], LIMITS);
  await until(() => bring);
  queue.remove('id-1');
  assert.deepEqual(withdrawn, []);
  bring();
  await until(() => withdrawn.length > 0);
  assert.deepEqual(withdrawn, [[SESSION_ID, aTicket().photoId, 't'.repeat(43)]]);
  assert.equal(puts.length, 0);
});

test('so is a large one, even while its upload is being created', async () => {
  const limits = { ...LIMITS, maxPutBytes: 500 };
  const creating = [];
  const withdrawn = [];
  const ask = async (path, how, read) => {
    if (path !== '/uploads') {
      throw new ServiceAway('it is stopped by then');
    }
    await new Promise((create) => creating.push(create));
    return read({ photoId: 'film-1', partBytes: 400, partCount: 3, limits });
  };
  const withdraw = async (...asked) => withdrawn.push(asked);
  const { queue, puts } = aQueue({ api: { ask, withdraw }, limits: () => limits });
  queue.pick([aFile('film.jpg')], limits);
  await until(() => creating.length === 1);
  queue.remove('id-1');
  await settle();
  assert.deepEqual(withdrawn, []);
  await until(() => {
    creating.forEach((create) => create());
    return withdrawn.length > 0;
  });
  assert.deepEqual(withdrawn, [[SESSION_ID, 'film-1', 't'.repeat(43)]]);
  assert.equal(puts.length, 0);
});

/** A photo that was taken back; the service answers with what `answers` holds, then as it should. */
async function takenBack(answers) {
  const { queue, puts, withdrawn } = aQueue({ random: () => 1 });
  const { api, naps } = queue.parts;
  const { withdraw } = api;
  let tries = 0;
  api.withdraw = async (...asked) => {
    tries += 1;
    const refusal = answers.shift();
    if (refusal) {
      throw refusal;
    }
    return withdraw(...asked);
  };
  queue.pick([aFile('a.jpg')], LIMITS);
  await until(() => puts.length === 1);
  // What its bytes were ready to wait for.
  await naps.timers.advance(500);
  queue.remove('id-1');
  await settle();
  return { withdrawn, naps, tries: () => tries };
}

test('a photo that is taken back while the line is down is withdrawn when it is back', async () => {
  const { withdrawn, naps, tries } = await takenBack(Array(12).fill(new ServiceAway('')));
  await naps.timers.advance(180_000);
  assert.equal(tries(), 11);
  naps.wake();
  await naps.timers.advance(30_000);
  assert.equal(withdrawn.length, 1);
  assert.equal(naps.timers.waiting, 0);
});

test('once the session is over nothing is withdrawn any more', async () => {
  const over = new ApiError(410, 'SessionExpired', '');
  const { withdrawn, naps, tries } = await takenBack([new ServiceAway(''), over]);
  await naps.timers.advance(180_000);
  assert.deepEqual([tries(), withdrawn.length, naps.timers.waiting], [2, 0, 0]);
});

test('a note that is taken away withdraws nothing', async () => {
  const { queue, withdrawn } = aQueue();
  queue.pick([aFile('b.pdf', { type: 'application/pdf' })], LIMITS);
  queue.remove('id-1');
  await settle();
  assert.deepEqual([queue.state, withdrawn], [[], []]);
});

test('a photo that another tab has taken back goes without a word', async () => {
  const { queue, puts, states } = aQueue();
  queue.pick([aFile('a.jpg')], LIMITS);
  await until(() => puts.length === 1);
  queue.tell([aPhoto({ photoId: 'photo-of-id-1', state: 'REJECTED', code: 'WITHDRAWN', url: null })]);
  assert.deepEqual(states(), []);
  assert.equal(puts[0].signal.aborted, true);
  queue.tell([aPhoto({ photoId: 'never-seen', state: 'REJECTED', code: 'WITHDRAWN', url: null })]);
  assert.deepEqual(states(), []);
});

test('a file that is here already is not taken again; one that failed is', async () => {
  const { queue, puts, states } = aQueue({ online: () => true });
  const file = aFile('a.jpg');
  queue.pick([file], LIMITS);
  assert.equal(queue.pick([file, aFile('b.jpg')], LIMITS).known, 1);
  await until(() => puts.length === 2);
  puts.forEach(({ answer }) => answer(200));
  await until(() => states().every((state) => state === 'sent'));
  assert.equal(queue.pick([file], LIMITS).known, 1, 'also when it has arrived');
  const gone = aFile('gone.jpg');
  gone.slice = () => ({ arrayBuffer: () => Promise.reject(new DOMException('', 'NotReadableError')) });
  queue.pick([gone], LIMITS);
  await until(() => states()[2] === 'failed');
  assert.equal(queue.pick([gone], LIMITS).known, 0);
});

test('files are kept from when they are picked until they have arrived', async () => {
  const { queue, puts, kept } = aQueue();
  queue.pick([aFile('a.jpg'), aFile('b.pdf', { type: 'application/pdf' })], LIMITS);
  assert.deepEqual([...kept.keys()], ['id-1']);
  await until(() => puts.length === 1);
  assert.equal(kept.get('id-1').photoId, 'photo-of-id-1');
  puts[0].answer(200);
  await until(() => kept.size === 0);
});

test('what was kept goes on by the same request', async () => {
  const { queue, puts, requests, states } = aQueue();
  const kept = { id: 'id-of-before', file: aFile('a.jpg'), photoId: 'photo-of-id-of-before' };
  assert.equal(queue.restore(kept), true);
  await until(() => puts.length === 1);
  assert.equal(requests[0].requestId, 'id-of-before');
  assert.equal(queue.restore(kept), false, 'once');
  queue.tell([aPhoto({ photoId: 'photo-of-id-of-before' })]);
  assert.deepEqual(states(), ['sent'], 'it is the photo that the service tells of');
});

test('what has arrived before the reload is not sent again', () => {
  const { queue, states } = aQueue();
  queue.tell([aPhoto({ photoId: 'photo-1' })]);
  assert.equal(queue.restore({ id: 'x', file: aFile('a.jpg'), photoId: 'photo-1' }), false);
  assert.deepEqual(states(), ['sent']);
});

test('a photo that is taken back while its preview is being made is not sent', async () => {
  let showAll;
  const { queue, puts } = aQueue({ show: () => new Promise((done) => (showAll = done)) });
  queue.pick([aFile('a.jpg')], LIMITS);
  await until(() => showAll !== undefined);
  queue.remove('id-1');
  showAll();
  await settle();
  assert.equal(puts.length, 0);
});
