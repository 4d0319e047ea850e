import assert from 'node:assert/strict';
import test from 'node:test';

import { ApiError, ServiceAway } from '../../../static-site/lib/api.js';
import { Drafts } from '../../../static-site/lib/drafts.js';
import { aPhoto } from './libraries.js';

const photo = aPhoto(1, { comment: 'before' });

/** Drafts, and what becomes of each that is kept. */
function some(keep = async () => {}) {
  const kept = [];
  const drafts = new Drafts({
    keep: async (...asked) => {
      kept.push(asked);
      await keep(...asked);
    },
    onChange() {},
  });
  return { drafts, kept };
}

test('what is typed stays, photo by photo, until it is kept', async () => {
  const { drafts, kept } = some();
  assert.deepEqual([drafts.of(photo), drafts.stateOf('photo-1'), drafts.isEmpty], ['before', 'kept', true]);
  drafts.type(photo, 'after ');
  drafts.type(aPhoto(2), 'another');
  assert.deepEqual([drafts.of(photo), drafts.stateOf('photo-1')], ['after ', 'typed']);
  await drafts.save('photo-1');
  assert.deepEqual(kept, [['photo-1', 'after']]);
  assert.deepEqual([drafts.stateOf('photo-1'), drafts.isEmpty], ['kept', false]);
  await drafts.save('photo-2');
  await drafts.save('photo-2');
  assert.equal(kept.length, 2);
});

test('typed back, there is nothing to keep', async () => {
  const { drafts, kept } = some();
  drafts.type(photo, 'after');
  drafts.type(photo, 'before');
  await drafts.save('photo-1');
  assert.deepEqual([kept, drafts.isEmpty], [[], true]);
});

test('no words are none', async () => {
  const { drafts, kept } = some();
  drafts.type(photo, '  ');
  await drafts.save('photo-1');
  assert.deepEqual(kept, [['photo-1', null]]);
});

test('what could not be kept is still there, and says why', async () => {
  for (const [error, code] of [
    [new ServiceAway(''), 'ServiceUnavailable'],
    [new ApiError(503, 'x', ''), 'ServiceUnavailable'],
    [new ApiError(403, 'ChangeNotAllowed', ''), 'ChangeNotAllowed'],
  ]) {
    const { drafts } = some(() => Promise.reject(error));
    drafts.type(photo, 'after');
    await drafts.save('photo-1');
    assert.deepEqual([drafts.of(photo), drafts.stateOf('photo-1')], ['after', 'failed']);
    assert.equal(drafts.codeOf('photo-1'), code);
    drafts.type(photo, 'after all');
    assert.deepEqual([drafts.stateOf('photo-1'), drafts.codeOf('photo-1')], ['typed', '']);
  }
});

test('all that is left is kept when there is a line again; what is gone is let go of', async () => {
  let keep = () => Promise.reject(new ServiceAway(''));
  const { drafts, kept } = some((...asked) => keep(...asked));
  for (const number of [1, 2, 3]) {
    drafts.type(aPhoto(number), `words ${number}`);
    await drafts.save(`photo-${number}`);
  }
  keep = async (photoId) => {
    if (photoId === 'photo-2') {
      throw new ApiError(404, 'PhotoNotFound', '');
    }
    if (photoId === 'photo-3') {
      throw new ServiceAway('');
    }
  };
  await drafts.saveAll();
  assert.deepEqual(kept.slice(3).map(([photoId]) => photoId), ['photo-1', 'photo-2', 'photo-3']);
  const states = ['photo-1', 'photo-2', 'photo-3'].map((photoId) => drafts.stateOf(photoId));
  assert.deepEqual([states, drafts.isEmpty], [['kept', 'kept', 'failed'], false]);
});

test('what is typed while it is being kept is kept as well', async () => {
  let go = () => {};
  const { drafts, kept } = some(() => new Promise((resolve) => (go = resolve)));
  drafts.type(photo, 'one');
  const saving = drafts.save('photo-1');
  assert.equal(drafts.stateOf('photo-1'), 'saving');
  drafts.type(photo, 'one two');
  go();
  await new Promise(setImmediate);
  go();
  await saving;
  assert.deepEqual(kept.map(([, words]) => words), ['one', 'one two']);
  assert.equal(drafts.isEmpty, true);
});

test('what is ours to mend is not hidden', async () => {
  const { drafts } = some(() => Promise.reject(new RangeError('ours')));
  drafts.type(photo, 'x');
  await assert.rejects(drafts.save('photo-1'), RangeError);
});
