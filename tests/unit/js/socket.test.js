import assert from 'node:assert/strict';
import test from 'node:test';

import { ReconnectingSocket } from '../../../static-site/lib/socket.js';
import { FakeSockets } from './fake-sockets.js';
import { FakeTimers } from './fake-timers.js';

const MINUTE = 60_000;

function aSocket() {
  const timers = new FakeTimers();
  const sockets = new FakeSockets();
  const log = [];
  const socket = new ReconnectingSocket({
    url: 'wss://ws.example/?sessionId=s',
    token: 'secret',
    events: {
      onOpen: () => log.push('open'),
      onFrame: (frame) => log.push(frame),
      onDown: () => log.push('down'),
    },
    timers,
    random: () => 1,
    WebSocket: sockets.WebSocket,
  });
  return { socket, timers, sockets, log };
}

test('the token is a subprotocol and never part of the URL', () => {
  const { socket, sockets } = aSocket();
  socket.start();
  assert.deepEqual(sockets.last.protocols, ['scandrop', 'secret']);
  assert.doesNotMatch(sockets.last.url, /secret/);
});

test('nothing is sent before it is open', () => {
  const { socket, sockets } = aSocket();
  socket.start();
  assert.equal(socket.send({ action: 'ping' }), false);
  sockets.last.open();
  assert.equal(socket.send({ action: 'ping' }), true);
  assert.deepEqual(sockets.last.sent, [{ action: 'ping' }]);
});

test('failed handshakes are repeated after longer and longer waits', async () => {
  const { socket, timers, sockets, log } = aSocket();
  socket.start();
  for (const wait of [500, 1000, 2000, 4000]) {
    sockets.last.fail();
    const before = sockets.all.length;
    await timers.advance(wait - 1);
    assert.equal(sockets.all.length, before);
    await timers.advance(1);
    assert.equal(sockets.all.length, before + 1);
  }
  assert.deepEqual(log, ['down', 'down', 'down', 'down']);
});

test('only a socket that has told something makes the next try quick again', async () => {
  const { socket, timers, sockets } = aSocket();
  socket.start();
  sockets.last.fail();
  await timers.advance(500);
  sockets.last.open();
  sockets.last.fail();
  await timers.advance(999);
  assert.equal(sockets.all.length, 2);
  await timers.advance(1);
  sockets.last.open();
  sockets.last.say('hello');
  sockets.last.fail();
  await timers.advance(500);
  assert.equal(sockets.all.length, 4);
});

test('a handshake that hangs has failed', async () => {
  const { socket, timers, sockets, log } = aSocket();
  socket.start();
  await timers.advance(10_000);
  assert.deepEqual(log, ['down']);
  assert.equal(sockets.all[0].closed, true);
});

test('it is renewed before the gateway cuts it, the new one before the old one goes', async () => {
  const { socket, timers, sockets, log } = aSocket();
  socket.start();
  const [old] = sockets.all;
  old.open();
  await timers.advance(110 * MINUTE);
  const fresh = sockets.last;
  assert.notEqual(fresh, old);
  assert.equal(old.closed, false);
  old.say('still heard');
  fresh.open();
  assert.equal(old.closed, true);
  assert.equal(socket.isOpen, true);
  assert.deepEqual(log, ['open', 'still heard', 'open']);
});

test('a renewal that fails is repeated and loses nothing', async () => {
  const { socket, timers, sockets, log } = aSocket();
  socket.start();
  sockets.last.open();
  await timers.advance(110 * MINUTE);
  sockets.last.fail();
  assert.deepEqual([socket.isOpen, log], [true, ['open']]);
  await timers.advance(500);
  sockets.last.open();
  assert.deepEqual([sockets.all[0].closed, sockets.all.length], [true, 3]);
});

test('the old one breaking during its renewal does not start a third', async () => {
  const { socket, timers, sockets, log } = aSocket();
  socket.start();
  sockets.last.open();
  await timers.advance(110 * MINUTE);
  sockets.all[0].fail();
  sockets.last.open();
  await timers.advance(5_000);
  assert.deepEqual([sockets.all.length, log], [2, ['open', 'down', 'open']]);
});

test('hurry ends the wait, but disturbs nothing that is open or opening', async () => {
  const { socket, sockets, timers } = aSocket();
  socket.start();
  socket.hurry();
  assert.equal(sockets.all.length, 1);
  sockets.last.fail();
  socket.hurry();
  assert.equal(sockets.all.length, 2);
  sockets.last.open();
  socket.hurry();
  await timers.advance(MINUTE);
  assert.equal(sockets.all.length, 2);
});

test('stopped, it is silent, and leaves neither sockets nor timers', async () => {
  const { socket, sockets, timers, log } = aSocket();
  socket.start();
  sockets.last.open();
  socket.stop();
  sockets.last.fail();
  socket.hurry();
  socket.replace();
  assert.deepEqual([sockets.all.length, sockets.last.closed, timers.waiting], [1, true, 0]);
  assert.deepEqual(log, ['open']);
  socket.start();
  assert.equal(sockets.all.length, 2);
});

test('a dead socket is replaced', async () => {
  const { socket, sockets, timers, log } = aSocket();
  socket.start();
  sockets.last.open();
  socket.replace();
  await timers.advance(500);
  sockets.last.open();
  assert.deepEqual([sockets.all[0].closed, log], [true, ['open', 'down', 'open']]);
});
