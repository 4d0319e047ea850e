import assert from 'node:assert/strict';
import test from 'node:test';

import { ApiError, ServiceAway } from '../../../static-site/lib/api.js';
import { ATTEMPTS, Deletions } from '../../../static-site/lib/deletions.js';
import { aDeletedPhoto, SESSION_ID } from './samples.js';

const UPLOAD = { id: 'id-1', name: 'sea.jpg', state: 'sent', photoId: 'photo-1' };

/** Deletes by the answers that the API gives, the last one again and again. */
function deleting(answers, { means = true } = {}) {
  const seen = { asked: [], told: [], outcomes: [], states: [], naps: 0 };
  const deletions = new Deletions({
    sessionId: SESSION_ID,
    token: 'secret',
    api: {
      withdraw: async (...asked) => {
        seen.asked.push(asked);
        const answer = answers.length > 1 ? answers.shift() : answers[0];
        if (answer instanceof Error) {
          throw answer;
        }
        return answer;
      },
    },
    queue: { tell: (photos) => seen.told.push(...photos) },
    naps: { nap: async () => (seen.naps += 1) },
    random: () => 0,
    ask: async () => means,
    onChange: () => seen.states.push(deletions.state.get('photo-1')),
    onOutcome: ({ id }, isDeleted) => seen.outcomes.push([id, isDeleted]),
  });
  return { deletions, seen };
}

test('who means it deletes it, and the queue hears of it at once', async () => {
  const { deletions, seen } = deleting([aDeletedPhoto()]);
  await deletions.delete(UPLOAD);
  assert.deepEqual(seen.asked, [[SESSION_ID, 'photo-1', 'secret']]);
  assert.deepEqual(seen.states, ['deleting']);
  assert.deepEqual(seen.told, [aDeletedPhoto()]);
  assert.deepEqual(seen.outcomes, [['id-1', true]]);
  assert.equal(deletions.state.size, 0);
});

test('who does not mean it deletes nothing', async () => {
  const { deletions, seen } = deleting([aDeletedPhoto()], { means: false });
  await deletions.delete(UPLOAD);
  assert.deepEqual([seen.asked, seen.states, seen.outcomes], [[], [], []]);
});

test('what has not arrived, or is gone from the list, is not deleted by this', async () => {
  const { deletions, seen } = deleting([aDeletedPhoto()]);
  await deletions.delete(undefined);
  await deletions.delete({ ...UPLOAD, photoId: null });
  assert.deepEqual(seen.asked, []);
});

test('a bad moment is waited for', async () => {
  const busy = new ApiError(503, 'SessionBusy', '');
  const { deletions, seen } = deleting([busy, new ServiceAway(''), aDeletedPhoto()]);
  await deletions.delete(UPLOAD);
  assert.equal(seen.naps, 2);
  assert.deepEqual(seen.outcomes, [['id-1', true]]);
});

test('a line that stays bad leaves it where it is, and says so; it can be tried again', async () => {
  const answers = [...Array.from({ length: ATTEMPTS }, () => new ServiceAway('')), aDeletedPhoto()];
  const { deletions, seen } = deleting(answers);
  await deletions.delete(UPLOAD);
  assert.deepEqual(seen.states, ['deleting', 'kept']);
  assert.deepEqual(seen.outcomes, [['id-1', false]]);
  await deletions.delete(UPLOAD);
  assert.deepEqual(seen.outcomes.at(-1), ['id-1', true]);
});

test('a refusal is not argued with', async () => {
  const { deletions, seen } = deleting([new ApiError(410, 'SessionExpired', '')]);
  await deletions.delete(UPLOAD);
  assert.equal(seen.asked.length, 1);
  assert.equal(deletions.state.get('photo-1'), 'kept');
});

test('nobody is asked twice about the same photo', async () => {
  const { deletions, seen } = deleting([aDeletedPhoto()]);
  await Promise.all([deletions.delete(UPLOAD), deletions.delete(UPLOAD)]);
  assert.equal(seen.asked.length, 1);
});

test('a defect of ours is not taken for a refusal', async () => {
  const { deletions } = deleting([new TypeError('ours')]);
  await assert.rejects(deletions.delete(UPLOAD), TypeError);
});
