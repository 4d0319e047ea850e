import assert from 'node:assert/strict';
import test from 'node:test';

import { Api, ApiError } from '../../../static-site/lib/api.js';
import { kioskKey, linkedReach } from '../../../static-site/lib/kiosk-key.js';
import { kioskState, shownName, START } from '../../../static-site/lib/kiosk-state.js';
import { EXPIRED_SHOWN_MS } from '../../../static-site/lib/kiosk-times.js';
import { ScreenApi } from '../../../static-site/lib/screen-api.js';

const KEY = 'aaa.b-_b.ccc';

/** A browser at this address, which has kept this before. */
function aBrowser(hash = '', kept = {}) {
  const entries = [];
  return {
    location: { hash, pathname: '/index.html', search: '?lang=en' },
    history: { replaceState: (_state, _title, url) => entries.push(url) },
    localStorage: {
      getItem: (name) => kept[name] ?? null,
      setItem: (name, value) => (kept[name] = value),
    },
    entries,
    kept,
  };
}

test('the link of its host brings the key, and leaves no trace in the address', () => {
  const browser = aBrowser(`#key=${KEY}`);
  assert.equal(kioskKey(browser), KEY);
  assert.deepEqual(browser.entries, ['/index.html?lang=en']);
  assert.deepEqual(Object.values(browser.kept), [KEY]);
});

test('what else the link says stays in the address', () => {
  for (const [hash, rest] of [
    [`#key=${KEY}&language=de`, '#language=de'],
    [`#language=de&key=${KEY}`, '#language=de'],
    [`#a=1&key=${KEY}&language=de`, '#a=1&language=de'],
  ]) {
    const browser = aBrowser(hash);
    assert.equal(kioskKey(browser), KEY, hash);
    assert.deepEqual(browser.entries, [`/index.html?lang=en${rest}`]);
  }
});

test('it is kept, and a new one takes its place', () => {
  const { kept } = { kept: {} };
  kioskKey(aBrowser(`#key=${KEY}`, kept));
  const later = aBrowser('', kept);
  assert.equal(kioskKey(later), KEY);
  assert.deepEqual(later.entries, []);
  assert.equal(kioskKey(aBrowser('#key=d.e.f', kept)), 'd.e.f');
  assert.equal(kioskKey(aBrowser('', kept)), 'd.e.f');
});

test('the link may also say how high that may be which is touched, with the key or alone', () => {
  for (const [hash, reach, rest] of [
    ['#reach=low', 'low', ''],
    ['#reach=standard', 'standard', ''],
    [`#key=${KEY}&reach=low`, 'low', `#key=${KEY}`],
    [`#reach=low&key=${KEY}`, 'low', `#key=${KEY}`],
    ['#language=de&reach=low', 'low', '#language=de'],
  ]) {
    const browser = aBrowser(hash);
    assert.equal(linkedReach(browser), reach, hash);
    assert.deepEqual(browser.entries, [`/index.html?lang=en${rest}`], hash);
    assert.equal(linkedReach(aBrowser('', browser.kept)), reach, hash);
  }
  for (const hash of ['', '#', '#reach=', '#reach=high', '#reach=lower', '#overreach=low']) {
    const browser = aBrowser(hash);
    assert.equal(linkedReach(browser), null, hash);
    assert.deepEqual([browser.entries, browser.kept], [[], {}], hash);
  }
});

test('a key that is renewed leaves that as it is', () => {
  const { kept } = aBrowser();
  linkedReach(aBrowser('#reach=low', kept));
  kioskKey(aBrowser(`#key=${KEY}`, kept));
  assert.equal(linkedReach(aBrowser('', kept)), 'low');
});

test('anything else behind the # is left alone', () => {
  for (const hash of ['', '#', '#key=', '#key=a.b', '#key=a.b.c.d', '#key=a b.c.d', '#akey=a.b.c', '#about', `#${KEY}`]) {
    const browser = aBrowser(hash);
    assert.equal(kioskKey(browser), null, hash);
    assert.deepEqual([browser.entries, browser.kept], [[], {}], hash);
  }
});

test('where nothing can be kept, the key lives as long as the page', () => {
  const forgetful = (hash) =>
    Object.defineProperty(aBrowser(hash), 'localStorage', {
      get() {
        throw new Error('SecurityError');
      },
    });
  assert.equal(kioskKey(forgetful(`#key=${KEY}`)), KEY);
  assert.equal(kioskKey(forgetful('')), null);
  assert.equal(linkedReach(forgetful('#reach=low')), 'low');
  assert.equal(linkedReach(forgetful('')), null);
});

test('the key goes with the request for a session, and with no other', async () => {
  const sent = [];
  class Asked extends ScreenApi {
    ask(path, how) {
      sent.push([path, how.token]);
      return Promise.resolve({});
    }
  }
  const api = new Asked({ config: null, fetch: null, timers: null });
  await api.openSession();
  api.kioskKey = KEY;
  await api.openSession();
  await api.snapshot('session', 'screen-token');
  assert.deepEqual(sent, [
    ['/sessions', undefined],
    ['/sessions', KEY],
    ['/sessions/session', 'screen-token'],
  ]);
  assert.ok(api instanceof Api);
  assert.ok(new ApiError(403, 'KioskKeyRefused', '') instanceof Error);
});

const opening = kioskState(START, { type: 'UPLOAD_PRESSED', at: 0 });
const refused = kioskState(opening, { type: 'OPENING_REFUSED', code: 'KioskKeyRefused', at: 5 });

test('a refusal is shown, also while the service is away, and can be tried again', () => {
  assert.deepEqual([refused.name, refused.refusal], ['refused', 'KioskKeyRefused']);
  assert.equal(shownName({ ...refused, reachable: false }), 'refused');
  const again = kioskState(refused, { type: 'UPLOAD_PRESSED', at: 6 });
  assert.deepEqual([again.name, again.refusal], ['opening', null]);
});

test('the screen goes back to its start by itself, or when somebody leaves', () => {
  assert.equal(kioskState(refused, { type: 'TICKED', at: 4 + EXPIRED_SHOWN_MS }), refused);
  const back = kioskState(refused, { type: 'TICKED', at: 5 + EXPIRED_SHOWN_MS });
  assert.deepEqual([back.name, back.refusal, back.reachable], ['attract', null, true]);
  assert.equal(kioskState(refused, { type: 'LEFT', at: 6 }).name, 'attract');
});

test('nothing but an opening can be refused', () => {
  const event = { type: 'OPENING_REFUSED', code: 'AlbumFull', at: 0 };
  assert.throws(() => kioskState(START, event));
  assert.throws(() => kioskState(refused, event));
});
