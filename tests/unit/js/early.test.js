import assert from 'node:assert/strict';
import test from 'node:test';

import { answeredEarly, begin, beginConfig } from '../../../static-site/lib/early.js';

const CONFIG = { apiUrl: 'https://api.example/v1', websocketUrl: 'wss://ws.example' };

/** What is begun is answered by `fetch`; who asks later is answered by another fetch. */
function begun(fetch) {
  const links = [];
  const asked = [];
  const head = { append: (link) => links.push(link) };
  const document = { createElement: () => ({}), head, documentElement: { dataset: {} } };
  const known = beginConfig({ document, fetch });
  const load = answeredEarly(async (...how) => {
    asked.push(how);
    return Response.json({ late: true });
  });
  return { links, asked, load: () => load('https://site.example/config.json'), known };
}

test('where the service is, is asked for once, told, and a connection to it is opened', async () => {
  const { links, asked, load, known } = begun(async () => Response.json(CONFIG));
  assert.deepEqual(await known, { apiUrl: CONFIG.apiUrl });
  assert.deepEqual(links, [{ rel: 'preconnect', href: CONFIG.apiUrl, crossOrigin: 'anonymous' }]);
  assert.deepEqual(await (await load()).json(), CONFIG);
  assert.deepEqual(asked, []);
});

for (const [what, first] of [
  ['that was no answer', async () => Promise.reject(new TypeError('no network'))],
  ['that was refused', async () => new Response('', { status: 503 })],
  ['that was of somebody else', async () => new Response('<html>', { status: 511 })],
]) {
  test(`${what} opens no connection, and is asked for again`, async () => {
    const { links, asked, load, known } = begun(first);
    await assert.rejects(known, TypeError);
    assert.deepEqual(await (await load()).json(), { late: true });
    assert.deepEqual([links, asked.length], [[], 1]);
  });
}

/** Who asks for what was not begun is answered that it is late, by a request. */
function asking() {
  const asked = [];
  const fetch = answeredEarly(async (...how) => {
    asked.push(how);
    return Response.json('late');
  });
  const ask = async (...how) => (await fetch(...how)).json();
  return { asked, ask };
}

test('the first question is answered by what came early, the second is a request', async () => {
  begin('/config.json', Promise.resolve(Response.json('early')));
  const { asked, ask } = asking();
  assert.equal(await ask(new URL('https://site.example/config.json')), 'early');
  assert.deepEqual(asked, []);
  const how = { cache: 'no-store' };
  assert.equal(await ask('https://site.example/config.json', how), 'late');
  assert.deepEqual(asked, [['https://site.example/config.json', how]]);
});

test('other questions are requests, and leave it for who asks for it', async () => {
  begin('/upload-url?sessionId=one', Promise.resolve(Response.json('early')));
  const { asked, ask } = asking();
  assert.equal(await ask('https://api.example/upload-url?sessionId=one&size=1'), 'late');
  assert.equal(await ask('https://api.example/upload-url?sessionId=another-one'), 'late');
  assert.equal(await ask('https://api.example/upload-url?sessionId=one'), 'early');
  assert.equal(asked.length, 2);
});

test('a refusal is an answer', async () => {
  begin('/upload-url?sessionId=one', Promise.resolve(Response.json('claimed', { status: 409 })));
  const { asked, ask } = asking();
  assert.deepEqual([await ask('/upload-url?sessionId=one'), asked], ['claimed', []]);
});

test('what came to nothing is asked for', async () => {
  begin('/config.json', Promise.reject(new TypeError('no network')));
  const { asked, ask } = asking();
  assert.deepEqual([await ask('/config.json'), asked.length], ['late', 1]);
});

test('whoever has waited long enough for it does not wait any more', async () => {
  for (const abortedAlready of [false, true]) {
    begin('/config.json', new Promise(() => {}));
    const { asked, ask } = asking();
    const waiting = new AbortController();
    if (abortedAlready) {
      waiting.abort();
    }
    const answer = ask('/config.json', { signal: waiting.signal });
    assert.equal(asked.length, 0);
    waiting.abort();
    assert.equal(await answer, 'late');
    assert.deepEqual(asked, [['/config.json', { signal: waiting.signal }]]);
  }
});
