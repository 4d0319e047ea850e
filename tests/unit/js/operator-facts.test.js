import assert from 'node:assert/strict';
import test from 'node:test';

import { kioskState, START } from '../../../static-site/lib/kiosk-state.js';
import { operatorFacts } from '../../../static-site/lib/operator-facts.js';
import { aPhoto, aSession, told } from './samples.js';

const pressed = { type: 'UPLOAD_PRESSED', at: 0 };
const opened = { type: 'SESSION_OPENED', session: aSession(), at: 0 };
const message = (content) => ({ type: 'MESSAGE', message: content, at: 0 });
const after = (...events) => events.reduce(kioskState, START);
const away = { type: 'SERVICE_AWAY', at: 0 };

test('the operator is told what the screen does, and by which line', () => {
  assert.deepEqual(operatorFacts(START, 0, false), {
    ...{ state: 'attract', leftMs: null, photos: 0, line: 'idle' },
  });
  const code = after(pressed, opened);
  assert.deepEqual(operatorFacts(code, 60_000, true), {
    ...{ state: 'code', leftMs: 540_000, photos: 0, line: 'live' },
  });
  assert.equal(operatorFacts(code, 0, false).line, 'asks');
  assert.equal(operatorFacts(code, 601_000, true).leftMs, 0);
});

test('photos that have landed are counted, others are not', () => {
  const coming = told.state({ photos: [aPhoto(), aPhoto({ photoId: 'photo-2', state: 'PENDING' })] });
  const facts = operatorFacts(after(pressed, opened, message(coming)), 0, true);
  assert.deepEqual([facts.state, facts.photos], ['photos', 1]);
});

test('without a line it is away; when its session is over there is nothing to hear', () => {
  const facts = operatorFacts(after(pressed, opened, away), 0, true);
  assert.deepEqual([facts.state, facts.line], ['away', 'away']);
  const over = after(pressed, opened, message(told.completed()), message(told.expired()));
  assert.deepEqual(operatorFacts(over, 0, false), {
    ...{ state: 'photos', leftMs: null, photos: 1, line: 'idle' },
  });
});

test('it names no photo and tells no secret', () => {
  const state = after(pressed, opened, message(told.completed()));
  const said = JSON.stringify(operatorFacts(state, 0, true));
  for (const secret of [aSession().screenToken, aSession().sessionId, aPhoto().fileName]) {
    assert.ok(!said.includes(secret), said);
  }
});
