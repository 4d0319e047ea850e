import assert from 'node:assert/strict';
import test from 'node:test';

import { Late } from '../../../static-site/lib/late.js';

/** What comes late, as often as it is asked for; the last answer repeats. */
function aLate(answers) {
  const asked = [];
  const late = new Late(async (again) => {
    asked.push(again);
    return answers.length > 1 ? answers.shift() : answers[0];
  });
  return { late, asked };
}

test('it is loaded once, however many ask for it', async () => {
  const { late, asked } = aLate(['part']);
  assert.equal(late.here, null);
  assert.deepEqual(await Promise.all([late.prepare(), late.prepare()]), [true, true]);
  assert.equal(await late.prepare(), true);
  assert.deepEqual([late.here, late.failures, asked], ['part', 0, ['']]);
});

test('what could not be had is asked for again by another name, which browsers do not remember', async () => {
  const { late, asked } = aLate([null, null, 'part']);
  assert.deepEqual(await Promise.all([late.prepare(), late.prepare()]), [false, false]);
  assert.equal(late.failures, 1);
  assert.equal(await late.prepare(), false);
  assert.equal(await late.prepare(), true);
  assert.deepEqual([late.here, late.failures, asked], ['part', 2, ['', '?1', '?2']]);
});
