import assert from 'node:assert/strict';
import test from 'node:test';

import {
  endsTheCode,
  phoneMood,
  phoneState,
  START,
  timeLeft,
  UNSEEN_AFTER_MS,
} from '../../../static-site/lib/phone-state.js';
import { uploadState } from '../../../static-site/lib/upload-state.js';
import { aPhoto, aTicket, LIMITS, told } from './samples.js';

const claimed = (changes = {}, at = 0) => ({ type: 'CLAIMED', ticket: aTicket(changes), at });
const refused = (code) => ({ type: 'REFUSED', code });
const message = (content, at = 0) => ({ type: 'MESSAGE', message: content, at });
const ticked = (at, { busy = false, unseen = false } = {}) => ({ type: 'TICKED', at, busy, unseen });
const after = (...events) => events.reduce(phoneState, START);
const READY = after(claimed());

test('each answer to the claim has its own state', () => {
  const names = {
    InvalidRequest: 'no-code',
    SessionNotFound: 'not-found',
    SessionExpired: 'expired',
    SessionClaimed: 'claimed',
    TokenRefused: 'claimed',
    PhotoLimitReached: 'full',
    SomethingNew: 'away',
  };
  for (const [code, name] of Object.entries(names)) {
    assert.equal(after(refused(code)).name, name, code);
    assert.equal(endsTheCode(code), name !== 'away', code);
  }
  assert.equal(READY.name, 'ready');
});

test('an album that takes nothing lets nobody in, and leaves who is in with his photos', () => {
  const names = { AlbumFull: 'album-full', AlbumClosed: 'album-closed', AlbumNotFound: 'album-gone' };
  for (const [code, name] of Object.entries(names)) {
    assert.equal(after(refused(code)).name, name, code);
    assert.equal(phoneMood(after(refused(code)), [], true, false).mood, name);
    assert.equal(after(claimed(), refused(code)).name, 'ready', code);
    assert.equal(endsTheCode(code), false, code);
  }
});

test('a claim that did not get through is made up for', () => {
  const away = after({ type: 'SERVICE_AWAY' });
  assert.equal(away.name, 'away');
  assert.deepEqual(phoneState(away, claimed()), READY);
});

test('what has ended stays ended', () => {
  const events = [claimed(), refused('SessionNotFound'), message(told.state()), ticked(0)];
  for (const code of ['SessionExpired', 'SessionClaimed', 'SessionNotFound', 'InvalidRequest']) {
    const end = after(refused(code));
    for (const event of events) {
      assert.equal(phoneState(end, event), end, `${event.type} after ${code}`);
    }
  }
});

test('a cut line is told of and forgotten', () => {
  const cut = phoneState(READY, { type: 'SERVICE_AWAY' });
  assert.deepEqual([cut.name, cut.reachable], ['ready', false]);
  assert.equal(phoneState(cut, { type: 'SERVICE_AWAY' }), cut);
  assert.deepEqual(phoneState(cut, { type: 'SERVICE_BACK' }), READY);
});

test('time runs by the server, never shorter, and not while something is on its way', () => {
  assert.equal(timeLeft(READY, 10_000), 590_000);
  assert.equal(phoneState(READY, ticked(599_999)), READY);
  assert.equal(phoneState(READY, ticked(600_000)).name, 'expired');
  assert.equal(phoneState(READY, ticked(600_000, { busy: true })), READY);
  const longer = phoneState(READY, message({ ...told.connected(), expiresAt: 1_000_900 }));
  assert.equal(timeLeft(longer, 0), 900_000);
  assert.equal(phoneState(longer, message(told.connected())), longer);
  assert.equal(phoneState(READY, message(told.expired())).name, 'expired');
});

test('a place that is free again is taken, by asking for it where nothing is known yet', () => {
  const freed = { type: 'FREED' };
  const full = phoneState(READY, refused('PhotoLimitReached'));
  assert.deepEqual(phoneState(full, freed), READY);
  const never = phoneState(after(refused('PhotoLimitReached')), freed);
  assert.equal(never.name, 'starting');
  assert.equal(phoneState(never, claimed()).name, 'ready');
  assert.equal(phoneState(READY, freed), READY);
  const over = after(refused('SessionExpired'));
  assert.equal(phoneState(over, freed), over);
});

test('an unknown event is a mistake of ours', () => {
  assert.throws(() => phoneState(START, { type: 'SNEEZED' }), TypeError);
});

const upload = (id, state) => ({
  ...uploadState([], { type: 'TOLD', photos: [aPhoto({ photoId: id })] })[0],
  state,
});
const mood = (state, states, { online = true, kept = false } = {}) =>
  phoneMood(state, states.map((each, index) => upload(String(index), each)), online, kept).mood;

test('of all that is true the most useful thing is said', () => {
  assert.equal(mood(READY, []), 'empty');
  assert.equal(mood(READY, ['waiting', 'failed', 'sent']), 'sending');
  assert.equal(mood(READY, ['sending'], { kept: true }), 'sending-kept');
  assert.equal(mood(READY, ['sent', 'failed']), 'trouble');
  assert.equal(mood(READY, ['refused']), 'unusable');
  assert.equal(mood(READY, ['sent', 'refused']), 'partly');
  assert.equal(mood(READY, ['refused', 'sent']), 'partly');
  assert.equal(mood(READY, Array(10).fill('sent')), 'complete');
  assert.equal(mood(phoneState(READY, { type: 'SERVICE_AWAY' }), ['sending']), 'cut');
  assert.equal(mood(after({ type: 'SERVICE_AWAY' }), []), 'away');
  assert.equal(mood(after({ type: 'SERVICE_AWAY' }), [], { online: false }), 'offline');
  assert.equal(mood(after(refused('SessionExpired')), []), 'expired');
  assert.equal(mood(phoneState(READY, message(told.expired())), ['sent']), 'expired-after');
  assert.equal(mood(after(refused('PhotoLimitReached')), ['sent']), 'full');
  assert.equal(mood(after(refused('SessionClaimed')), []), 'claimed');
});

test('a cut line is told while something waits or may be picked, and not when all is sent', () => {
  const cut = phoneState(READY, { type: 'SERVICE_AWAY' });
  assert.equal(mood(cut, []), 'cut');
  assert.equal(mood(cut, ['sent']), 'cut');
  assert.equal(mood(cut, [...Array(9).fill('sent'), 'waiting']), 'cut');
  assert.equal(mood(cut, Array(10).fill('sent')), 'complete');
});

test('what no screen shows, though it has had the time, is said to be unseen until one does', () => {
  const unseen = (at, busy = false) => ticked(at, { busy, unseen: true });
  const soon = phoneState(READY, unseen(0));
  const sent = ['sent', 'refused'];
  assert.equal(mood(phoneState(soon, unseen(UNSEEN_AFTER_MS - 1)), sent), 'partly');
  const late = phoneState(soon, unseen(UNSEEN_AFTER_MS));
  for (const states of [['sent'], sent, Array(10).fill('sent')]) {
    assert.equal(mood(late, states), 'unseen');
  }
  assert.equal(phoneState(late, unseen(UNSEEN_AFTER_MS + 1)), late);
  assert.equal(mood(late, ['sent', 'failed']), 'trouble');
  assert.deepEqual(phoneState(late, ticked(UNSEEN_AFTER_MS)), READY);
});

test('as long as something is on its way, a screen has not had the time', () => {
  const busy = phoneState(READY, ticked(0, { busy: true, unseen: true }));
  assert.equal(busy, READY);
  const again = after(claimed(), ticked(0, { unseen: true }), ticked(1, { busy: true, unseen: true }));
  assert.deepEqual(again, READY);
});

test('photos can be picked while there is room', () => {
  const full = Array.from({ length: LIMITS.maxPhotos }, (_, index) => upload(String(index), 'sent'));
  assert.equal(phoneMood(READY, full.slice(1), true, false).canPick, true);
  assert.equal(phoneMood(READY, full, true, false).canPick, false);
  assert.equal(phoneMood(START, [], true, false).canPick, false);
});
