import assert from 'node:assert/strict';
import test from 'node:test';

import { ApiError, ServiceAway } from '../../../static-site/lib/api.js';
import { Phone } from '../../../static-site/lib/phone.js';
import { Naps } from '../../../static-site/lib/timers.js';
import { FakeTimers, settle } from './fake-timers.js';
import { aPhoto, aTicket, SESSION_ID, told } from './samples.js';

function aPhone(answers = [aTicket()], sessionId = SESSION_ID) {
  const timers = new FakeTimers();
  const live = { running: false, checks: 0, made: 0 };
  const claims = [];
  const heard = [];
  const seen = { changes: 0 };
  const phone = new Phone({
    sessionId,
    token: 'secret',
    api: {
      requestUpload: async (...asked) => {
        claims.push(asked);
        const answer = answers.length > 1 ? answers.shift() : answers[0];
        if (answer instanceof Error) {
          throw answer;
        }
        return answer;
      },
    },
    queue: { state: [], tell: (photos) => heard.push(...photos.map(({ photoId }) => photoId)) },
    watch: (events) => {
      live.made += 1;
      return Object.assign(live, events, {
        start: () => (live.running = true),
        stop: () => (live.running = false),
        check: () => (live.checks += 1),
      });
    },
    onChange: () => (seen.changes += 1),
    naps: new Naps(timers),
    timers,
    random: () => 1,
  });
  void phone.start();
  return { phone, timers, live, claims, heard, seen };
}

test('it claims the code with its own token and then listens', async () => {
  const { phone, live, claims } = aPhone();
  await settle();
  assert.deepEqual(claims, [[{ sessionId: SESSION_ID }, 'secret']]);
  assert.deepEqual([phone.state.name, live.running], ['ready', true]);
});

test('without a code nothing is asked', async () => {
  const { phone, claims } = aPhone([aTicket()], '');
  await settle();
  assert.deepEqual([phone.state.name, claims.length], ['no-code', 0]);
});

test('a lost answer is asked for again by itself, as the same phone', async () => {
  const { phone, timers, claims } = aPhone([new ServiceAway(''), new ServiceAway(''), aTicket()]);
  await settle();
  assert.equal(phone.state.name, 'away');
  await timers.advance(5_000);
  assert.equal(phone.state.name, 'ready');
  assert.deepEqual(new Set(claims.map(([, token]) => token)), new Set(['secret']));
});

test('"try again" does not wait', async () => {
  const { phone } = aPhone([new ServiceAway(''), aTicket()]);
  await settle();
  phone.look();
  await settle();
  assert.equal(phone.state.name, 'ready');
});

test('the network going is told, even if nothing else changes', async () => {
  const { phone, seen } = aPhone([new ServiceAway('')]);
  await settle();
  const before = seen.changes;
  phone.look();
  assert.equal(seen.changes, before + 1);
});

test('a refusal is final and is not asked again', async () => {
  const { phone, timers, claims, live } = aPhone([new ApiError(409, 'SessionClaimed', '')]);
  await timers.advance(60_000);
  assert.deepEqual([phone.state.name, claims.length, live.made], ['claimed', 1, 0]);
});

test('what the service tells of photos reaches the queue', async () => {
  const { live, heard } = aPhone();
  await settle();
  live.onMessage(told.completed({ photoId: 'one' }));
  live.onMessage(told.rejected({ photoId: 'two' }));
  live.onMessage(told.state({ photos: [aPhoto({ photoId: 'three' })] }));
  assert.deepEqual(heard, ['one', 'two', 'three']);
});

test('the end of the session ends the listening', async () => {
  const { phone, live } = aPhone();
  await settle();
  live.onMessage(told.expired());
  assert.deepEqual([phone.state.name, live.running], ['expired', false]);
});

test('time runs out by itself', async () => {
  const { phone, timers } = aPhone();
  await timers.advance(601_000);
  assert.equal(phone.state.name, 'expired');
});

test('what one photo met may hold for the whole code', async () => {
  const { phone } = aPhone();
  await settle();
  phone.refused('PhotoTooLarge');
  assert.equal(phone.state.name, 'ready');
  phone.refused('SessionExpired');
  assert.equal(phone.state.name, 'expired');
});

test('left and come back to, it listens again', async () => {
  const { phone, live } = aPhone();
  await settle();
  phone.pause();
  assert.equal(live.running, false);
  phone.resume();
  assert.equal(live.running, true);
});
