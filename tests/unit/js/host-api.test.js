import assert from 'node:assert/strict';
import test from 'node:test';

import { ApiError, ServiceAway } from '../../../static-site/lib/api.js';
import { HostApi, queryOf } from '../../../static-site/lib/host-api.js';
import { settle } from './fake-timers.js';

const NOW = 1_000_000_000_000;
const signedOut = () => new ApiError(401, 'SignInRequired', '');
const aSignIn = (idToken, leftMs = 3_600_000) => ({
  ...{ email: 'ada@example.com', refreshToken: 'refresh', stay: false },
  ...{ idToken, expiresAtMs: NOW + leftMs },
});

/** A host whose service takes these ID tokens; `refresh`: what becomes of a refresh token. */
function aHost({ known = aSignIn('good'), good = ['good'], refresh = () => 'good', locks } = {}) {
  const asked = [];
  const keeper = { known, keep: (signIn) => (keeper.known = signIn) };
  const waiting = [];
  const api = {
    async ask(path, { token, body }, read) {
      asked.push(path);
      await settle();
      if (path === '/auth/refresh') {
        const idToken = refresh(body.refreshToken);
        good.push(idToken);
        return read({ idToken, refreshToken: body.refreshToken, expiresIn: 3600 });
      }
      if (!good.includes(token)) {
        throw signedOut();
      }
      return read({ userId: 'ada', groups: ['host'], photos: [], expiresAt: 1, token });
    },
  };
  const signIn = () => new Promise((resolve) => void waiting.push(resolve));
  const host = new HostApi({ api, keeper, signIn, nowMs: () => NOW, locks });
  const back = (idToken) => {
    good.push(idToken);
    keeper.keep(aSignIn(idToken));
    waiting.shift()();
  };
  return { host, keeper, asked, waiting, back };
}

const tokenOf = (body) => body.token;

test('a sign-in that is good is used', async () => {
  const { host, asked } = aHost();
  assert.deepEqual(await host.account(), {
    ...{ userId: 'ada', groups: ['host'], email: 'ada@example.com' },
    ...{ photos: [], expiresAt: 1, token: 'good' },
  });
  assert.deepEqual(asked, ['/auth/me']);
});

test('one that is about to run out is refreshed before, once for all who ask', async () => {
  const { host, keeper, asked } = aHost({ known: aSignIn('good', 60_000), refresh: () => 'fresh' });
  const answers = await Promise.all([1, 2, 3].map(() => host.ask('/images', {}, tokenOf)));
  assert.deepEqual(answers, ['fresh', 'fresh', 'fresh']);
  assert.deepEqual(asked, ['/auth/refresh', '/images', '/images', '/images']);
  assert.deepEqual(keeper.known, aSignIn('fresh'));
});

test('one that is refused is refreshed, and what was asked is asked again', async () => {
  const { host, asked } = aHost({ known: aSignIn('revoked') });
  assert.equal(await host.ask('/images', {}, tokenOf), 'good');
  assert.deepEqual(asked, ['/images', '/auth/refresh', '/images']);
});

test('where that is over, what was asked waits until somebody has signed in again', async () => {
  const over = () => {
    throw signedOut();
  };
  const { host, asked, waiting, back } = aHost({ known: aSignIn('old', -1), refresh: over });
  const edits = ['a', 'b'].map((id) => host.edit(id, { comment: 'typed for an hour' }).catch((e) => e));
  await settle();
  await settle();
  await settle();
  assert.equal(waiting.length, 1, 'asked once');
  back('new');
  await Promise.all(edits);
  assert.deepEqual(asked, ['/auth/refresh', '/image/a', '/image/b']);
});

test('a refresh that another tab has made is taken', async () => {
  const locks = {
    request: async (name, work) => {
      keeper.keep(aSignIn('theirs'));
      return work();
    },
  };
  const { host, keeper, asked } = aHost({ known: aSignIn('old', 0), good: ['theirs'], locks });
  assert.equal(await host.ask('/images', {}, tokenOf), 'theirs');
  assert.deepEqual(asked, ['/images']);
});

test('while the service is away nobody is asked to sign in', async () => {
  const away = () => {
    throw new ServiceAway('');
  };
  const soon = aHost({ known: aSignIn('good', 60_000), refresh: away });
  assert.equal(await soon.host.ask('/images', {}, tokenOf), 'good');
  const late = aHost({ known: aSignIn('old', -1), refresh: away });
  await assert.rejects(late.host.ask('/images', {}, tokenOf), { name: 'ServiceAway' });
  assert.deepEqual([soon.waiting, late.waiting], [[], []]);
});

test('who is not signed in is asked to', async () => {
  const { host, waiting, back } = aHost({ known: null, good: [] });
  const answer = host.ask('/images', {}, tokenOf);
  await settle();
  assert.equal(waiting.length, 1);
  back('new');
  assert.equal(await answer, 'new');
});

test('and once, whatever asks meanwhile', async () => {
  const { host, waiting, back } = aHost({ known: null, good: [] });
  const answers = Promise.all(['/images', '/albums'].map((path) => host.ask(path, {}, tokenOf)));
  await settle();
  assert.equal(waiting.length, 1);
  back('new');
  assert.deepEqual(await answers, ['new', 'new']);
});

test('who is refused by whatever he signs in with is told so in the end', async () => {
  const { host, back } = aHost({ known: aSignIn('bad') });
  host.api = { ask: () => Promise.reject(signedOut()) };
  const refused = assert.rejects(host.ask('/images', {}, tokenOf), { code: 'SignInRequired' });
  for (const again of ['also bad', 'no better']) {
    await settle();
    await settle();
    back(again);
  }
  await refused;
});

test('other refusals are nobody’s sign-in', async () => {
  const { host } = aHost();
  host.api = { ask: () => Promise.reject(new ApiError(403, 'HostRequired', '')) };
  await assert.rejects(host.ask('/albums', {}, tokenOf), { code: 'HostRequired' });
});

test('who signs out is out, whether or not the service can be told', async () => {
  const { host, keeper } = aHost();
  const told = [];
  host.api = {
    ask: (path, { body }) => {
      told.push([path, body]);
      return Promise.reject(new ServiceAway(''));
    },
  };
  await host.signOut();
  assert.equal(keeper.known, null);
  assert.deepEqual(told, [['/auth/signout', { refreshToken: 'refresh' }]]);
});

test('a question has what it names, written for an address', () => {
  assert.equal(queryOf({}), '');
  assert.equal(queryOf({ album: 'a&b', cursor: null, type: undefined, limit: 5 }), '?album=a%26b&limit=5');
});

test('albums are asked for until there are no more', async () => {
  const { host } = aHost();
  const pages = { '/albums': ['x', 'y', 'y'], '/albums?after=y': ['z', null] };
  host.api = {
    ask: async (path, _, read) => {
      const ids = pages[path];
      return read({ albums: ids.slice(0, -1).map((albumId) => ({ albumId })), next: ids.at(-1) });
    },
  };
  assert.deepEqual((await host.albums()).map(({ albumId }) => albumId), ['x', 'y', 'z']);
});

test('what is not from our service is not taken for it', async () => {
  const { host } = aHost();
  host.api = { ask: async (path, how, read) => read({ hello: 'portal' }) };
  for (const ask of [() => host.photos({}), () => host.image('a', 'large'), () => host.remove(['a']), () => host.album('a'), () => host.listen('a')]) {
    await assert.rejects(ask(), { name: 'MalformedMessage' });
  }
});
