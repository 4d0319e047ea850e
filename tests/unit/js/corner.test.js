import assert from 'node:assert/strict';
import test from 'node:test';

import { Corner, HOLD_MS, LOADED_AFTER_MS } from '../../../static-site/components/operator/corner.js';
import { FakeTimers, settle } from './fake-timers.js';

/** What is behind it can be had when `loads` says so; the last answer repeats. */
function aCorner({ loads = [true] } = {}) {
  const button = new EventTarget();
  const timers = new FakeTimers();
  const count = { loaded: 0, opened: 0 };
  const told = [];
  const load = async () => {
    count.loaded += 1;
    const panel = { open: () => (count.opened += 1), update: (at) => told.push(at) };
    return (loads.length > 1 ? loads.shift() : loads[0]) ? panel : null;
  };
  const corner = Corner(button, { timers, load });
  const happens = (type, facts = {}) => button.dispatchEvent(Object.assign(new Event(type), facts));
  return { corner, timers, count, told, happens };
}

for (const [hand, begin] of [
  ['a finger', ['pointerdown', {}]],
  ['Enter', ['keydown', { key: 'Enter', repeat: false }]],
  ['the space bar', ['keydown', { key: ' ', repeat: false }]],
]) {
  test(`held for five seconds by ${hand}, and once`, async () => {
    const { timers, count, happens } = aCorner();
    happens(...begin);
    await timers.advance(HOLD_MS - 1);
    assert.deepEqual(count, { loaded: 1, opened: 0 });
    await timers.advance(20_000);
    assert.deepEqual(count, { loaded: 1, opened: 1 });
  });
}

test('let go before, it is nothing', async () => {
  for (const end of ['pointerup', 'pointercancel', 'pointerleave', 'keyup', 'blur']) {
    const { timers, count, happens } = aCorner();
    happens('pointerdown');
    await timers.advance(HOLD_MS - 1);
    happens(end);
    await timers.advance(20_000);
    assert.equal(count.opened, 0, end);
  }
});

test('a key that repeats itself is held from its first press, and other keys are not', async () => {
  const { timers, count, happens } = aCorner();
  happens('keydown', { key: 'Enter', repeat: false });
  for (let passed = 0; passed < HOLD_MS; passed += 100) {
    happens('keydown', { key: 'Enter', repeat: true });
    await timers.advance(100);
  }
  assert.equal(count.opened, 1);
  happens('keydown', { key: 'Tab', repeat: false });
  await timers.advance(20_000);
  assert.equal(count.opened, 1);
});

test('what is behind it is loaded at rest, once, and then kept up to date', async () => {
  const { corner, timers, count, told, happens } = aCorner();
  corner.update(1);
  await timers.advance(LOADED_AFTER_MS);
  corner.update(2);
  happens('pointerdown');
  await timers.advance(HOLD_MS);
  assert.deepEqual([count, told], [{ loaded: 1, opened: 1 }, [2]]);
});

test('what cannot be had is asked for again by the next hand', async () => {
  const { timers, count, happens } = aCorner({ loads: [false, false, true] });
  happens('pointerdown');
  await timers.advance(HOLD_MS);
  assert.deepEqual(count, { loaded: 2, opened: 0 });
  happens('pointerup');
  happens('pointerdown');
  await timers.advance(HOLD_MS);
  await settle();
  assert.deepEqual(count, { loaded: 3, opened: 1 });
});
