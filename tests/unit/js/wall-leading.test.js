import assert from 'node:assert/strict';
import test from 'node:test';

import { isDue, isPaused, START, wallState } from '../../../static-site/lib/wall-state.js';
import { after, gone, hung, page, published, read, seeded, shows, told } from './walls-at-work.js';

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
