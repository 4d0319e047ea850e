import assert from 'node:assert/strict';
import test from 'node:test';

import { ALBUM_MESSAGE_TYPES, AlbumMessageReader } from '../../../static-site/lib/album-messages.js';

const ALBUM = { albumId: 'A'.repeat(22) };
const NEWS = {
  ...ALBUM,
  name: 'Anna & Ben',
  paused: false,
  seconds: 8,
  attract: 'MESSAGES',
  joinUrl: 'https://photos.example.org/phone.html#join=ABCDE23456',
};
const PHOTO = {
  photoId: 'photo-1',
  state: 'READY',
  code: null,
  type: 'image',
  fileName: '<b>\u202egnp.jpg',
  contentType: 'image/jpeg',
  sizeBytes: 1000,
  storedAt: 1_800_000_005,
  readyAt: 1_800_000_006,
  ownerId: null,
  albumId: ALBUM.albumId,
  guestName: 'Ada',
  comment: 'So good',
  visibility: 'WAITING',
  facts: { format: 'JPEG', width: 4000, height: 3000 },
  sizes: ['thumb', 'original'],
  thumbUrl: 'https://media.example.org/thumb.jpg',
};

const EACH = [
  { type: 'ALBUM_STATE', ...NEWS, serverTime: 1_800_000_007 },
  { type: 'PONG', ...ALBUM, serverTime: 1 },
  { type: 'ALBUM_CHANGED', ...NEWS, paused: true },
  { type: 'NEXT_REQUESTED', ...ALBUM },
  { type: 'PHOTO_PUBLISHED', ...ALBUM, photoId: 'photo-1', storedAt: 1_800_000_005 },
  { type: 'PHOTO_GONE', ...ALBUM, photoId: 'photo-1' },
  { type: 'PHOTO_STORED', ...ALBUM, photo: { ...PHOTO, facts: null, thumbUrl: null } },
  { type: 'PHOTO_READY', ...ALBUM, photo: PHOTO },
  { type: 'PHOTO_REJECTED', ...ALBUM, photo: { ...PHOTO, state: 'REJECTED', code: 'DAMAGED' } },
  { type: 'PHOTO_CHANGED', ...ALBUM, photo: { ...PHOTO, visibility: 'SHOWN' } },
  {
    type: 'UPLOAD_PROGRESS',
    ...ALBUM,
    photos: [{ photoId: 'photo-2', fileName: null, percent: 40 }],
    secondsLeft: null,
  },
  { type: 'KIOSK_REMOVED', ...ALBUM },
  { type: 'ERROR', Code: 'KioskKeyRefused', Message: 'No.' },
];

test('every type that we know is read as it was sent', () => {
  const reader = new AlbumMessageReader();
  for (const message of EACH) {
    assert.deepEqual(reader.read(JSON.stringify(message)), message);
  }
  assert.deepEqual(EACH.map(({ type }) => type).sort(), [...ALBUM_MESSAGE_TYPES].sort());
});

test('what we cannot use is ignored and counted', () => {
  const reader = new AlbumMessageReader();
  const bad = [
    { type: 'SESSION_STATE', sessionId: 'x' },
    { type: 'ALBUM_CHANGED', ...NEWS, paused: 'no' },
    { type: 'ALBUM_CHANGED', ...NEWS, attract: 'ALL' },
    { type: 'ALBUM_CHANGED', ...NEWS, joinUrl: 'javascript:alert(1)' },
    { type: 'PHOTO_GONE', ...ALBUM },
    { type: 'PHOTO_READY', ...ALBUM, photo: { ...PHOTO, thumbUrl: 'javascript:alert(1)' } },
    { type: 'PHOTO_READY', ...ALBUM, photo: { ...PHOTO, visibility: 'PERHAPS' } },
  ];
  for (const message of bad) {
    assert.equal(reader.read(JSON.stringify(message)), null);
  }
  assert.deepEqual([reader.unknown, reader.malformed], [1, 6]);
});
