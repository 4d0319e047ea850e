import assert from 'node:assert/strict';
import test from 'node:test';

import { LiveAlbum } from '../../../static-site/lib/live-album.js';
import { ReconnectingSocket } from '../../../static-site/lib/socket.js';
import { FakeSockets } from './fake-sockets.js';
import { FakeTimers, settle } from './fake-timers.js';

const ALBUM_ID = 'A'.repeat(22);

function listening(token = 'key') {
  const sockets = new FakeSockets();
  const timers = new FakeTimers();
  const heard = [];
  const live = new LiveAlbum({
    albumId: ALBUM_ID,
    timers,
    events: {
      onMessage: (message) => heard.push(message.type),
      onOpen: () => heard.push('open'),
      onDown: () => heard.push('down'),
    },
    openSocket: (events) =>
      new ReconnectingSocket({
        ...{ url: `wss://x.example?albumId=${ALBUM_ID}`, token, events, timers },
        ...{ random: () => 0.5, WebSocket: sockets.WebSocket },
      }),
  });
  live.start();
  return { live, sockets, timers, heard };
}

const SYNC = { action: 'sync', albumId: ALBUM_ID };

test('it syncs as soon as it is open, every half minute, and when it is told to look', async () => {
  const { live, sockets, timers, heard } = listening();
  sockets.last.open();
  assert.equal(live.isOpen, true);
  assert.deepEqual(sockets.last.sent, [SYNC]);
  sockets.last.say({ type: 'PONG', albumId: ALBUM_ID, serverTime: 1 });
  await timers.advance(30_000);
  assert.deepEqual(sockets.last.sent, [SYNC, SYNC]);
  live.check();
  assert.equal(sockets.last.sent.length, 3);
  assert.deepEqual(heard, ['open', 'PONG']);
});

test('what is not read is passed over', () => {
  const { sockets, heard } = listening();
  sockets.last.open();
  sockets.last.say('nonsense');
  sockets.last.say({ type: 'NEXT_REQUESTED', albumId: ALBUM_ID });
  assert.deepEqual(heard, ['open', 'NEXT_REQUESTED']);
});

test('a socket that does not answer is given up, and opened anew', async () => {
  const { sockets, timers, heard } = listening();
  sockets.last.open();
  await timers.advance(10_000);
  assert.deepEqual(heard, ['open', 'down']);
  await timers.advance(1_000);
  assert.equal(sockets.all.length, 2);
  sockets.last.open();
  assert.deepEqual(heard, ['open', 'down', 'open']);
});

test('once it is stopped it says and hears nothing', async () => {
  const { live, sockets, timers } = listening();
  sockets.last.open();
  live.stop();
  await timers.advance(600_000);
  assert.equal(sockets.all.length, 1);
  assert.equal(sockets.last.closed, true);
});

test('a host brings another token each time', async () => {
  let number = 0;
  const { sockets, timers } = listening(async () => `leave-${(number += 1)}`);
  await settle();
  assert.deepEqual(sockets.last.protocols, ['scandrop', 'leave-1']);
  sockets.last.open();
  sockets.last.fail();
  await timers.advance(1_000);
  assert.deepEqual(sockets.last.protocols, ['scandrop', 'leave-2']);
});

test('if there is none it is asked for again, later each time', async () => {
  let asked = 0;
  const { live, sockets, timers, heard } = listening(async () => {
    asked += 1;
    throw new Error('away');
  });
  await timers.advance(60_000);
  assert.ok(asked > 3 && asked < 20);
  assert.equal(sockets.all.length, 0);
  assert.ok(heard.every((each) => each === 'down'));
  live.stop();
  const before = asked;
  await timers.advance(600_000);
  assert.equal(asked, before);
});

test('a token that comes when nobody listens any more opens nothing', async () => {
  const { live, sockets } = listening(async () => 'late');
  live.stop();
  await settle();
  assert.equal(sockets.all.length, 0);
});
