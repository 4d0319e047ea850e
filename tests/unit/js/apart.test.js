import assert from 'node:assert/strict';
import test from 'node:test';

import { apart } from '../../../static-site/lib/apart.js';
import { FakeTimers, settle } from './fake-timers.js';

/** A line on which each photo takes as long as the test says. */
function aLine() {
  const timers = new FakeTimers();
  const under = new Map();
  const began = [];
  const put = apart((name, _, { signal }) => {
    began.push([name, timers.now()]);
    return new Promise((resolve) => {
      under.set(name, resolve);
      signal.addEventListener('abort', () => resolve(0));
    });
  }, timers);
  const send = (name, signal = new AbortController().signal) => put(name, null, { signal });
  const answer = async (name, status = 200) => {
    under.get(name)(status);
    await settle();
  };
  return { timers, began, send, answer };
}

test('of what nothing is known yet nothing waits', async () => {
  const { began, send } = aLine();
  void send('a');
  void send('b');
  await settle();
  assert.deepEqual(began, [['a', 0], ['b', 0]]);
});

test('what would go on in step begins a third of the last one later', async () => {
  const { timers, began, send, answer } = aLine();
  void send('a');
  void send('b');
  await timers.advance(3_000);
  await answer('a');
  await answer('b');
  void send('c');
  void send('d');
  await timers.advance(5_000);
  assert.deepEqual(began.slice(2), [['c', 3_000], ['d', 4_000]]);
});

test('what is apart by itself waits for nothing', async () => {
  const { timers, began, send, answer } = aLine();
  void send('a');
  await timers.advance(1_500);
  void send('b');
  await timers.advance(1_500);
  await answer('a');
  void send('c');
  await settle();
  assert.deepEqual(began.at(-1), ['c', 3_000]);
});

test('a line that carries nothing else is not kept waiting', async () => {
  const { timers, began, send, answer } = aLine();
  void send('a');
  await timers.advance(3_000);
  await answer('a');
  void send('b');
  void send('c');
  await timers.advance(200);
  await answer('b');
  assert.deepEqual(began.at(-1), ['c', 3_200]);
});

test('no line is so slow that a photo waits for longer than ten seconds', async () => {
  const { timers, began, send, answer } = aLine();
  void send('a');
  await timers.advance(600_000);
  await answer('a');
  void send('b');
  void send('c');
  await timers.advance(9_999);
  assert.equal(began.length, 2);
  await timers.advance(1);
  assert.deepEqual(began.at(-1), ['c', 610_000]);
});

test('what is taken back while it waits is not sent', async () => {
  const { timers, began, send, answer } = aLine();
  const taken = new AbortController();
  void send('a');
  await timers.advance(3_000);
  await answer('a');
  void send('b');
  const status = send('c', taken.signal);
  await settle();
  taken.abort();
  assert.equal(await status, 0);
  assert.equal(began.length, 2);
});
