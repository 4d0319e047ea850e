import assert from 'node:assert/strict';
import test from 'node:test';

import { choose, IDLE_MS, look, unchosen } from '../../../static-site/lib/visit-choice.js';

/** What is spoken after a screen that speaks German was seen in these scenes. */
const after = (start, ...seen) => seen.reduce((before, [scene, at]) => look(before, scene, at, 'de'), start);
const chosen = (at) => choose(after(unchosen('de'), ['attract', 0]), 'ar', at);

test('a choice lasts for the visit, and goes when the visitor does', () => {
  const visit = after(chosen(10), ['attract', 20], ['opening', 30], ['code', 40], ['connected', 50], ['photos', 9e6]);
  assert.equal(visit.value, 'ar');
  assert.equal(after(visit, ['attract', 9e6 + 1]).value, 'de');
});

test('one that is made during the visit, too', () => {
  const visit = choose(after(unchosen('de'), ['attract', 0], ['code', 1]), 'ja', 2);
  assert.equal(after(visit, ['code', 5e6]).value, 'ja');
  assert.equal(after(visit, ['expired', 5e6], ['attract', 6e6]).value, 'de');
});

test('who chooses and goes away without having begun leaves nothing behind', () => {
  assert.equal(after(chosen(10), ['attract', 9 + IDLE_MS]).value, 'ar');
  assert.equal(after(chosen(10), ['attract', 10 + IDLE_MS]).value, 'de');
});

test('while the service is away for a moment the visit goes on', () => {
  const visit = after(chosen(10), ['code', 20], ['away', 30], ['away', 29 + IDLE_MS], ['code', 30 + IDLE_MS]);
  assert.equal(visit.value, 'ar');
  assert.equal(after(chosen(10), ['away', 20], ['away', 20 + IDLE_MS]).value, 'de');
});

test('a visit that began without a choice leaves the screen as it is', () => {
  const visit = after(unchosen('de'), ['attract', 0], ['code', 1], ['attract', 2]);
  assert.equal(visit.value, 'de');
});

test('a choice that is made before the screen was looked at is one', () => {
  assert.equal(look(choose(unchosen('de'), 'ar', 5), 'attract', 6, 'de').value, 'ar');
});
