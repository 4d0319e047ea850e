import assert from 'node:assert/strict';
import test from 'node:test';

import {
  MESSAGE_TYPES,
  MessageReader,
  readSnapshot,
} from '../../../static-site/lib/messages.js';
import { aPhoto, aReadyPhoto, aSnapshot, SESSION_ID, told } from './samples.js';

const EACH = [
  told.state({ photos: [aPhoto()] }),
  { type: 'PONG', sessionId: SESSION_ID, serverTime: 1 },
  told.connected(),
  told.progress({ 'photo-1': 0, 'photo-2': 100 }, 8),
  told.preview(),
  told.completed(),
  told.ready(),
  told.rejected(),
  told.deleted(),
  told.shown(),
  told.expired(),
  { type: 'ERROR', Code: 'InvalidRequest', Message: 'No.' },
];

const RENDITIONS = aReadyPhoto().renditions;
const LARGE = RENDITIONS.large;

test('every type that we know is read as it was sent', () => {
  const reader = new MessageReader();
  for (const message of EACH) {
    assert.deepEqual(reader.read(JSON.stringify(message)), message);
  }
  assert.deepEqual(EACH.map(({ type }) => type).sort(), [...MESSAGE_TYPES].sort());
  assert.equal(reader.unknown + reader.malformed, 0);
});

test('an unknown type is ignored and counted', () => {
  const reader = new MessageReader();
  assert.equal(reader.read('{"type":"PHOTO_FRAMED","sessionId":"x"}'), null);
  assert.equal(reader.read('{"type":"toString"}'), null);
  assert.deepEqual([reader.unknown, reader.malformed], [2, 0]);
});

test('what is malformed is ignored and counted', () => {
  const bad = [
    '',
    'null',
    '[]',
    '7',
    '{}',
    '{"type":7}',
    JSON.stringify({ ...told.connected(), status: 'LOST' }),
    JSON.stringify({ ...told.connected(), expiresAt: '600' }),
    JSON.stringify({ ...told.completed(), photo: null }),
    JSON.stringify(told.completed({ state: 'GONE' })),
    JSON.stringify(told.completed({ sizeBytes: 'big' })),
    JSON.stringify(told.state({ photos: {} })),
    JSON.stringify(told.progress({ 'photo-1': 101 })),
    JSON.stringify(told.progress({ 'photo-1': -1 })),
    JSON.stringify(told.progress({ 'photo-1': '40' })),
    JSON.stringify(told.progress({}, 'soon')),
    JSON.stringify({ ...told.progress(), photos: null }),
    JSON.stringify(told.preview({}, '<svg/>')),
    JSON.stringify(told.preview({}, '')),
    JSON.stringify({ ...told.preview(), width: 0 }),
    JSON.stringify({ ...told.preview(), photo: undefined }),
    JSON.stringify(told.ready({ renditions: [] })),
    JSON.stringify(told.ready({ renditions: { ...RENDITIONS, thumb: undefined } })),
    JSON.stringify(told.ready({ renditions: { ...RENDITIONS, large: { ...LARGE, height: 0 } } })),
    JSON.stringify(told.ready({ renditions: { ...RENDITIONS, large: { ...LARGE, width: null } } })),
  ];
  const reader = new MessageReader();
  assert.deepEqual(bad.map((frame) => reader.read(frame)), bad.map(() => null));
  assert.equal(reader.malformed, bad.length);
});

test('a picture is only ever taken from a web address', () => {
  const reader = new MessageReader();
  const bad = { ...LARGE, url: 'javascript:alert(1)' };
  assert.equal(reader.read(JSON.stringify(told.completed({ url: bad.url }))), null);
  const renditions = { ...RENDITIONS, large: bad };
  assert.equal(reader.read(JSON.stringify(told.ready({ renditions }))), null);
  assert.equal(reader.malformed, 2);
});

test('unknown keys are dropped, missing optional ones are null', () => {
  const { photos } = readSnapshot({
    ...aSnapshot({ photos: [{ photoId: 'p', state: 'PENDING', colour: 'red' }] }),
    mood: 'fine',
  });
  assert.deepEqual(photos, [
    {
      photoId: 'p',
      state: 'PENDING',
      fileName: null,
      contentType: null,
      sizeBytes: null,
      storedAt: null,
      shownAt: null,
      code: null,
      url: null,
      renditions: null,
    },
  ]);
});
