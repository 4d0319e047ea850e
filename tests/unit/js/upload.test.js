import assert from 'node:assert/strict';
import test from 'node:test';

import { ApiError, ServiceAway } from '../../../static-site/lib/api.js';
import { ATTEMPTS, sendPhoto } from '../../../static-site/lib/upload.js';
import { aPhoto, aTicket } from './samples.js';

const throwing = (error) => () => {
  throw error;
};
const said = (status, code) => throwing(new ApiError(status, code, code));
const noAnswer = throwing(new ServiceAway('no answer'));

/** A scripted transport: each attempt takes the next of `tickets` and `puts`; the last repeats. */
function sending({ tickets = [aTicket], puts = [200], photos = [], ...changes } = {}) {
  const log = [];
  const leaving = new AbortController();
  const take = (list) => (list.length > 1 ? list.shift() : list[0]);
  return {
    log,
    leaving,
    signal: leaving.signal,
    random: () => 1,
    online: () => true,
    canRead: async () => true,
    requestTicket: async () => {
      log.push('ticket');
      return take(tickets)();
    },
    put: async (ticket) => {
      const status = take(puts);
      log.push(`put ${ticket.url.slice(-1)} ${status}`);
      return status;
    },
    ask: async () => {
      log.push('ask');
      return photos.length > 0 ? take(photos) : null;
    },
    nap: async (ms) => void log.push(`nap ${ms}`),
    onStumble: () => log.push('stumble'),
    ...changes,
  };
}

test('a ticket, a PUT, sent', async () => {
  const way = sending();
  assert.deepEqual(await sendPhoto(way), { type: 'SENT' });
  assert.deepEqual(way.log, ['ticket', 'put 1 200']);
});

test('each attempt asks for a fresh URL, after a longer and longer wait', async () => {
  let asked = 0;
  const fresh = () => aTicket({ url: `https://store.example/${(asked += 1)}` });
  const way = sending({ tickets: [fresh], puts: [0, 503, 403, 409, 200] });
  assert.deepEqual(await sendPhoto(way), { type: 'SENT' });
  assert.deepEqual(way.log.filter((line) => /put|nap/.test(line)), [
    'put 1 0',
    'nap 1000',
    'put 2 503',
    'nap 2000',
    'put 3 403',
    'nap 4000',
    'put 4 409',
    'nap 8000',
    'put 5 200',
  ]);
});

test('the waits are spread by chance', async () => {
  const way = sending({ puts: [500, 500, 200], random: () => 0.25 });
  await sendPhoto(way);
  assert.deepEqual(way.log.filter((line) => line.startsWith('nap')), ['nap 250', 'nap 500']);
});

test('a service that is away is tried again, and given up after some attempts', async () => {
  for (const trouble of [noAnswer, said(503, 'SessionBusy'), said(429, 'Unknown')]) {
    const way = sending({ tickets: [trouble] });
    assert.deepEqual(await sendPhoto(way), { type: 'FAILED', code: 'ServiceAway' });
    assert.equal(way.log.filter((line) => line === 'ticket').length, ATTEMPTS);
  }
});

test('time without a network does not use up the attempts', async () => {
  let asked = 0;
  const way = sending({
    puts: [...Array(20).fill(0), 200],
    online: () => (asked += 1) > 20,
  });
  assert.deepEqual(await sendPhoto(way), { type: 'SENT' });
});

test('without a network it is tried ever more seldom, and with one as if nothing had been', async () => {
  let asked = 0;
  const way = sending({ puts: [...Array(9).fill(0), 200], online: () => (asked += 1) > 7 });
  assert.deepEqual(await sendPhoto(way), { type: 'SENT' });
  const naps = way.log.filter((line) => line.startsWith('nap')).map((line) => Number(line.slice(4)));
  assert.deepEqual(naps, [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 1_000, 2_000]);
});

test('412: it is there already, and the service says so', async () => {
  const pending = aPhoto({ state: 'PENDING' });
  const way = sending({ puts: [0, 412], photos: [pending, null, aPhoto()] });
  assert.deepEqual(await sendPhoto(way), { type: 'SENT' });
  assert.deepEqual(way.log.slice(-6), ['put 1 412', 'ask', 'nap 1000', 'ask', 'nap 1000', 'ask']);
});

test('412 is never called a failure, even if the service cannot be asked', async () => {
  const way = sending({ puts: [412], ask: async () => noAnswer() });
  assert.deepEqual(await sendPhoto(way), { type: 'SENT' });
});

test('412 of a photo that was rejected meanwhile', async () => {
  const way = sending({ puts: [412], photos: [aPhoto({ state: 'REJECTED', code: 'EMPTY' })] });
  assert.deepEqual(await sendPhoto(way), { type: 'REFUSED', code: 'EMPTY' });
});

test('a photo that is stored already needs no second PUT', async () => {
  const way = sending({ tickets: [said(409, 'PhotoAlreadyStored')] });
  assert.deepEqual(await sendPhoto(way), { type: 'SENT' });
});

test('what no attempt can change is not tried again', async () => {
  const outcomes = {
    UnsupportedContentType: 'REFUSED',
    PhotoDuplicate: 'REFUSED',
    PhotoTooLarge: 'REFUSED',
    PhotoEmpty: 'REFUSED',
    SessionExpired: 'FAILED',
    SessionClaimed: 'FAILED',
    PhotoLimitReached: 'FAILED',
  };
  for (const [code, type] of Object.entries(outcomes)) {
    const way = sending({ tickets: [said(409, code)] });
    assert.deepEqual(await sendPhoto(way), { type, code });
    assert.deepEqual(way.log, ['ticket']);
  }
});

test('one damaged transfer is repeated, two mean that the file is another one', async () => {
  assert.deepEqual(await sendPhoto(sending({ puts: [400, 200] })), { type: 'SENT' });
  const changed = { type: 'FAILED', code: 'FileChanged' };
  assert.deepEqual(await sendPhoto(sending({ puts: [400] })), changed);
  const reused = sending({ tickets: [said(409, 'RequestIdReused')] });
  assert.deepEqual(await sendPhoto(reused), changed);
});

test('a file that has vanished is said to be gone, before and during its transfer', async () => {
  const gone = { type: 'FAILED', code: 'FileGone' };
  const before = sending({ canRead: async () => false });
  assert.deepEqual(await sendPhoto(before), gone);
  assert.deepEqual(before.log, []);
  let looks = 0;
  const during = sending({ puts: [0], canRead: async () => (looks += 1) === 1 });
  assert.deepEqual(await sendPhoto(during), gone);
});

test('once stopped it says nothing and does nothing more', async () => {
  const stopped = { type: 'STOPPED' };
  const onTicket = sending();
  onTicket.requestTicket = async () => {
    onTicket.leaving.abort();
    return aTicket();
  };
  assert.deepEqual(await sendPhoto(onTicket), stopped);
  assert.deepEqual(onTicket.log, []);
  const onPut = sending();
  onPut.put = async () => {
    onPut.leaving.abort();
    return 0;
  };
  assert.deepEqual(await sendPhoto(onPut), stopped);
  assert.deepEqual(onPut.log, ['ticket']);
});

test('a mistake of ours is not taken for trouble on the line', async () => {
  await assert.rejects(sendPhoto(sending({ tickets: [throwing(new TypeError('oops'))] })), TypeError);
});
