import assert from 'node:assert/strict';
import test from 'node:test';

import { changeLanguage } from '../../../static-site/lib/language-change.js';
import { loadText, whenLanguageChanges } from '../../../static-site/lib/text.js';

const WORDS = {
  'en/phone': { hello: 'Hello {name}' },
  'de/phone': { hello: 'Hallo {name}' },
  'fr/phone': { hello: 'Bonjour {name}' },
  'en/photos': { sent: 'Sent' },
  'de/photos': { sent: 'Gesendet' },
  'fr/photos': { sent: 'Envoyé' },
};
/** Held back until it is let go. @type {Map<string, () => void>} */
const held = new Map();
const hold = new Set();
const asked = [];
const root = { lang: 'en', dir: '', dataset: { page: 'phone' } };

const document = { documentElement: root, querySelectorAll: () => [] };
globalThis.document = document;
globalThis.window = { document, navigator: { languages: ['en-US'] }, localStorage: { getItem: () => null } };
globalThis.fetch = async (url) => {
  const [, path] = /locales\/(.+)\.json$/.exec(String(url));
  asked.push(path);
  if (hold.delete(path)) {
    await new Promise((resolve) => held.set(path, resolve));
  }
  return { ok: true, status: 200, json: async () => WORDS[path] };
};
const naps = { nap: () => Promise.resolve() };
const load = (file) => loadText(file, naps, Math.random);
const speak = (language) => changeLanguage(language, naps, Math.random);

test('all texts of a page speak another language at once, and what they were given stays', async () => {
  const [phone, photos] = await Promise.all([load('phone'), load('photos')]);
  Object.assign(phone.words, photos.words);
  phone.always = { name: 'Ada' };
  let heard = 0;
  const deafen = whenLanguageChanges(() => (heard += 1));
  await speak('de');
  assert.deepEqual([phone.of('hello'), phone.of('sent'), photos.of('sent')], ['Hallo Ada', 'Gesendet', 'Gesendet']);
  assert.deepEqual([root.lang, root.dir, heard], ['de', 'ltr', 1]);
  assert.equal(phone.percent(40), '40\u00a0%');
  deafen();
  await speak('en');
  assert.deepEqual([phone.of('hello'), heard], ['Hello Ada', 1]);
});

test('one that was spoken before needs no network', async () => {
  asked.length = 0;
  await speak('de');
  assert.deepEqual(asked, []);
});

test('of two that are asked for at once the later one counts', async () => {
  const phone = await load('phone');
  hold.add('fr/phone');
  const slow = speak('fr');
  await speak('en');
  held.get('fr/phone')();
  await slow;
  assert.equal(phone.of('hello', { name: 'B' }), 'Hello B');
});

test('words that come while the language changes are of the new one', async () => {
  WORDS['en/join'] = { join: 'Join' };
  WORDS['fr/join'] = { join: 'Participer' };
  hold.add('en/join');
  const coming = load('join');
  await speak('fr');
  held.get('en/join')();
  assert.equal((await coming).of('join'), 'Participer');
});

test('a file that is asked for twice is one text', async () => {
  assert.equal(await load('phone'), await load('phone'));
});
