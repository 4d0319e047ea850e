import assert from 'node:assert/strict';
import test from 'node:test';

import { isDue, isPaused, START, wallState } from '../../../static-site/lib/wall-state.js';

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

const id = (number) => `photo-${number}`;
const numbers = (count, from = 0) => Array.from({ length: count }, (_, number) => from + number);

function page(photoIds, changes = {}) {
  return {
    albumId: 'A'.repeat(22),
    name: 'Anna & Ben',
    paused: false,
    seconds: 8,
    joinUrl: 'https://photos.example.org/phone.html#join=ABCDE23456',
    joinQrSvg: '<svg/>',
    serverTime: 1,
    photos: photoIds.map((photoId) => ({ photoId })),
    cursor: null,
    expiresAt: 600,
    ...changes,
  };
}

const read = (photoIds, at = 0, changes = {}) => ({
  type: 'PAGE_READ',
  page: page(photoIds, changes),
  at,
});
const all = (photoIds, since = 0, random = seeded(1)) => ({
  type: 'ALL_READ',
  photoIds: new Set(photoIds),
  since,
  random,
});
const told = (message, at = 0) => ({ type: 'MESSAGE', message, at });
const published = (photoId, at = 0) => told({ type: 'PHOTO_PUBLISHED', photoId }, at);
const gone = (photoId) => told({ type: 'PHOTO_GONE', photoId });
const after = (state, ...events) => events.reduce(wallState, state);

/** A wall that has just read all there is. */
function hung(count, random = seeded(1)) {
  const ids = numbers(count).map(id);
  return after(START, read(ids), all(ids, 0, random));
}

/** What it shows next, as often as that. */
function shows(state, times, random, at = 0) {
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

test('of a thousand photos each is shown once before any is shown again, round after round', () => {
  const random = seeded(7);
  const [seen] = shows(hung(1000, random), 5000, random);
  const rounds = numbers(5).map((round) => seen.slice(round * 1000, (round + 1) * 1000));
  for (const round of rounds) {
    assert.equal(new Set(round).size, 1000);
  }
  assert.notDeepEqual(rounds[0], rounds[1]);
});

test('no photo follows itself', () => {
  for (const count of [2, 3, 5]) {
    const random = seeded(count);
    const [seen] = shows(hung(count, random), 500, random);
    assert.ok(seen.every((photoId, index) => photoId !== seen[index - 1]));
  }
});

test('orders are as good as any: each photo begins a round about as often', () => {
  const counts = new Map();
  for (let seed = 0; seed < 2000; seed += 1) {
    const random = seeded(seed);
    const [[first]] = shows(hung(4, random), 1, random);
    counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  assert.equal(counts.size, 4);
  for (const count of counts.values()) {
    assert.ok(count > 400 && count < 600, `${count} of 2000`);
  }
});

test('new photos come first, each once, in the order in which they came', () => {
  const random = seeded(3);
  const [, midway] = shows(hung(20, random), 5, random);
  const state = after(midway, published('new-1'), published('new-2'), published('new-1'));
  const [seen] = shows(state, 4, random);
  assert.deepEqual(seen.slice(0, 2), ['new-1', 'new-2']);
  assert.ok(!seen.slice(2).includes('new-1'));
});

test('nothing is repeated while there are new ones, and nothing of the round is lost', () => {
  const random = seeded(4);
  const [before, midway] = shows(hung(10, random), 4, random);
  // The fifth is on its way when a new one comes.
  const chosen = after(midway, { type: 'CHOSEN', random });
  const [during, later] = shows(after(chosen, published('new')), 1, random);
  assert.deepEqual(during, ['new']);
  const [rest] = shows(later, 6, random);
  assert.equal(rest[0], chosen.upcoming);
  assert.equal(new Set([...before, ...rest]).size, 10);
});

test('what it finds when it is switched on is no news; what it missed in a cut is', () => {
  const ids = numbers(150).map(id);
  const opening = after(START, read(ids.slice(0, 100)), read(ids.slice(100)), all(ids));
  assert.deepEqual(opening.fresh, []);
  const [seen] = shows(opening, 150, seeded(1));
  assert.equal(new Set(seen).size, 150);
  const back = after(opening, read(['late-2', 'late-1', ...ids.slice(0, 98)]));
  assert.deepEqual(back.fresh, ['late-1', 'late-2']);
});

test('photos of the second page are in the first round, though it has begun', () => {
  const ids = numbers(30).map(id);
  const random = seeded(5);
  const [first, begun] = shows(after(START, read(ids.slice(0, 10))), 3, random);
  const state = after(begun, read(ids.slice(10)), all(ids, 0, random));
  const [rest] = shows(state, 27, random);
  assert.equal(new Set([...first, ...rest]).size, 30);
});

test('a photo that is gone is nowhere any more', () => {
  const random = seeded(6);
  let state = after(hung(5, random), { type: 'CHOSEN', random });
  const { upcoming } = state;
  state = after(state, gone(upcoming));
  assert.equal(state.upcoming, null);
  const [seen] = shows(state, 40, random);
  assert.ok(!seen.includes(upcoming));
  const [, showing] = shows(hung(3, random), 1, random);
  const taken = after(showing, gone(showing.current));
  assert.equal(taken.current, null);
  assert.ok(isDue(after(taken, { type: 'CHOSEN', random }), 0));
});

test('so is one that is hidden while it is fetched, as the answer tells', () => {
  const random = seeded(8);
  const state = after(hung(3, random), { type: 'CHOSEN', random });
  const photoIds = [state.upcoming];
  assert.equal(after(state, { type: 'ASKED', photoIds, page: page([]) }).upcoming, null);
  const there = after(state, { type: 'ASKED', photoIds, page: page(photoIds) });
  assert.equal(there.upcoming, state.upcoming);
});

test('and one that was hidden in a cut, as the list tells, but not one that came just now', () => {
  const state = after(hung(3), published('new', 60_000));
  const left = after(state, all(['photo-0', 'photo-1'], 65_000));
  assert.deepEqual([...left.known.keys()], ['photo-0', 'photo-1', 'new']);
});

test('a photo that is published again after it was gone is new', () => {
  const state = after(hung(3), gone('photo-1'), published('photo-1'));
  assert.deepEqual(state.fresh, ['photo-1']);
});

test('without photos it is empty, and shows the first one that comes', () => {
  assert.equal(START.name, 'starting');
  const empty = after(START, read([]), all([]));
  assert.equal(empty.name, 'empty');
  const first = after(empty, published('photo-1'));
  assert.equal(first.name, 'showing');
  assert.equal(after(first, gone('photo-1')).name, 'empty');
});

test('a photo has its time; one from a round gives way to a new one, which has its own', () => {
  const random = seeded(9);
  const [, shown] = shows(hung(3, random), 1, random, 1_000);
  const next = after(shown, { type: 'CHOSEN', random });
  assert.ok(!isDue(next, 8_999));
  assert.ok(isDue(next, 9_000));
  const news = after(shown, published('new', 4_000), { type: 'CHOSEN', random });
  assert.ok(!isDue(news, 2_999));
  assert.ok(isDue(news, 3_000));
  const [, fresh] = shows(news, 1, random, 4_000);
  const more = after(fresh, published('newer', 5_000), { type: 'CHOSEN', random });
  assert.ok(!isDue(more, 11_999));
  assert.ok(isDue(more, 12_000));
});

test('its host pauses it, lets it go on faster, or shows the next at once', () => {
  const random = seeded(10);
  const [, shown] = shows(hung(3, random), 1, random);
  const next = after(shown, { type: 'CHOSEN', random });
  const album = { ...page([]), type: 'ALBUM_CHANGED' };
  const paused = after(next, told({ ...album, paused: true }));
  assert.ok(isPaused(paused));
  assert.ok(!isDue(paused, 1e9));
  assert.ok(!isDue(after(paused, published('new'), { type: 'CHOSEN', random }), 1e9));
  const hurried = after(paused, told({ type: 'NEXT_REQUESTED' }));
  assert.ok(isDue(hurried, 0));
  const [, once] = shows(hurried, 1, random);
  assert.ok(!isDue(after(once, { type: 'CHOSEN', random }), 1e9));
  const faster = after(next, told({ ...album, type: 'ALBUM_STATE', seconds: 3 }));
  assert.ok(isDue(faster, 3_000));
});

test('who stands at it holds it, and lets it go on with all its time', () => {
  const random = seeded(11);
  const [, shown] = shows(hung(3, random), 1, random);
  const held = after(shown, { type: 'HELD', held: true, at: 0 });
  assert.ok(isPaused(held));
  const on = after(held, { type: 'HELD', held: false, at: 50_000 }, { type: 'CHOSEN', random });
  assert.ok(!isDue(on, 57_999));
  assert.ok(isDue(on, 58_000));
});

test('he goes back to the one before, and on to those that were to come', () => {
  const random = seeded(12);
  const [seen, state] = shows(hung(6, random), 3, random);
  const next = after(state, { type: 'CHOSEN', random });
  const back = after(next, { type: 'TURNED_BACK' });
  assert.equal(back.upcoming, seen[1]);
  assert.ok(isDue(back, 0));
  const [again] = shows(after(back, { type: 'SHOWN', photoId: seen[1], at: 0 }), 2, random);
  assert.deepEqual(again, [seen[2], next.upcoming]);
  assert.equal(after(hung(2), { type: 'TURNED_BACK' }).upcoming, null);
});

test('a new one is not lost by going back', () => {
  const random = seeded(13);
  const [, state] = shows(hung(3, random), 2, random);
  const news = after(state, published('new'), { type: 'CHOSEN', random }, { type: 'TURNED_BACK' });
  assert.deepEqual(news.fresh, ['new']);
});

test('a code that was replaced is not shown any more, until the new one is there', () => {
  const changed = { ...page([]), type: 'ALBUM_CHANGED', joinUrl: 'https://x.example/#join=NEW' };
  const state = after(hung(1), told(changed));
  assert.equal(state.album.joinQrSvg, '');
  const answered = after(state, { type: 'ASKED', photoIds: [], page: page([], { joinQrSvg: '' }) });
  assert.equal(answered.album.joinQrSvg, '');
  assert.equal(after(answered, read(['photo-0'])).album.joinQrSvg, '<svg/>');
});

test('without its key it forgets everything', () => {
  const state = hung(5);
  assert.equal(after(state, told({ type: 'KIOSK_REMOVED' })).name, 'refused');
  const refused = after(state, { type: 'KEY_REFUSED', code: 'KioskKeyRefused' });
  assert.deepEqual([refused.name, refused.known.size, refused.album], ['refused', 0, null]);
  assert.equal(after(START, { type: 'KEY_REFUSED', code: 'KioskKeyRequired' }).name, 'unset');
});

test('while the service is away nothing is taken off', () => {
  const [, state] = shows(hung(3), 1, seeded(1));
  const away = after(state, { type: 'SERVICE_AWAY' });
  assert.deepEqual([away.reachable, away.current, away.name], [false, state.current, 'showing']);
  assert.equal(after(away, { type: 'SERVICE_BACK' }).reachable, true);
});

test('a picture that cannot be had comes last, and keeps none from being shown', () => {
  const random = seeded(14);
  const state = after(hung(3, random), { type: 'CHOSEN', random });
  const { upcoming } = state;
  const spoilt = after(state, { type: 'SPOILT', photoId: upcoming });
  const [seen] = shows(spoilt, 3, random);
  assert.equal(seen[2], upcoming);
});

test('it keeps no more than ids, however long it runs', () => {
  const random = seeded(15);
  let state = hung(1000, random);
  for (let day = 0; day < 20; day += 1) {
    [, state] = shows(state, 2000, random);
    state = after(state, published(`new-${day}`), gone(`photo-${day}`));
  }
  assert.equal(state.known.size, 1000);
  assert.ok(state.bag.length <= 1000);
  assert.ok(state.fresh.length <= 1);
  assert.ok(state.past.length <= 20);
});

test('what says nothing new changes nothing, and what it does not know is a defect', () => {
  const state = hung(2);
  const album = { ...page([]), type: 'ALBUM_STATE' };
  for (const event of [
    told(album),
    told({ type: 'PONG' }),
    gone('unknown'),
    { type: 'SERVICE_BACK' },
    { type: 'SHOWN', photoId: 'unknown', at: 0 },
    { type: 'SPOILT', photoId: 'unknown' },
  ]) {
    assert.equal(after(state, event), state);
  }
  assert.equal(after(START, told(album)), START);
  assert.throws(() => wallState(state, { type: 'DANCED' }), TypeError);
});
