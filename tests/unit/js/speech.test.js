import assert from 'node:assert/strict';
import test from 'node:test';

import { beginEarly, fetchWords, keepLanguage, languageOf, pickLanguage, tellLanguage } from '../../../static-site/lib/speech.js';

/** A browser that wants these languages, on a page, where this was kept. */
function aBrowser({ languages, page = 'phone', kept = {}, hash = '' }) {
  return {
    location: { hash },
    document: { documentElement: { lang: 'en', dir: '', dataset: { page } } },
    navigator: { languages },
    localStorage: {
      getItem: (name) => kept[name] ?? null,
      setItem: (name, value) => (kept[name] = value),
    },
    kept,
  };
}

/** The site has these files; which were asked for. */
function aSite(t, files) {
  const asked = [];
  t.mock.method(globalThis, 'fetch', async (url) => {
    const path = String(url).split('/locales/')[1];
    asked.push(path);
    const file = files[path];
    if (file instanceof Error) {
      throw file;
    }
    return typeof file === 'number' || file === undefined
      ? { ok: false, status: file ?? 404 }
      : { ok: true, status: 200, json: async () => file };
  });
  return asked;
}

test('the language is the first wanted one that we have, whatever its country', () => {
  assert.equal(pickLanguage(['pt-BR', 'de-AT', 'en'], ['en', 'de']), 'de');
  assert.equal(pickLanguage(['xx'], ['en', 'de']), 'en');
  assert.equal(pickLanguage([], ['en']), 'en');
  for (const [tag, language] of [['zh-Hant-TW', 'zh'], ['pt-BR', 'pt'], ['AR-eg', 'ar'], ['en-US', 'en']]) {
    assert.equal(pickLanguage([tag]), language);
  }
});

test('what was chosen on this phone is spoken before what it speaks itself', () => {
  const browser = aBrowser({ languages: ['de-DE'] });
  assert.equal(languageOf(browser), 'de');
  keepLanguage(browser, 'ar');
  assert.equal(languageOf(browser), 'ar');
  assert.equal(languageOf({ ...browser, ...aBrowser({ languages: ['de'], kept: { 'scandrop.language': 'xx' } }) }), 'de');
});

test('on a screen that all look at no choice is kept, or looked up', () => {
  for (const page of ['kiosk', 'wall']) {
    const browser = aBrowser({ languages: ['fr'], page, kept: { 'scandrop.language': 'ja' } });
    assert.equal(languageOf(browser), 'fr');
    keepLanguage(browser, 'hi');
    assert.deepEqual(browser.kept, { 'scandrop.language': 'ja' });
  }
});

test('a screen is told its language by its link, once, and keeps it', () => {
  for (const page of ['kiosk', 'wall']) {
    const kept = { 'scandrop.language': 'ja' };
    const speaks = (hash) => languageOf(aBrowser({ languages: ['fr'], page, kept, hash }));
    assert.equal(speaks('#key=a.b.c&language=de'), 'de');
    assert.equal(speaks(''), 'de');
    assert.equal(speaks('#language=pt-BR'), 'pt');
    assert.equal(speaks('#key=a.b.c'), 'pt');
    assert.equal(speaks('#language='), 'fr', 'its browser speaks again');
    assert.equal(speaks(''), 'fr');
    assert.equal(speaks('#language=xx'), 'fr', 'one that we have not got');
    assert.equal(speaks('#my-language=de'), 'fr');
    assert.equal(kept['scandrop.language'], 'ja');
  }
});

test('nobody else is told a language by a link', () => {
  const browser = aBrowser({ languages: ['fr'], page: 'phone', hash: '#language=de' });
  assert.equal(languageOf(browser), 'fr');
  assert.deepEqual(browser.kept, {});
});

test('where a screen can keep nothing its link tells it each time', () => {
  const browser = aBrowser({ languages: ['fr'], page: 'wall', hash: '#language=de' });
  Object.defineProperty(browser, 'localStorage', {
    get() {
      throw new Error('SecurityError');
    },
  });
  assert.equal(languageOf(browser), 'de');
});

test('where nothing can be kept the choice lasts as long as the page', () => {
  const browser = Object.defineProperty(aBrowser({ languages: ['it'] }), 'localStorage', {
    get() {
      throw new Error('SecurityError');
    },
  });
  keepLanguage(browser, 'nl');
  assert.equal(languageOf(browser), 'it');
});

test('voices and fonts are told the language, and from which side it is read', () => {
  const { document } = aBrowser({ languages: [] });
  tellLanguage(document, 'ar');
  assert.deepEqual([document.documentElement.lang, document.documentElement.dir], ['ar', 'rtl']);
  tellLanguage(document, 'zh');
  assert.deepEqual([document.documentElement.lang, document.documentElement.dir], ['zh-Hans', 'ltr']);
});

test('the first words are asked for once, before the page is there', async (t) => {
  const asked = aSite(t, { 'de/phone.json': { a: 'b' } });
  const browser = aBrowser({ languages: ['de'] });
  beginEarly(browser);
  assert.equal(browser.document.documentElement.dataset.words, 'coming');
  assert.deepEqual(await fetchWords('de/phone'), { a: 'b' });
  assert.deepEqual(asked, ['de/phone.json']);
});

test('an English page waits for no words: they stand in it', (t) => {
  aSite(t, {});
  const browser = aBrowser({ languages: ['en-GB'], page: 'gallery' });
  beginEarly(browser);
  assert.equal(browser.document.documentElement.dataset.words, 'here');
});

test('what a language has not got is said in English', async (t) => {
  const asked = aSite(t, { 'en/join.json': { a: 'b' }, 'fr/join.json': 403 });
  assert.deepEqual(await fetchWords('de/join'), { a: 'b' });
  assert.deepEqual(await fetchWords('fr/join'), { a: 'b' });
  assert.deepEqual(asked, ['de/join.json', 'en/join.json', 'fr/join.json', 'en/join.json']);
  assert.equal(await fetchWords('en/nothing'), null);
});

test('what cannot be had just now is not said in another language', async (t) => {
  const asked = aSite(t, { 'de/a.json': 503, 'de/b.json': new TypeError('offline') });
  assert.equal(await fetchWords('de/a'), null);
  assert.equal(await fetchWords('de/b'), null);
  assert.deepEqual(asked, ['de/a.json', 'de/b.json']);
  t.mock.restoreAll();
  aSite(t, { 'de/c.json': new RangeError('a mistake') });
  await assert.rejects(fetchWords('de/c'), RangeError);
});
