/** A wall of any number of photos, and what happens to it. */

import { START, wallState } from '../../../static-site/lib/wall-state.js';

/** Numbers that look random and are the same in every run (mulberry32). */
export function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const id = (number) => `photo-${number}`;
export const numbers = (count, from = 0) => Array.from({ length: count }, (_, number) => from + number);

export function page(photoIds, changes = {}) {
  return {
    albumId: 'A'.repeat(22),
    name: 'Anna & Ben',
    paused: false,
    seconds: 8,
    attract: 'MESSAGES',
    joinUrl: 'https://photos.example.org/phone.html#join=ABCDE23456',
    joinQrSvg: '<svg/>',
    serverTime: 1,
    photos: photoIds.map((photoId) => ({ photoId })),
    cursor: null,
    expiresAt: 600,
    ...changes,
  };
}

export const read = (photoIds, at = 0, changes = {}) => ({
  type: 'PAGE_READ',
  page: page(photoIds, changes),
  at,
});
export const all = (photoIds, since = 0, random = seeded(1)) => ({
  type: 'ALL_READ',
  photoIds: new Set(photoIds),
  since,
  random,
});
export const told = (message, at = 0) => ({ type: 'MESSAGE', message, at });
export const published = (photoId, at = 0) => told({ type: 'PHOTO_PUBLISHED', photoId }, at);
export const gone = (photoId) => told({ type: 'PHOTO_GONE', photoId });
export const after = (state, ...events) => events.reduce(wallState, state);

/** A wall that has just read all there is. */
export function hung(count, random = seeded(1)) {
  const ids = numbers(count).map(id);
  return after(START, read(ids), all(ids, 0, random));
}

/** What it shows next, as often as that. */
export function shows(state, times, random, at = 0) {
  const seen = [];
  let now = state;
  for (let each = 0; each < times; each += 1) {
    now = after(now, { type: 'CHOSEN', random });
    const { upcoming } = now;
    if (upcoming !== null) {
      now = after(now, { type: 'SHOWN', photoId: upcoming, at });
    }
    seen.push(now.current);
  }
  return [seen, now];
}
