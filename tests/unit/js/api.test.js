import assert from 'node:assert/strict';
import test from 'node:test';

import { ApiError, isTemporary, ServiceAway } from '../../../static-site/lib/api.js';
import { ScreenApi } from '../../../static-site/lib/screen-api.js';
import { ConfigFile } from '../../../static-site/lib/service.js';
import { FakeTimers, settle } from './fake-timers.js';
import { aSession, aSnapshot, aTicket, SESSION_ID } from './samples.js';

const CONFIG = { apiUrl: 'https://api.example/v1', websocketUrl: 'wss://ws.example' };
const json = (status, body) => () => Promise.resolve(Response.json(body, { status }));

/** `answer` is what the API does; config.json is there unless `config` says otherwise. */
function anApi(answer, config = json(200, CONFIG)) {
  const asked = [];
  const timers = new FakeTimers();
  const fetch = (url, init) => {
    if (String(url).endsWith('config.json')) {
      return config(url, init);
    }
    asked.push({ url: String(url), ...init });
    return answer(url, init);
  };
  const file = new ConfigFile('https://site.example/config.json', fetch);
  return { api: new ScreenApi({ config: file, fetch, timers }), asked, timers };
}

test('a session is opened without a token', async () => {
  const { api, asked } = anApi(json(201, aSession()));
  assert.deepEqual(await api.openSession(), aSession());
  assert.deepEqual(
    [asked[0].method, asked[0].url, asked[0].headers],
    ['POST', 'https://api.example/v1/sessions', {}],
  );
});

test('tokens travel in the header, never in the URL', async () => {
  const { api, asked } = anApi(json(200, aSnapshot()));
  assert.deepEqual(await api.snapshot(SESSION_ID, 'secret'), aSnapshot());
  assert.equal(asked[0].headers.Authorization, 'Bearer secret');
  assert.doesNotMatch(asked[0].url, /secret/);
});

test('only what is known of a file is asked with, by a form, which no browser asks about first', async () => {
  const { api, asked } = anApi(json(200, aTicket()));
  await api.requestUpload({ sessionId: 's', filename: 'a&b=ü.jpg', sha256: undefined }, 'secret');
  const { method, url, headers, body } = asked[0];
  assert.equal(url, 'https://api.example/v1/upload-url?sessionId=s&filename=a%26b%3D%C3%BC.jpg');
  assert.deepEqual([method, headers, [...body]], ['POST', {}, [['access_token', 'secret']]]);
});

test('what is said of photos is sent as JSON, under its session', async () => {
  const { api, asked } = anApi(json(200, { messages: [] }));
  const saying = { action: 'shown', photoId: 'photo-1' };
  assert.equal(await api.say(SESSION_ID, 'secret', saying), undefined);
  const { method, url, headers, body } = asked[0];
  assert.deepEqual(
    [method, url, JSON.parse(body)],
    ['POST', `https://api.example/v1/sessions/${SESSION_ID}/messages`, saying],
  );
  assert.deepEqual(headers, {
    Authorization: 'Bearer secret',
    'Content-Type': 'application/json',
  });
});

test('nobody has heard what the answer does not say was heard', async () => {
  const { api } = anApi(json(200, { hello: 'world' }));
  await assert.rejects(api.say(SESSION_ID, 't', { action: 'shown', photoId: 'p' }), ServiceAway);
});

test('a service that is older than the page wants no previews', async () => {
  const { maxPreviewBytes, ...older } = aTicket().limits;
  const { api } = anApi(json(200, aTicket({ limits: older })));
  const { limits } = await api.requestUpload({ sessionId: 's' }, 't');
  assert.deepEqual([maxPreviewBytes, limits.maxPreviewBytes], [24_000, 0]);
});

test('a refusal is told by its code', async () => {
  const { api } = anApi(json(410, { Code: 'SessionExpired', Message: 'It has expired.' }));
  await assert.rejects(api.snapshot(SESSION_ID, 't'), (error) => {
    assert.ok(error instanceof ApiError);
    assert.deepEqual([error.status, error.code], [410, 'SessionExpired']);
    return true;
  });
});

test('a refusal of the gateway itself has no code', async () => {
  const { api } = anApi(json(403, { message: 'Missing Authentication Token' }));
  await assert.rejects(api.snapshot(SESSION_ID, 't'), { status: 403, code: 'Unknown' });
});

test('whatever is not an answer of ours means that the service is away', async () => {
  const portal = () => Promise.resolve(new Response('<html>Log in</html>'));
  const cases = [
    anApi(() => Promise.reject(new TypeError('Failed to fetch'))),
    anApi(portal),
    anApi(json(200, { hello: 'world' })),
    anApi(json(200, aSnapshot()), () => Promise.reject(new TypeError('Failed to fetch'))),
    anApi(json(200, aSnapshot()), json(404, {})),
    anApi(json(200, aSnapshot()), portal),
  ];
  for (const { api } of cases) {
    await assert.rejects(api.snapshot(SESSION_ID, 't'), ServiceAway);
  }
  const { api } = anApi(json(200, { photoId: 'p' }));
  await assert.rejects(api.requestUpload({ sessionId: 's' }, 't'), ServiceAway);
});

test('an answer is not waited for without end', async () => {
  const hanging = (_, { signal }) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  const { api, timers } = anApi(hanging);
  const failed = assert.rejects(api.openSession(), ServiceAway);
  await timers.advance(15_000);
  await failed;
});

test('who asked can stop waiting', async () => {
  const { api } = anApi((_, { signal }) =>
    signal.aborted ? Promise.reject(signal.reason) : new Promise(() => {}),
  );
  await assert.rejects(api.openSession(AbortSignal.abort()), ServiceAway);
});

test('config.json is read once it can be read, and anew when asked whether the site is there', async () => {
  let there = false;
  let read = 0;
  const config = () => {
    read += 1;
    return there ? json(200, CONFIG)() : Promise.reject(new TypeError('Failed to fetch'));
  };
  const { api } = anApi(json(200, aSnapshot()), config);
  await assert.rejects(api.reach(), ServiceAway);
  there = true;
  await api.snapshot(SESSION_ID, 't');
  await api.snapshot(SESSION_ID, 't');
  assert.equal(read, 2);
  await api.reach();
  await settle();
  assert.equal(read, 3);
});

test('what may pass by itself is told apart from what may not', () => {
  assert.equal(isTemporary(new ServiceAway('')), true);
  assert.equal(isTemporary(new ApiError(503, 'SessionBusy', '')), true);
  assert.equal(isTemporary(new ApiError(429, 'Unknown', '')), true);
  assert.equal(isTemporary(new ApiError(409, 'SessionClaimed', '')), false);
  assert.equal(isTemporary(new TypeError('oops')), false);
});
