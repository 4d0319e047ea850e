import assert from 'node:assert/strict';
import test from 'node:test';

import { ServiceAway } from '../../../static-site/lib/api.js';
import { LOOK_EVERY_MS, REST_MS, RESTART_AFTER_MS } from '../../../static-site/lib/kiosk-times.js';
import { settle } from './fake-timers.js';
import { aKiosk } from './kiosk-at-work.js';

const HOUR_MS = 3_600_000;

test('while it waits for visitors it notices that there is no service for them', async () => {
  const { timers, shown } = aKiosk({ reaches: [true, new ServiceAway(''), true] });
  await settle();
  assert.equal(shown(), 'attract');
  await timers.advance(LOOK_EVERY_MS);
  assert.equal(shown(), 'away');
  await timers.advance(5_000);
  assert.equal(shown(), 'attract');
});

test('a network that comes and goes for hours is asked for by one at a time', async () => {
  const { kiosk, timers, calls } = aKiosk({ reaches: [new ServiceAway('')] });
  await settle();
  const atRest = timers.waiting;
  for (let flap = 0; flap < 500; flap += 1) {
    kiosk.check();
    await timers.advance(100);
  }
  assert.equal(timers.waiting, atRest);
  const before = calls.reach;
  await timers.advance(HOUR_MS);
  assert.ok(calls.reach - before <= 121, `${calls.reach - before} times in an hour`);
});

test('after a day the page begins anew, when nobody is there and the site is', async () => {
  const { kiosk, timers, calls } = aKiosk();
  await timers.advance(RESTART_AFTER_MS);
  assert.equal(calls.rests, 0);
  await timers.advance(REST_MS * 6 - LOOK_EVERY_MS);
  kiosk.press();
  await settle();
  await timers.advance(LOOK_EVERY_MS * 5);
  assert.equal(calls.rests, 0);
  kiosk.leave();
  await timers.advance(REST_MS - LOOK_EVERY_MS);
  assert.equal(calls.rests, 0);
  await timers.advance(LOOK_EVERY_MS * 2);
  assert.ok(calls.rests > 0);
});

test('it never begins anew while it could not be loaded', async () => {
  const { timers, calls } = aKiosk({ reaches: [new ServiceAway('')] });
  await timers.advance(RESTART_AFTER_MS + 2 * HOUR_MS);
  assert.equal(calls.rests, 0);
});
