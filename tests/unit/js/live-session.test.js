import assert from 'node:assert/strict';
import test from 'node:test';

import { ApiError, ServiceAway } from '../../../static-site/lib/api.js';
import { LiveSession } from '../../../static-site/lib/live-session.js';
import { ReconnectingSocket } from '../../../static-site/lib/socket.js';
import { FakeSockets } from './fake-sockets.js';
import { FakeTimers, settle } from './fake-timers.js';
import { aSnapshot, SESSION_ID, told } from './samples.js';

const SYNC = { action: 'sync', sessionId: SESSION_ID };

/** `answers` of the snapshot: a value, or an error to throw; the last repeats. */
function aLiveSession(answers = [aSnapshot()]) {
  const timers = new FakeTimers();
  const sockets = new FakeSockets();
  const log = [];
  const polls = [];
  const shared = { token: 'secret', timers, random: () => 1 };
  const live = new LiveSession({
    ...shared,
    sessionId: SESSION_ID,
    api: {
      snapshot: async (...asked) => {
        polls.push(asked);
        const answer = answers.length > 1 ? answers.shift() : answers[0];
        if (answer instanceof Error) {
          throw answer;
        }
        return answer;
      },
    },
    openSocket: (events) =>
      new ReconnectingSocket({ ...shared, url: 'wss://x', events, WebSocket: sockets.WebSocket }),
    events: {
      onMessage: ({ type }) => log.push(type),
      onAway: () => log.push('away'),
      onBack: () => log.push('back'),
    },
  });
  live.start();
  return { live, timers, sockets, log, polls };
}

test('it syncs as soon as the socket is open, and every 30 seconds', async () => {
  const { timers, sockets } = aLiveSession();
  sockets.last.open();
  assert.deepEqual(sockets.last.sent, [SYNC]);
  sockets.last.say(told.state());
  await timers.advance(30_000);
  assert.deepEqual(sockets.last.sent, [SYNC, SYNC]);
});

test('what is said of a photo goes by the socket, or not at all', () => {
  const { live, sockets } = aLiveSession();
  assert.equal(live.say({ action: 'shown', photoId: 'photo-1' }), false);
  sockets.last.open();
  assert.equal(live.say({ action: 'shown', photoId: 'photo-1' }), true);
  assert.deepEqual(sockets.last.sent, [
    SYNC,
    { action: 'shown', sessionId: SESSION_ID, photoId: 'photo-1' },
  ]);
});

test('an open socket needs no polling', async () => {
  const { timers, sockets, polls } = aLiveSession();
  sockets.last.open();
  sockets.last.say(told.state());
  await timers.advance(25_000);
  assert.equal(polls.length, 0);
});

test('where sockets are blocked it asks every two seconds', async () => {
  const { timers, polls, log } = aLiveSession();
  await timers.advance(6_500);
  assert.equal(polls.length, 3);
  assert.deepEqual(polls[0].slice(0, 2), [SESSION_ID, 'secret']);
  assert.deepEqual(log, ['SESSION_STATE', 'SESSION_STATE', 'SESSION_STATE']);
});

test('a lost socket is polled for at once, and no longer when it is back', async () => {
  const { timers, sockets, polls } = aLiveSession();
  sockets.last.open();
  sockets.last.say(told.state());
  sockets.last.fail();
  await timers.advance(0);
  assert.equal(polls.length, 1);
  await timers.advance(500);
  sockets.last.open();
  sockets.last.say(told.state());
  await timers.advance(10_000);
  assert.equal(polls.length, 1);
});

test('a sync into a dead socket is noticed', async () => {
  const { timers, sockets, polls } = aLiveSession();
  sockets.last.open();
  await timers.advance(10_000);
  assert.equal(sockets.all[0].closed, true);
  assert.equal(polls.length, 1);
});

test('away is said once, when neither way works, and back once', async () => {
  const { timers, log } = aLiveSession([new ServiceAway(''), new ServiceAway(''), aSnapshot()]);
  await timers.advance(2_000);
  assert.deepEqual(log, ['away']);
  await timers.advance(10_000);
  assert.deepEqual(log.slice(0, 3), ['away', 'back', 'SESSION_STATE']);
  assert.equal(log.filter((line) => line === 'away').length, 1);
});

test('a service that is away is asked less and less often', async () => {
  const { timers, polls } = aLiveSession([new ServiceAway('')]);
  await timers.advance(120_000);
  assert.ok(polls.length < 12, `${polls.length} polls`);
});

test('a socket that comes back first ends the absence too', async () => {
  const { timers, sockets, log } = aLiveSession([new ServiceAway('')]);
  await timers.advance(2_000);
  sockets.last.open();
  sockets.last.say(told.state());
  assert.deepEqual(log, ['away', 'back', 'SESSION_STATE']);
});

test('a session that is gone, or no longer ours, is over', async () => {
  for (const status of [410, 404, 403]) {
    const { timers, log } = aLiveSession([new ApiError(status, 'Gone', '')]);
    await timers.advance(2_000);
    assert.deepEqual(log, ['SESSION_EXPIRED']);
  }
});

test('trouble inside the service is not the end of the session', async () => {
  const { timers, log } = aLiveSession([new ApiError(503, 'ServiceUnavailable', '')]);
  await timers.advance(2_000);
  assert.deepEqual(log, ['away']);
});

test('messages of other sessions and malformed ones are not passed on', () => {
  const { sockets, log, live } = aLiveSession();
  sockets.last.open();
  sockets.last.say({ ...told.expired(), sessionId: 'another' });
  sockets.last.say('{');
  sockets.last.say({ type: 'NEWS' });
  assert.deepEqual(log, []);
  assert.deepEqual([live.reader.malformed, live.reader.unknown], [1, 1]);
});

test('a look when the network changes asks on both ways at once', async () => {
  const { live, timers, sockets, polls } = aLiveSession();
  sockets.last.open();
  sockets.last.say(told.state());
  live.check();
  await timers.advance(0);
  assert.deepEqual(sockets.last.sent, [SYNC, SYNC]);
  assert.equal(polls.length, 1);
});

test('offline with a socket that looks open is away all the same', async () => {
  const { live, timers, sockets, log } = aLiveSession([new ServiceAway('')]);
  sockets.last.open();
  sockets.last.say(told.state());
  live.check();
  await timers.advance(0);
  assert.equal(log.at(-1), 'away');
  assert.equal(sockets.all[0].closed, true);
});

test('stopped, it says nothing more and leaves no timer', async () => {
  const { live, timers, sockets, log, polls } = aLiveSession();
  live.check();
  await settle();
  live.stop();
  await timers.advance(0);
  sockets.last.open();
  live.check();
  await timers.advance(60_000);
  assert.deepEqual([log, polls.length, timers.waiting], [[], 0, 0]);
});
