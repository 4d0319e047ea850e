import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { codeIn, joinState, readCode, spelled, START } from '../../../static-site/lib/join-state.js';

const CODE = 'ABCDE23456';
const submitted = (code = CODE, guest = '') => ({ type: 'SUBMITTED', code, guest });
const refused = (code) => ({ type: 'REFUSED', refusal: { code } });
const joined = { type: 'JOINED', joined: { sessionId: 's', token: 't', album: 'Party' } };
const after = (...events) => events.reduce(joinState, START);

test('codes are read however people write them', () => {
  for (const written of ['abcde23456', ' ABCDE-23456 ', 'ab cde\u2013234 56', 'A-B-C-D-E-2-3-4-5-6\n']) {
    assert.equal(readCode(written), CODE, written);
  }
  for (const written of ['', 'ABCDE2345', 'ABCDE234567', 'ABCDE2345O', 'ABCDE23451', '../../ABCD']) {
    assert.equal(readCode(written), null, written);
  }
});

test('the characters of codes are those of the service', () => {
  const album = readFileSync(new URL('../../../chalicelib/album.py', import.meta.url), 'utf8');
  const [, alphabet] = /CODE_ALPHABET = "(\w+)"/.exec(album);
  const [, characters] = /CODE_CHARACTERS = (\d+)/.exec(album);
  for (const character of '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') {
    const code = character.repeat(Number(characters));
    assert.equal(readCode(code) !== null, alphabet.includes(character), character);
  }
});

test('a code is spelled so that it can be compared with the printed one', () => {
  assert.equal(spelled(CODE), 'ABCDE-23456');
  assert.equal(readCode(spelled(CODE)), CODE);
  assert.equal(spelled('what I typed'), 'what I typed');
});

test('a link brings its code along, and no other address does', () => {
  assert.equal(codeIn('#join=ABCDE23456'), CODE);
  assert.equal(codeIn('#join=abcde-23456'), 'abcde-23456');
  assert.equal(codeIn('#join=ABCDE%2023456'), 'ABCDE 23456');
  assert.equal(codeIn('#join=%E0%A4%A'), '%E0%A4%A');
  assert.equal(codeIn('#join='), '');
  for (const hash of ['', '#', '#join', '#abcdefghijklmnopqrstuv', '#album=ABCDE23456']) {
    assert.equal(codeIn(hash), null, hash);
  }
});

test('who gives a code asks to be let in, once', () => {
  const joining = after(submitted('abcde-23456', ' Ada '));
  assert.deepEqual([joining.name, joining.code, joining.guest], ['joining', CODE, 'Ada']);
  assert.equal(joinState(joining, submitted('BBBBBBBBBB')), joining);
  assert.equal(joinState(joining, joined).joined.album, 'Party');
});

test('what is no code is not asked about, and stays to be put right', () => {
  const state = after(submitted('ABCDE', 'Ada'));
  assert.deepEqual([state.name, state.code, state.guest], ['asking', 'ABCDE', 'Ada']);
  assert.equal(state.refusal.code, 'InvalidRequest');
  assert.equal(joinState(state, submitted()).refusal, null);
});

test('who is refused may try again', () => {
  const state = after(submitted(), refused('AlbumFull'));
  assert.deepEqual([state.name, state.refusal.code], ['asking', 'AlbumFull']);
  assert.equal(after(submitted(), refused('AlbumFull'), submitted(), joined).name, 'joined');
});

test('an answer that nobody waits for changes nothing', () => {
  for (const event of [refused('AlbumFull'), joined]) {
    assert.equal(joinState(START, event), START);
    const state = after(submitted(), joined);
    assert.equal(joinState(state, event), state);
  }
  assert.throws(() => joinState(START, { type: 'OTHER' }), TypeError);
});
