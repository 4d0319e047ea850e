import assert from 'node:assert/strict';
import test from 'node:test';

import { IDBFactory } from 'fake-indexeddb';

import { Api } from '../../../static-site/lib/api.js';
import { answeredEarly } from '../../../static-site/lib/early.js';
import { FakeTimers, settle } from './fake-timers.js';
import { aTicket, SESSION_ID } from './samples.js';

const API = 'https://api.example/v1';
const config = { load: async () => ({ apiUrl: API }) };
let pages = 0;

/** A page at this address, with a module of its own as each page has, and what it asks. */
async function aPage(hash, { hidden = false } = {}) {
  const { beginClaim, scanned } = await import(
    `../../../static-site/lib/early-claim.js?page=${(pages += 1)}`
  );
  const asked = [];
  const seen = [];
  const document = { hidden, addEventListener: (_, listener) => seen.push(listener) };
  const fetch = async (url, init) => {
    asked.push({ url: String(url), ...init });
    return Response.json(aTicket());
  };
  const window = { crypto, indexedDB: new IDBFactory(), location: { hash }, document, fetch };
  const look = () => {
    document.hidden = false;
    seen.forEach((listener) => listener());
  };
  const api = new Api({ config, fetch: answeredEarly(fetch), timers: new FakeTimers() });
  return { api, asked, look, scan: scanned(window), begin: (site) => beginClaim(window, site) };
}

/** IndexedDB, as it is here, takes some turns of the loop. */
async function until(isSo) {
  for (let turn = 0; !isSo() && turn < 200; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.ok(isSo());
}

test('the code is claimed as soon as it is known where, and the page asks no more', async () => {
  const { api, asked, scan, begin } = await aPage(`#${SESSION_ID}`);
  begin(Promise.resolve({ apiUrl: API }));
  await until(() => asked.length > 0);
  const token = await scan.token;
  assert.match(token, /^[A-Za-z0-9_-]{43}$/);
  const { method, headers, body, cache, credentials } = asked[0];
  assert.deepEqual([method, cache, credentials], ['POST', 'no-store', 'omit']);
  // As a form without any header of ours: else the browser would ask first whether it may.
  assert.deepEqual([headers, [...body]], [undefined, [['access_token', token]]]);
  const { photoId } = await api.requestUpload({ sessionId: scan.sessionId }, token);
  assert.equal(photoId, aTicket().photoId);
  assert.equal(asked.length, 1);
  await api.requestUpload({ sessionId: scan.sessionId }, token);
  assert.equal(asked[1].url, asked[0].url);
});

test('a page that asks before it is known where does not ask twice', async () => {
  const { api, asked, scan, begin } = await aPage(`#${SESSION_ID}`);
  let know;
  begin(new Promise((resolve) => (know = resolve)));
  const answer = api.requestUpload({ sessionId: scan.sessionId }, await scan.token);
  await settle();
  assert.equal(asked.length, 0);
  know({ apiUrl: API });
  assert.equal((await answer).photoId, aTicket().photoId);
  assert.equal(asked.length, 1);
});

test('where that cannot be known early the page claims it by itself', async () => {
  const { api, asked, scan, begin } = await aPage(`#${SESSION_ID}`);
  begin(Promise.reject(new TypeError('no network')));
  await api.requestUpload({ sessionId: scan.sessionId }, await scan.token);
  assert.equal(asked.length, 1);
});

test('nothing is claimed before somebody looks', async () => {
  const { asked, look, scan, begin } = await aPage(`#${SESSION_ID}`, { hidden: true });
  begin(Promise.resolve({ apiUrl: API }));
  await scan.token;
  await settle();
  assert.equal(asked.length, 0);
  look();
  await until(() => asked.length === 1);
});

test('what was not scanned claims nothing and has no token', async () => {
  for (const hash of ['', '#join=ABCD', `#${SESSION_ID}&x`]) {
    const { asked, scan, begin } = await aPage(hash);
    begin(Promise.resolve({ apiUrl: API }));
    assert.deepEqual([scan.sessionId, await scan.token], [null, '']);
    await settle();
    assert.deepEqual(asked, []);
  }
});
