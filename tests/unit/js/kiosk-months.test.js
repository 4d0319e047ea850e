import assert from 'node:assert/strict';
import test from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { OVERDUE_MS, timeLeft } from '../../../static-site/lib/kiosk-times.js';
import { aStanding } from './service-at-work.js';

const HOUR_MS = 3_600_000;
const VISITORS = 2_000;
/** Nothing is told of a line that has gone silent; until it is said, questions have to go unanswered. */
const NOTICED_MS = 80_000;
/** Within this time after the end of any trouble the screen is as if there had been none. */
const HEALED_MS = 75_000;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

/** The same dice each time. */
function dice(seed) {
  let state = seed;
  return () => ((state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31);
}

/** What is never true of a screen, whatever happens to it. */
function watched({ kiosk, service, seen, shown }) {
  seen.push((state) => {
    const { session, photos } = state;
    const strangers = photos.filter(({ photoId }) => !photoId.startsWith(session?.sessionId ?? '-'));
    assert.deepEqual(strangers, [], 'photos of another visitor');
    assert.ok(service.sockets.size <= 2, `${service.sockets.size} sockets`);
    if (shown() === 'attract') {
      assert.deepEqual([session, photos.length, state.way.previews.size], [null, 0, 0]);
    }
    if (shown() === 'code') {
      assert.ok(timeLeft(kiosk.state, kiosk.timers.now()) > -OVERDUE_MS - 1_000, 'a code that is over');
    }
  });
}

/** Lets time pass, and the gateway do its duty. */
async function pass({ timers, service }, ms) {
  for (let passed = 0; passed < ms; passed += 5_000) {
    await timers.advance(Math.min(5_000, ms - passed));
    service.tidy();
  }
}

const TROUBLES = {
  refused: ({ service }) => (service.drop(), (service.trouble = 'refused')),
  broken: ({ service }) => (service.trouble = 'broken'),
  silent: ({ service }) => (service.trouble = 'hangs'),
  restarted: ({ service }) => service.drop(),
  frozen: ({ timers, service }) => (timers.halt(20 * 60_000), service.tidy()),
};

for (const [name, begin] of Object.entries(TROUBLES)) {
  for (const scene of ['attract', 'code', 'connected', 'photos']) {
    test(`${name} at ${scene}: it comes back by itself, and no visitor is taken for another`, async () => {
      const standing = aStanding(dice(7));
      const { kiosk, service, timers, shown } = standing;
      watched(standing);
      await timers.advance(1_000);
      if (scene !== 'attract') {
        kiosk.press();
        await timers.advance(1_000);
        if (scene !== 'code') {
          service.happens(service.good[0], scene === 'photos' ? 2 : 0);
          await timers.advance(1_000);
        }
      }
      assert.equal(shown(), scene);
      begin(standing);
      await pass(standing, NOTICED_MS);
      if (service.trouble) {
        // Photos stay, and give the screen back in their time.
        assert.equal(shown(), 'away');
      }
      service.trouble = null;
      await pass(standing, HEALED_MS);
      assert.ok(!['away', 'opening'].includes(shown()), shown());
      await pass(standing, 20 * 60_000);
      kiosk.leave();
      kiosk.press();
      await timers.advance(2_000);
      assert.equal(shown(), 'code');
      assert.ok(service.good.some(({ sessionId }) => sessionId === kiosk.state.session.sessionId));
    });
  }
}

test(`${VISITORS} visitors, many of them in trouble: each is served, and nothing is left of any`, async () => {
  const random = dice(1);
  const standing = aStanding(random);
  const { kiosk, service, timers, shown } = standing;
  watched(standing);
  await timers.advance(1_000);
  const atRest = timers.waiting;
  const sessions = [];
  const troubles = Object.values(TROUBLES);
  let heap = 0;
  for (let visitor = 0; visitor < VISITORS; visitor += 1) {
    kiosk.press();
    await timers.advance(1_000);
    assert.equal(shown(), 'code', `visitor ${visitor}`);
    const { sessionId } = kiosk.state.session;
    sessions.push(new WeakRef(kiosk.state.session));
    if (random() < 0.8) {
      service.happens(service.sessions.get(sessionId));
      await timers.advance(500);
      service.happens(service.sessions.get(sessionId), 1 + Math.floor(random() * 3));
      await timers.advance(500);
      assert.equal(shown(), 'photos');
    }
    if (random() < 0.15) {
      troubles[Math.floor(random() * troubles.length)](standing);
      await pass(standing, random() * 40_000);
      service.trouble = null;
      await pass(standing, HEALED_MS);
    }
    if (random() < 0.5) {
      await pass(standing, 25_000);
    }
    kiosk.leave();
    await timers.advance(1_000);
    service.tidy();
    assert.equal(shown(), 'attract', `visitor ${visitor}`);
    assert.ok(!JSON.stringify(kiosk.state).includes(sessionId));
    if (visitor === VISITORS / 2) {
      collect();
      heap = process.memoryUsage().heapUsed;
    }
  }
  await pass(standing, HOUR_MS);
  assert.deepEqual([service.sockets.size, timers.waiting], [0, atRest]);
  collect();
  assert.equal(sessions.filter((session) => session.deref()).length, 0, 'kept in memory');
  const grown = process.memoryUsage().heapUsed - heap;
  assert.ok(grown < 2_000_000, `${grown} bytes more than in the middle`);
});

test('a day without anybody, and then the first visitor', async () => {
  const standing = aStanding(dice(3));
  watched(standing);
  await pass(standing, 24 * HOUR_MS);
  assert.deepEqual([standing.shown(), standing.service.made], ['attract', 0]);
  standing.kiosk.press();
  await standing.timers.advance(1_000);
  assert.equal(standing.shown(), 'code');
});

test('a code that stands for a day is good at every moment of it', async () => {
  const standing = aStanding(dice(4));
  const { kiosk, service, shown } = standing;
  watched(standing);
  kiosk.press();
  await pass(standing, 1_000);
  for (let minute = 0; minute < 24 * 60; minute += 1) {
    await pass(standing, 60_000);
    const good = service.good.map(({ sessionId }) => sessionId);
    assert.deepEqual([shown(), good.includes(kiosk.state.session.sessionId)], ['code', true]);
  }
  assert.ok(service.made >= 159 && service.made <= 162, `${service.made} codes`);
});

test('the gateway’s cuts are not noticed by anybody', async () => {
  const standing = aStanding(dice(5));
  const { kiosk, service, shown } = standing;
  watched(standing);
  service.lifeSeconds = 30 * 3600;
  kiosk.press();
  await pass(standing, 1_000);
  const names = new Set();
  standing.seen.push(() => names.add(shown()));
  await pass(standing, 24 * HOUR_MS);
  assert.deepEqual([[...names], service.cuts], [['code'], 0]);
  service.happens(service.good[0], 1);
  await pass(standing, 1_000);
  assert.equal(shown(), 'photos');
});
