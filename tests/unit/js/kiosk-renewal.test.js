import assert from 'node:assert/strict';
import test from 'node:test';

import { ApiError, ServiceAway } from '../../../static-site/lib/api.js';
import { kioskState, START } from '../../../static-site/lib/kiosk-state.js';
import { isRenewalDue, OVERDUE_MS, timeLeft } from '../../../static-site/lib/kiosk-times.js';
import { settle } from './fake-timers.js';
import { withCode } from './kiosk-at-work.js';
import { aSession, told } from './samples.js';

const FIRST = aSession();
const SECOND = aSession({
  sessionId: 'second-session-22-char',
  screenToken: 'second',
  createdAt: 1_000_540,
  serverTime: 1_000_540,
  expiresAt: 1_001_140,
});
const of = (session, message) => ({ ...message, sessionId: session.sessionId });

/** Its code has given way to the next one, which is on the screen. */
async function renewed(opens = [FIRST, SECOND]) {
  const all = await withCode({ opens });
  await all.timers.advance(541_000);
  const [before, live] = all.watched;
  return { ...all, before, live };
}

test('a code that nobody has scanned is renewed a minute before it runs out', async () => {
  const { kiosk, timers, calls, shown } = await withCode({ opens: [FIRST, SECOND] });
  await timers.advance(539_000);
  assert.equal(calls.open, 1);
  await timers.advance(2_000);
  assert.deepEqual([shown(), calls.open], ['code', 2]);
  assert.equal(kiosk.state.session, SECOND);
  assert.ok(timeLeft(kiosk.state, timers.now()) > 590_000);
});

test('whoever scans the code that was shown before is taken all the same', async () => {
  const { kiosk, before, live, shown } = await renewed();
  before.onMessage(told.connected());
  assert.deepEqual([shown(), kiosk.state.session], ['connected', FIRST]);
  assert.deepEqual([before.running, live.running], [true, false]);
  before.onMessage(told.completed());
  assert.equal(shown(), 'photos');
});

test('a snapshot is enough to know that somebody has', async () => {
  const { kiosk, before, shown } = await renewed();
  const photos = [told.completed().photo];
  before.onMessage(told.state({ status: 'COMPLETED', photos }));
  assert.deepEqual([shown(), kiosk.state.session], ['photos', FIRST]);
});

test('once the new code is scanned, nobody else is waited for', async () => {
  const { kiosk, before, live, shown } = await renewed();
  live.onMessage(of(SECOND, told.connected()));
  assert.deepEqual([shown(), kiosk.state.session], ['connected', SECOND]);
  assert.deepEqual([before.running, live.running], [false, true]);
  before.onMessage(told.completed());
  assert.deepEqual(kiosk.state.photos, []);
});

test('the code that was shown before is forgotten when it has run out', async () => {
  const told_ = await renewed();
  told_.before.onMessage(told.expired());
  assert.deepEqual([told_.before.running, told_.shown()], [false, 'code']);
  const silent = await renewed();
  await silent.timers.advance(59_000 + OVERDUE_MS + 1_000);
  assert.deepEqual([silent.before.running, silent.shown()], [false, 'code']);
  assert.equal(silent.kiosk.state.earlier, null);
});

test('what one hears that nobody sees neither hides the code nor brings it back', async () => {
  const { before, live, shown } = await renewed();
  before.onAway();
  assert.equal(shown(), 'code');
  live.onAway();
  before.onBack();
  assert.equal(shown(), 'away');
});

test('a new code that cannot be had is asked for again while the old one is good', async () => {
  const opens = [FIRST, new ServiceAway(''), new ApiError(503, 'Unknown', ''), SECOND];
  const { kiosk, timers, calls } = await withCode({ opens });
  await timers.advance(560_000);
  assert.deepEqual([calls.open, kiosk.state.session], [4, SECOND]);
});

test('where the host has to do something first, the code stands for as long as it is good', async () => {
  const opens = [FIRST, new ApiError(409, 'AlbumClosed', ''), SECOND];
  const { timers, calls, shown } = await withCode({ opens });
  await timers.advance(599_000);
  assert.deepEqual([calls.open, shown()], [2, 'code']);
  await timers.advance(6_000);
  assert.equal(shown(), 'expired');
});

test('a code that is hidden, scanned or gone is not renewed', async () => {
  for (const end of [told.connected(), told.completed(), told.expired()]) {
    const { timers, calls, live } = await withCode({ opens: [FIRST, SECOND] });
    await timers.advance(530_000);
    live.onMessage(end);
    await timers.advance(60_000);
    assert.equal(calls.open, 1, end.type);
  }
  const { timers, calls, live } = await withCode({ opens: [FIRST, SECOND] });
  live.onAway();
  await timers.advance(590_000);
  assert.equal(calls.open, 1);
  live.onBack();
  await timers.advance(1_000);
  assert.equal(calls.open, 2);
});

test('a new code that comes when its visitor has gone is nobody’s', async () => {
  let answer = () => {};
  const { kiosk, timers, watched } = await withCode({ opens: [FIRST] });
  kiosk.api.openSession = () => new Promise((resolve) => (answer = resolve));
  await timers.advance(541_000);
  kiosk.leave();
  answer(SECOND);
  await settle();
  assert.deepEqual([kiosk.state, watched.length], [START, 1]);
  assert.equal(kioskState(START, { type: 'RENEWED', session: SECOND, at: 0 }), START);
});

test('of a short life it is the last quarter; what is shorter than a request is left alone', () => {
  const state = (seconds) =>
    [
      { type: 'UPLOAD_PRESSED', at: 0 },
      { type: 'SESSION_OPENED', session: aSession({ expiresAt: 1_000_000 + seconds }), at: 0 },
    ].reduce(kioskState, START);
  assert.deepEqual([isRenewalDue(state(60), 44_999), isRenewalDue(state(60), 45_000)], [false, true]);
  assert.equal(isRenewalDue(state(2), 1_999), false);
  assert.equal(isRenewalDue(START, 0), false);
});
