import assert from 'node:assert/strict';
import test from 'node:test';

import * as selecting from '../../../static-site/lib/selection.js';

const { NOTHING, cleared, everything, followed, goneTo, ranged, stretched, toggled } = selecting;
const ORDER = [...'abcdefgh'];
const chosen = ({ ids }) => [...ids].sort().join('');

test('one by one', () => {
  const one = toggled(NOTHING, 'b');
  assert.deepEqual([chosen(one), one.at, one.anchor], ['b', 'b', 'b']);
  assert.equal(chosen(toggled(toggled(one, 'd'), 'b')), 'd');
  assert.equal(chosen(NOTHING), '');
});

test('a range, in either direction, beside what was chosen before', () => {
  const one = toggled(toggled(NOTHING, 'a'), 'd');
  assert.equal(chosen(ranged(one, 'f', ORDER)), 'adef');
  assert.equal(chosen(ranged(one, 'b', ORDER)), 'abcd');
  assert.equal(chosen(ranged(goneTo(NOTHING, 'c'), 'e', ORDER)), 'cde', 'from where one is');
  assert.equal(chosen(ranged(NOTHING, 'e', ORDER)), 'e');
  assert.equal(chosen(ranged({ ...one, anchor: 'gone' }, 'f', ORDER)), 'adf');
});

test('by keys it grows and shrinks', () => {
  let now = toggled(NOTHING, 'd');
  for (const [id, expected] of [['e', 'de'], ['f', 'def'], ['e', 'de'], ['d', 'd'], ['c', 'cd']]) {
    now = stretched(now, id, ORDER);
    assert.equal(chosen(now), expected);
  }
  assert.equal(chosen(stretched(toggled(toggled(NOTHING, 'a'), 'd'), 'e', ORDER)), 'ade');
  assert.equal(chosen(stretched(NOTHING, 'b', ORDER)), 'b');
});

test('everything is also what is still to come, until it has', () => {
  const all = everything(goneTo(NOTHING, 'b'), ['a', 'b']);
  const more = followed(all, ['a', 'b', 'c'], ['a', 'b'], false);
  assert.deepEqual([chosen(more), more.all, more.at], ['abc', true, 'b']);
  const done = followed(more, ORDER, ['a', 'b', 'c'], true);
  assert.deepEqual([chosen(done), done.all], ['abcdefgh', false]);
  assert.equal(chosen(followed(done, [...ORDER, 'z'], ORDER, true)), 'abcdefgh');
});

test('what is gone is not chosen, and one is beside where it was', () => {
  const some = { ...toggled(toggled(NOTHING, 'c'), 'd'), at: 'd' };
  const next = followed(some, [...'abefgh'], ORDER, true);
  assert.deepEqual([chosen(next), next.at, next.anchor], ['', 'e', null]);
  assert.equal(followed({ ...some, at: 'h' }, [...'abc'], ORDER, true).at, 'c');
  assert.equal(followed({ ...some, at: 'h' }, [], ORDER, true).at, null);
  assert.equal(followed(NOTHING, ORDER, [], true).at, null);
});

test('nothing, but where one was', () => {
  const none = cleared(everything(goneTo(NOTHING, 'b'), ORDER));
  assert.deepEqual([chosen(none), none.at, none.all], ['', 'b', false]);
});
