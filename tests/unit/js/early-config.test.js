import assert from 'node:assert/strict';
import test from 'node:test';

import { answeredEarly, beginConfig } from '../../../static-site/lib/early-config.js';
import { settle } from './fake-timers.js';

const CONFIG = { apiUrl: 'https://api.example/v1', websocketUrl: 'wss://ws.example' };

/** What is begun is answered by `fetch`; who asks later is answered by another fetch. */
async function begun(fetch) {
  const links = [];
  const asked = [];
  const head = { append: (link) => links.push(link) };
  const document = { createElement: () => ({}), head, documentElement: { dataset: {} } };
  beginConfig({ document, fetch });
  await settle();
  const load = answeredEarly(async (...how) => {
    asked.push(how);
    return Response.json({ late: true });
  });
  return { links, asked, load };
}

test('the first question is answered by what came early, the second is a request', async () => {
  const { links, asked, load } = await begun(async () => Response.json(CONFIG));
  assert.deepEqual(links, [{ rel: 'preconnect', href: CONFIG.apiUrl, crossOrigin: 'anonymous' }]);
  assert.deepEqual(await (await load('config.json')).json(), CONFIG);
  assert.deepEqual(asked, []);
  const how = { cache: 'no-store' };
  assert.deepEqual(await (await load('config.json', how)).json(), { late: true });
  assert.deepEqual(asked, [['config.json', how]]);
});

for (const [what, first] of [
  ['that was no answer', async () => Promise.reject(new TypeError('no network'))],
  ['that was refused', async () => new Response('', { status: 503 })],
  ['that was of somebody else', async () => new Response('<html>', { status: 511 })],
]) {
  test(`${what} opens no connection, and is asked for again`, async () => {
    const { links, asked, load } = await begun(first);
    assert.deepEqual(await (await load('config.json')).json(), { late: true });
    assert.deepEqual([links, asked.length], [[], 1]);
  });
}

test('whoever has waited long enough for it does not wait any more', async () => {
  for (const abortedAlready of [false, true]) {
    const { asked, load } = await begun(() => new Promise(() => {}));
    const waiting = new AbortController();
    const wait = (ms) => (ms ? setTimeout(() => waiting.abort(), ms) : waiting.abort());
    wait(abortedAlready ? 0 : 1);
    await load('config.json', { signal: waiting.signal });
    assert.deepEqual(asked, [['config.json', { signal: waiting.signal }]]);
  }
});
