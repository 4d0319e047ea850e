import assert from 'node:assert/strict';
import test from 'node:test';

import { ApiError, ServiceAway } from '../../../static-site/lib/api.js';
import { START } from '../../../static-site/lib/kiosk-state.js';
import { settle } from './fake-timers.js';
import { aKiosk, withCode } from './kiosk-at-work.js';
import { aPhoto, aSession, told } from './samples.js';

for (const code of ['KioskKeyRequired', 'KioskKeyRefused', 'AlbumClosed', 'AlbumFull']) {
  test(`${code} is said, not tried again by itself, and tried again when somebody asks`, async () => {
    const opens = [new ApiError(403, code, ''), aSession()];
    const { kiosk, timers, calls, shown } = await withCode({ opens });
    assert.deepEqual([shown(), kiosk.state.refusal, calls.open], ['refused', code, 1]);
    await timers.advance(10_000);
    assert.equal(calls.open, 1);
    kiosk.press();
    await settle();
    assert.deepEqual([shown(), kiosk.state.refusal, calls.open], ['code', null, 2]);
  });
}

test('what the screen shows is said once, and again while nobody has heard it', async () => {
  const { kiosk, timers, calls, live } = await withCode();
  live.onMessage(told.completed());
  kiosk.shows(['photo-1', 'photo-2']);
  kiosk.shows(['photo-1']);
  assert.deepEqual(live.said, [{ action: 'shown', photoId: 'photo-1' }]);
  await timers.advance(10_000);
  kiosk.shows(['photo-1']);
  assert.equal(live.said.length, 2);
  live.onMessage(told.shown());
  await timers.advance(10_000);
  kiosk.shows(['photo-1']);
  assert.equal(live.said.length, 2);
  assert.deepEqual(calls.said, []);
});

test('where no socket is open it is said by a request, again until it is heard', async () => {
  const hears = [new ServiceAway(''), new ApiError(500, 'Unknown', ''), true];
  const { kiosk, timers, calls, live } = await withCode({ hears });
  live.onMessage(told.completed());
  live.open = false;
  const saying = { action: 'shown', photoId: 'photo-1' };
  const said = [aSession().sessionId, aSession().screenToken, saying];
  kiosk.shows(['photo-1']);
  kiosk.shows(['photo-1']);
  await settle();
  assert.deepEqual(calls.said, [said]);
  await timers.advance(9_000);
  kiosk.shows(['photo-1']);
  assert.equal(calls.said.length, 1);
  await timers.advance(1_000);
  kiosk.shows(['photo-1']);
  assert.deepEqual(calls.said, [said, said]);
  live.onMessage(told.shown());
  await timers.advance(5_000);
  kiosk.shows(['photo-1']);
  assert.equal(calls.said.length, 2);
});

test('of a session that is over nothing is said', async () => {
  const { kiosk, calls, live } = await withCode();
  live.onMessage(told.completed());
  live.onMessage(told.expired());
  kiosk.shows(['photo-1']);
  assert.deepEqual([live.said, calls.said], [[], []]);
});

test('a photo that moves is waited for as long as it does', async () => {
  const { live, timers, shown } = await withCode();
  live.onMessage(told.progress());
  for (let percent = 1; percent <= 5; percent += 1) {
    await timers.advance(100_000);
    assert.equal(shown(), 'photos', `${percent} %`);
    live.onMessage(told.progress({ 'photo-1': percent }));
  }
});

test('a press opens one session and watches it, however often it is pressed', async () => {
  const { kiosk, watched, calls, shown } = aKiosk();
  kiosk.press();
  kiosk.press();
  await settle();
  kiosk.press();
  assert.deepEqual([shown(), calls.open, watched.length], ['code', 1, 1]);
  assert.deepEqual([watched[0].running, watched[0].token], [true, aSession().screenToken]);
});

test('from the first message to the photo and back to the start', async () => {
  const { kiosk, live, timers, shown } = await withCode();
  live.onMessage(told.connected());
  assert.equal(shown(), 'connected');
  live.onMessage(told.completed());
  assert.equal(shown(), 'photos');
  await timers.advance(29_000);
  assert.equal(shown(), 'photos');
  await timers.advance(1_500);
  assert.deepEqual(kiosk.state, START);
  assert.equal(live.running, false);
});

test('whoever touches the screen keeps his photos for as long again', async () => {
  const { kiosk, live, timers, shown } = await withCode();
  live.onMessage(told.completed());
  for (let minute = 0; minute < 10; minute += 1) {
    await timers.advance(25_000);
    kiosk.touch();
  }
  await timers.advance(29_000);
  assert.equal(shown(), 'photos');
  await timers.advance(1_500);
  assert.deepEqual(kiosk.state, START);
});

test('seen again after an hour, it shows nothing of whoever was there before', async () => {
  const { kiosk, live, timers } = await withCode();
  live.onMessage(told.completed());
  timers.halt(3_600_000);
  kiosk.check();
  assert.deepEqual([kiosk.state, live.running], [START, false]);
});

test('while photos are shown it looks often whether more are coming', async () => {
  const { live, timers, shown } = await withCode();
  live.onMessage(told.completed());
  await timers.advance(12_000);
  assert.ok(live.syncs >= 2, `${live.syncs}`);
  const coming = aPhoto({ photoId: 'photo-2', state: 'PENDING' });
  live.onMessage(told.state({ photos: [coming], serverTime: 1_000_012 }));
  await timers.advance(30_000);
  assert.equal(shown(), 'photos');
});

test('leaving in any state closes the socket and forgets', async () => {
  const { kiosk, live } = await withCode();
  kiosk.leave();
  live.onMessage(told.completed());
  assert.deepEqual([kiosk.state, live.running], [START, false]);
});

test('a session that was opened too late is nobody’s', async () => {
  const { kiosk, watched } = aKiosk();
  kiosk.press();
  kiosk.leave();
  await settle();
  assert.deepEqual([kiosk.state.name, watched.length], ['attract', 0]);
});

test('a service that is away is asked again until it is back, without a hand', async () => {
  const trouble = [new ServiceAway(''), new ApiError(503, 'ServiceUnavailable', '')];
  const { timers, calls, shown } = await withCode({ opens: [...trouble, aSession()] });
  assert.equal(shown(), 'away');
  await timers.advance(10_000);
  assert.deepEqual([shown(), calls.open], ['code', 3]);
});

test('the network coming back ends the wait', async () => {
  const { kiosk, shown } = await withCode({ opens: [new ServiceAway(''), aSession()] });
  kiosk.check();
  await settle();
  assert.equal(shown(), 'code');
});

test('a cut in the middle hides the code and brings it back', async () => {
  const { live, shown } = await withCode();
  live.onAway();
  assert.equal(shown(), 'away');
  live.onBack();
  assert.equal(shown(), 'code');
});

test('at the start it notices by itself that the site is away, and that it is back', async () => {
  const { timers, shown } = aKiosk({ reaches: [new ServiceAway(''), new ServiceAway(''), true] });
  await settle();
  assert.equal(shown(), 'away');
  await timers.advance(5_000);
  assert.equal(shown(), 'attract');
});

test('leaving while the service is away waits at the start', async () => {
  const { kiosk, timers, shown } = await withCode({
    opens: [new ServiceAway('')],
    reaches: [true, new ServiceAway(''), true],
  });
  kiosk.leave();
  await settle();
  assert.deepEqual([kiosk.state.name, shown()], ['attract', 'away']);
  await timers.advance(5_000);
  assert.equal(shown(), 'attract');
});

test('near its end it asks, for the phone may have been given more time', async () => {
  const { live, timers, shown } = await withCode();
  live.onMessage(told.connected());
  await timers.advance(601_000);
  assert.ok(live.syncs > 0);
  const more = { status: 'UPLOAD_REQUESTED', serverTime: 1_000_601, expiresAt: 1_001_200 };
  live.onMessage(told.state(more));
  await timers.advance(60_000);
  assert.equal(shown(), 'connected');
});

test('a code that has run out is replaced by a press, or goes by itself', async () => {
  const { kiosk, live, timers, watched, shown } = await withCode();
  live.onMessage(told.expired());
  assert.deepEqual([shown(), live.running], ['expired', false]);
  kiosk.press();
  await settle();
  assert.deepEqual([shown(), watched.length], ['code', 2]);
  watched[1].onMessage(told.expired());
  await timers.advance(20_500);
  assert.equal(shown(), 'attract');
});

test('a thousand visitors leave nothing behind', async () => {
  const { kiosk, timers, watched } = aKiosk();
  await settle();
  const atRest = timers.waiting;
  for (let visitor = 0; visitor < 1000; visitor += 1) {
    kiosk.press();
    await settle();
    kiosk.leave();
  }
  assert.equal(watched.filter(({ running }) => running).length, 0);
  assert.equal(timers.waiting, atRest);
});

test('no code is asked for, and none shown, before what shows photos is here', async () => {
  const { kiosk, timers, calls, shown } = aKiosk({ prepares: [false, false, true] });
  kiosk.press();
  await settle();
  assert.deepEqual([shown(), calls.prepared, calls.open], ['away', 1, 0]);
  await timers.advance(3_500);
  assert.deepEqual([shown(), calls.prepared, calls.open], ['code', 3, 1]);
});
