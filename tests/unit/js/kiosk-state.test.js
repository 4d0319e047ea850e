import assert from 'node:assert/strict';
import test from 'node:test';

import { kioskState, shownName, START } from '../../../static-site/lib/kiosk-state.js';
import {
  EXPIRED_SHOWN_MS,
  OVERDUE_MS,
  PENDING_PATIENCE_MS,
  RETURN_AFTER_MS,
  returnsAt,
  timeLeft,
} from '../../../static-site/lib/kiosk-times.js';
import { IllegalTransition } from '../../../static-site/lib/transitions.js';
import { aPhoto, aSession, told } from './samples.js';

const pressed = (at = 0) => ({ type: 'UPLOAD_PRESSED', at });
const opened = (session = {}, at = 0) => ({
  type: 'SESSION_OPENED',
  session: aSession(session),
  at,
});
const message = (content, at = 0) => ({ type: 'MESSAGE', message: content, at });
const ticked = (at) => ({ type: 'TICKED', at });
const left = { type: 'LEFT', at: 0 };
const away = { type: 'SERVICE_AWAY', at: 0 };
const back = { type: 'SERVICE_BACK', at: 0 };

const after = (...events) => events.reduce(kioskState, START);
const STATES = {
  attract: after(),
  opening: after(pressed()),
  code: after(pressed(), opened()),
  connected: after(pressed(), opened(), message(told.connected())),
  photos: after(pressed(), opened(), message(told.completed())),
  expired: after(pressed(), opened(), message(told.expired())),
};

test('the visitor passes the states one after the other', () => {
  for (const [name, state] of Object.entries(STATES)) {
    assert.equal(state.name, name);
  }
});

test('commands are refused where they make no sense, with what was expected', () => {
  const allowed = { UPLOAD_PRESSED: ['attract', 'expired', 'refused'], SESSION_OPENED: ['opening'] };
  for (const event of [pressed(), opened()]) {
    for (const [name, state] of Object.entries(STATES)) {
      if (allowed[event.type].includes(name)) {
        kioskState(state, event);
      } else {
        assert.throws(() => kioskState(state, event), (error) => {
          assert.ok(error instanceof IllegalTransition);
          assert.equal(error.actual, name);
          assert.deepEqual(error.expected, allowed[event.type]);
          return true;
        });
      }
    }
  }
});

test('while the service is away nothing can be pressed', () => {
  assert.throws(() => kioskState(kioskState(START, away), pressed()), IllegalTransition);
});

test('an unknown event is a mistake of ours', () => {
  assert.throws(() => kioskState(START, { type: 'SNEEZED' }), TypeError);
});

test('facts end alike in every order and however often they come', () => {
  const facts = [told.connected(), told.completed(), told.state({ status: 'UPLOAD_REQUESTED' })];
  for (const order of [[0, 1, 2], [1, 0, 2], [1, 2, 0], [2, 1, 0], [0, 2, 1], [2, 0, 1]]) {
    const events = [...order, ...order].map((index) => message(facts[index]));
    const end = after(pressed(), opened(), ...events);
    assert.deepEqual([end.name, end.status, end.photos.length], ['photos', 'COMPLETED', 1]);
  }
});

test('what is told of another session, or after this one, is without effect', () => {
  const other = { ...told.completed(), sessionId: 'another-session-of-22-c' };
  assert.equal(kioskState(STATES.code, message(other)), STATES.code);
  assert.equal(kioskState(START, message(told.completed())), START);
  assert.equal(kioskState(STATES.expired, message(told.completed())), STATES.expired);
});

test('leaving forgets everything, from every state', () => {
  for (const state of Object.values(STATES)) {
    assert.deepEqual(kioskState(state, left), START);
  }
});

test('an expired code is forgotten at once, its photos are not', () => {
  assert.equal(STATES.expired.session, null);
  const over = kioskState(STATES.photos, message(told.expired()));
  assert.deepEqual([over.name, over.over, over.photos.length], ['photos', true, 1]);
});

test('the code and the way to it are hidden while the service is away, photos stay', () => {
  const shown = Object.entries(STATES).map(([name, state]) => [
    name,
    shownName(kioskState(state, away)),
  ]);
  assert.deepEqual(Object.fromEntries(shown), {
    attract: 'away',
    opening: 'away',
    code: 'away',
    connected: 'away',
    photos: 'photos',
    expired: 'expired',
  });
});

test('what was shown before the cut is shown after it', () => {
  for (const state of Object.values(STATES)) {
    assert.deepEqual(kioskState(kioskState(state, away), back), state);
  }
});

test('what happened during the cut is caught up with', () => {
  const cut = after(pressed(), opened(), away);
  const caughtUp = [message(told.state({ status: 'COMPLETED', photos: [aPhoto()] })), back];
  assert.equal(shownName(caughtUp.reduce(kioskState, cut)), 'photos');
});

test('the screen is free again some time after the last photo', () => {
  const state = after(pressed(), opened(), message(told.completed(), 5_000));
  assert.equal(returnsAt(state), 5_000 + RETURN_AFTER_MS);
  assert.equal(kioskState(state, ticked(5_000 + RETURN_AFTER_MS - 1)), state);
  assert.deepEqual(kioskState(state, ticked(5_000 + RETURN_AFTER_MS)), START);
});

test('each further photo is given its own time', () => {
  const state = kioskState(STATES.photos, message(told.completed({ photoId: 'photo-2' }), 15_000));
  assert.equal(returnsAt(state), 15_000 + RETURN_AFTER_MS);
});

test('the same photo again, or its fresh URL, does not hold the screen', () => {
  const again = [
    message(told.completed(), 15_000),
    message(told.completed({ url: 'https://store.example/fresh' }), 16_000),
    message(told.state({ status: 'COMPLETED', photos: [aPhoto()], serverTime: 1_000_017 }), 17_000),
  ];
  assert.equal(returnsAt(again.reduce(kioskState, STATES.photos)), RETURN_AFTER_MS);
});

test('an announced photo is waited for, but not without end', () => {
  const coming = aPhoto({ photoId: 'photo-2', state: 'PENDING', url: null });
  const waiting = kioskState(STATES.photos, message(told.state({ photos: [coming] }), 8_000));
  assert.equal(returnsAt(waiting), 8_000 + PENDING_PATIENCE_MS);
  const over = kioskState(waiting, message(told.expired(), 9_000));
  assert.equal(returnsAt(over), RETURN_AFTER_MS);
});

test('a code is good by the time of the server, whatever the device', () => {
  const state = after(pressed(), opened({ serverTime: 1_000_540 }, 77_000));
  assert.equal(timeLeft(state, 77_000), 60_000);
  assert.equal(kioskState(state, ticked(77_000 + 60_000)), state);
  const over = kioskState(state, ticked(77_000 + 60_000 + OVERDUE_MS));
  assert.equal(over.name, 'expired');
  assert.equal(timeLeft(over, 0), Infinity);
});

test('more time is taken, less is not', () => {
  const more = kioskState(STATES.code, message({ ...told.connected(), expiresAt: 1_000_900 }));
  assert.equal(timeLeft(more, 0), 900_000);
  assert.equal(timeLeft(kioskState(more, message(told.connected())), 0), 900_000);
});

test('an expired code is shown for a while, then the start', () => {
  const shown = returnsAt(STATES.expired);
  assert.equal(shown, EXPIRED_SHOWN_MS);
  assert.deepEqual(kioskState(STATES.expired, ticked(shown)), START);
});
