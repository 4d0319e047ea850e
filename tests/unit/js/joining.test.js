import assert from 'node:assert/strict';
import test from 'node:test';

import { ApiError, ServiceAway } from '../../../static-site/lib/api.js';
import { Joining } from '../../../static-site/lib/joining.js';

const CODE = 'ABCDE23456';
const ANSWER = { sessionId: 'session', phoneToken: 'secret', albumName: 'Anna & Ben' };

/** A guest who is answered this. */
function guest(answer = ANSWER) {
  const asked = [];
  const names = [];
  const api = {
    ask: async (path, { method, body }, read) => {
      asked.push([method, path, body]);
      if (answer instanceof Error) {
        throw answer;
      }
      return read(answer);
    },
  };
  const joining = new Joining({ api, onChange: () => names.push(joining.state.name) });
  return { joining, asked, names };
}

test('a guest is let in', async () => {
  const { joining, asked, names } = guest();
  await joining.submit('abcde-23456', ' Ada ');
  assert.deepEqual(asked, [['POST', `/albums/${CODE}/join`, { name: 'Ada' }]]);
  assert.deepEqual(names, ['joining', 'joined']);
  assert.deepEqual(joining.state.joined, { sessionId: 'session', token: 'secret', album: 'Anna & Ben', gallery: null });
});

test('nobody has to say who he is', async () => {
  const { joining, asked } = guest();
  await joining.submit(CODE, '  ');
  assert.deepEqual(asked[0][2], {});
});

test('the service is not asked for what is no code', async () => {
  const { joining, asked, names } = guest();
  await joining.submit('hello', '');
  assert.deepEqual([asked, names], [[], ['asking']]);
});

test('once at a time', async () => {
  const { joining, asked } = guest();
  await Promise.all([joining.submit(CODE, ''), joining.submit(CODE, '')]);
  assert.equal(asked.length, 1);
});

test('who comes too early is told when to come', async () => {
  const body = { Code: 'AlbumClosed', Message: '', opensAt: 7 };
  const { joining } = guest(new ApiError(409, 'AlbumClosed', '', body));
  await joining.submit(CODE, '');
  assert.deepEqual(joining.state.refusal, { code: 'AlbumClosed', opensAt: 7, closedAt: undefined });
});

test('a bad line is not the fault of the code', async () => {
  for (const error of [new ServiceAway(''), new ApiError(503, 'Unknown', ''), new ApiError(429, 'Unknown', '')]) {
    const { joining } = guest(error);
    await joining.submit(CODE, '');
    assert.deepEqual(joining.state.refusal, { code: 'ServiceAway' });
  }
});

test('an answer that is not from our service lets nobody in', async () => {
  const { joining } = guest({ ...ANSWER, phoneToken: undefined });
  await assert.rejects(joining.submit(CODE, ''));
});
