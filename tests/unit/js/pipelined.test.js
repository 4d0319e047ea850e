import assert from 'node:assert/strict';
import test from 'node:test';

import { pipelined } from '../../../static-site/lib/pipelined.js';
import { FakeTimers, settle } from './fake-timers.js';

/** Of all photos here: what a line of 1,000 bytes a second carries in four seconds. */
const SIZE = 4_000;

/** A line on which bytes move and answers come when the test says so. */
function aLine() {
  const timers = new FakeTimers();
  const under = new Map();
  const began = [];
  const told = [];
  const put = pipelined((name, _, { signal, onProgress }) => {
    began.push([name, timers.now()]);
    return new Promise((resolve, reject) => {
      under.set(name, { resolve, reject, onProgress });
      signal.addEventListener('abort', () => resolve(0));
    });
  }, timers);
  const send = (name, { size = SIZE, signal = new AbortController().signal } = {}) =>
    put(name, { size }, { signal, onProgress: (bytes) => told.push([name, bytes]) });
  const moves = async (name, bytes) => {
    under.get(name).onProgress(bytes);
    await settle();
  };
  const answer = async (name, status = 200) => {
    under.get(name).resolve(status);
    await settle();
  };
  const breaks = (name) => under.get(name).reject(new Error('broken'));
  return { timers, began, told, send, moves, answer, breaks };
}

/** The same, on which one photo took four seconds by itself, and 200 ms until its first bytes went. */
async function aKnownLine() {
  const line = aLine();
  void line.send('a');
  await line.timers.advance(200);
  await line.moves('a', SIZE);
  await line.timers.advance(3_800);
  await line.answer('a');
  return line;
}

test('the first one waits for nothing, and hears how far it is', async () => {
  const { began, told, send, moves } = aLine();
  void send('a');
  await moves('a', 500);
  assert.deepEqual([began, told], [[['a', 0]], [['a', 500]]]);
});

test('the next begins as much sooner as it takes to get going', async () => {
  const { timers, began, send } = await aKnownLine();
  void send('b');
  void send('c');
  await timers.advance(3_699);
  assert.deepEqual(began.slice(1), [['b', 4_000]]);
  await timers.advance(1);
  assert.deepEqual(began.slice(2), [['c', 7_700]]);
});

test('a smaller one is waited for as much less', async () => {
  const { timers, began, send } = await aKnownLine();
  void send('b', { size: SIZE / 2 });
  void send('c');
  await timers.advance(4_000);
  assert.deepEqual(began.slice(1), [['b', 4_000], ['c', 5_700]]);
});

test('while two share the line, each comes half as far', async () => {
  const { timers, began, send, moves, answer } = await aKnownLine();
  void send('b');
  void send('c');
  await timers.advance(200);
  await moves('b', SIZE);
  await timers.advance(4_000);
  await answer('b');
  void send('d');
  // In the last half second b and c had the line for 250 ms each: b took 3,950 in all.
  await timers.advance(3_399);
  assert.deepEqual(began.slice(2), [['c', 7_700]]);
  await timers.advance(1);
  assert.deepEqual(began.slice(3), [['d', 11_600]]);
});

/** Of a known line, the next photo: it takes so long by itself, and half of the lead that 'a' had. */
async function another({ timers, send, moves, answer }, name, ms) {
  void send(name);
  await timers.advance(100);
  await moves(name, SIZE);
  await timers.advance(ms - 100);
  await answer(name);
}

test('the line is as fast as it was for the fastest of the last three photos', async () => {
  const line = await aKnownLine();
  const { timers, began, send } = line;
  await another(line, 'b', 1_000);
  await another(line, 'c', 5_000);
  void send('d');
  void send('e');
  await timers.advance(700);
  assert.deepEqual(began.slice(3), [['d', 10_000], ['e', 10_700]]);
});

test('what was longer ago is forgotten', async () => {
  const line = await aKnownLine();
  const { timers, began, send } = line;
  for (const name of ['b', 'c', 'd']) {
    await another(line, name, 5_000);
  }
  void send('e');
  void send('f');
  await timers.advance(4_850);
  assert.deepEqual(began.slice(4), [['e', 19_000], ['f', 23_850]]);
});

test('whoever ends sooner than was reckoned is followed at once', async () => {
  const { timers, began, send, answer } = await aKnownLine();
  void send('b');
  void send('c');
  await timers.advance(1_000);
  await answer('b');
  assert.deepEqual(began.at(-1), ['c', 5_000]);
});

test('of a line that is not known, the bytes tell that go when the first have gone', async () => {
  const { timers, began, send, moves } = aLine();
  void send('a');
  void send('b');
  await timers.advance(200);
  await moves('a', 1_000);
  await timers.advance(500);
  // In half a second as much as was to come in one: no pace yet, but what the system takes.
  await moves('a', 1_900);
  assert.equal(began.length, 1);
  await timers.advance(700);
  await moves('a', 2_200);
  // A byte each millisecond; 1,400 of 4,000 have passed, and 300 are what the next needs.
  await timers.advance(2_299);
  assert.equal(began.length, 1);
  await timers.advance(1);
  assert.deepEqual(began.at(-1), ['b', 3_700]);
});

test('when all of the first one has been handed over, the second begins', async () => {
  const { timers, began, send, moves } = aLine();
  void send('a');
  void send('b');
  await timers.advance(600);
  await moves('a', SIZE);
  assert.deepEqual(began, [['a', 0], ['b', 600]]);
});

test('of a line of which nothing becomes known, nothing waits for longer than ten seconds', async () => {
  const { timers, began, send } = aLine();
  void send('a');
  void send('b');
  await timers.advance(9_999);
  assert.equal(began.length, 1);
  await timers.advance(1);
  assert.deepEqual(began.at(-1), ['b', 10_000]);
});

for (const [what, end] of [
  ['was refused', ({ answer }) => answer('b', 503)],
  ['never came', ({ answer }) => answer('b', 0)],
  ['broke down', ({ breaks }) => breaks('b')],
]) {
  test(`after one that ${what}, the line is not known any more`, async () => {
    const line = await aKnownLine();
    line.send('b').catch(() => {});
    await line.timers.advance(1_000);
    await end(line);
    void line.send('c');
    void line.send('d');
    await line.timers.advance(9_999);
    assert.equal(line.began.length, 3);
    await line.timers.advance(1);
    assert.deepEqual(line.began.at(-1), ['d', 15_000]);
  });
}

test('one whose arrival is told before its answer is here tells of the line, too', async () => {
  const { timers, began, send, moves } = await aKnownLine();
  const arrived = new AbortController();
  void send('b', { signal: arrived.signal });
  await timers.advance(200);
  await moves('b', SIZE);
  await timers.advance(1_800);
  arrived.abort();
  await settle();
  void send('c');
  void send('d');
  await timers.advance(2_000);
  assert.deepEqual(began.slice(2), [['c', 6_000], ['d', 7_700]]);
});

test('one that is taken back on its way does not', async () => {
  const { timers, began, send, moves } = await aKnownLine();
  const taken = new AbortController();
  void send('b', { signal: taken.signal });
  await timers.advance(200);
  await moves('b', 100);
  taken.abort();
  await settle();
  void send('c');
  void send('d');
  await timers.advance(9_999);
  assert.equal(began.length, 3);
});

test('what is taken back while it waits is not sent', async () => {
  const { timers, began, send } = await aKnownLine();
  const taken = new AbortController();
  void send('b');
  const status = send('c', { signal: taken.signal });
  await settle();
  taken.abort();
  assert.equal(await status, 0);
  await timers.advance(10_000);
  assert.equal(began.length, 2);
});
