import assert from 'node:assert/strict';
import test from 'node:test';

import { ApiError, ServiceAway } from '../../../static-site/lib/api.js';
import { phoneMood, UNSEEN_AFTER_MS } from '../../../static-site/lib/phone-state.js';
import { settle } from './fake-timers.js';
import { aPhone } from './phone-at-work.js';
import { aPhoto, aTicket, SESSION_ID, told } from './samples.js';

test('it claims the code with its own token and then listens', async () => {
  const { phone, live, claims } = aPhone();
  await settle();
  assert.deepEqual(claims, [[{ sessionId: SESSION_ID }, 'secret']]);
  assert.deepEqual([phone.state.name, live.running], ['ready', true]);
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

test('what is told before there is a queue reaches it when it comes, once', async () => {
  const { phone, queue, live, heard } = aPhone([aTicket()], { isWhole: false });
  await settle();
  live.onMessage(told.completed({ photoId: 'one' }));
  live.onMessage(told.state({ photos: [aPhoto({ photoId: 'two' })] }));
  assert.deepEqual([phone.queue.state, heard], [[], []]);
  phone.employ(queue);
  assert.deepEqual(heard, ['one', 'two']);
  live.onMessage(told.rejected({ photoId: 'three' }));
  assert.deepEqual(heard, ['one', 'two', 'three']);
  assert.equal(phone.queue.state, queue.state);
});

test('a full code is asked again when the queue, once it is there, frees a place', async () => {
  const answers = [new ApiError(409, 'PhotoLimitReached', ''), aTicket()];
  const { phone, queue, live, claims } = aPhone(answers, { isWhole: false });
  await settle();
  live.onMessage(told.rejected({ photoId: 'two' }));
  assert.deepEqual([phone.state.name, claims.length], ['full', 1]);
  phone.employ(queue);
  await settle();
  assert.deepEqual([phone.state.name, claims.length], ['ready', 2]);
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

for (const [hasScreen, mood] of /** @type {const} */ ([[true, 'unseen'], [false, 'sent']])) {
  test(`a photo that nobody has seen after a while is ${mood}, screen: ${hasScreen}`, async () => {
    const { phone, live, timers } = aPhone(undefined, { hasScreen });
    const said = () => phoneMood(phone.state, phone.queue.state, true, false).mood;
    await settle();
    live.onMessage(told.completed());
    await timers.advance(UNSEEN_AFTER_MS - 1_000);
    assert.equal(said(), 'sent');
    await timers.advance(2_000);
    assert.equal(said(), mood);
    live.onMessage(told.shown());
    await timers.advance(1_000);
    assert.equal(said(), 'sent');
  });
}

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

test('READY of a photo is no news, its refusal is', async () => {
  const { phone, live, heard } = aPhone();
  await settle();
  live.onMessage(told.ready({ url: null, renditions: null }));
  const { state } = phone.queue;
  live.onMessage(told.completed());
  live.onMessage(told.ready({ url: null, renditions: null }));
  assert.deepEqual([phone.queue.state, state[0].state], [state, 'sent']);
  live.onMessage(told.rejected({ photoId: 'two' }));
  assert.deepEqual(phone.queue.state.map(({ code }) => code), [null, 'TOO_LARGE']);
  assert.deepEqual([heard.length, phone.state.name], [4, 'ready']);
});

test('a full code is asked again when one of its photos is refused, once', async () => {
  const full = new ApiError(409, 'PhotoLimitReached', '');
  const { phone, live, claims } = aPhone([full, full, aTicket()]);
  await settle();
  assert.deepEqual([phone.state.name, claims.length], ['full', 1]);
  const refused = aPhoto({ state: 'REJECTED', code: 'EMPTY', url: null });
  live.onMessage(told.state({ photos: [refused] }));
  await settle();
  assert.deepEqual([phone.state.name, claims.length, live.running], ['full', 2, true]);
  live.onMessage(told.state({ photos: [refused] }));
  await settle();
  assert.equal(claims.length, 2);
  live.onMessage(told.rejected({ photoId: 'photo-2' }));
  await settle();
  assert.deepEqual([phone.state.name, claims.length, live.running], ['ready', 3, true]);
});
