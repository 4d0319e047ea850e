import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';

import { Text } from '../../../static-site/lib/text.js';

const SITE = new URL('../../../static-site/', import.meta.url);
const read = (path) => readFileSync(new URL(path, SITE), 'utf8');
const PAGES = {
  ...{ 'index.html': 'kiosk', 'phone.html': 'phone' },
  ...{ 'host.html': 'host', 'poster.html': 'poster' },
  ...{ 'wall.html': 'wall', 'gallery.html': 'gallery' },
};
const WORDS_OF = (page) => JSON.parse(read(`locales/en/${page}.json`));
const NAMES = readdirSync(new URL('locales/en/', SITE)).map((file) => file.replace('.json', ''));
const WORDS = Object.assign({}, ...NAMES.map(WORDS_OF));
const SOURCES = ['lib', 'pages', 'components'].flatMap((folder) =>
  readdirSync(new URL(folder, SITE), { recursive: true })
    .filter((name) => name.endsWith('.js'))
    .map((name) => read(`${folder}/${name}`)),
);

test('values stand where their names stood, numbers as the language writes them', () => {
  const text = new Text('de', { hello: '{name} hat {count} Fotos, {name}!' });
  assert.equal(text.of('hello', { name: '<b>Ada</b>', count: 1234 }), '<b>Ada</b> hat 1.234 Fotos, <b>Ada</b>!');
});

test('a number chooses the form of its language', () => {
  const text = new Text('pl', { n: '', 'n.one': 'zdjęcie', 'n.few': 'zdjęcia', 'n.other': 'zdjęć' });
  assert.deepEqual([1, 3, 5].map((n) => text.count('n', n)), ['zdjęcie', 'zdjęcia', 'zdjęć']);
});

test('a missing text is a mistake that is noticed', () => {
  const text = new Text('en', {});
  assert.throws(() => text.of('nothing'), RangeError);
  assert.throws(() => text.count('nothing', 1), RangeError);
  assert.throws(() => text.list('nothing'), RangeError);
});

test('times and sizes', () => {
  const text = new Text('en', {});
  assert.equal(text.time({ minutes: 9, seconds: 5 }), '9:05');
  assert.equal(text.megabytes(26_214_400), '25');
  assert.equal(text.percent(42), '42%');
});

test('the words in the pages are those of the locale', () => {
  const entities = { amp: '&', lt: '<', gt: '>', quot: '"' };
  for (const [page, name] of Object.entries(PAGES)) {
    const html = read(page);
    const words = WORDS_OF(name);
    for (const [, key, shown] of html.matchAll(/data-text="([^"]+)"[^>]*>([^<]*)</g)) {
      // Whose site it is, its file does not know.
      const said = words[key].replace(/ · \{site\}$/, '');
      assert.equal(shown.replace(/&(\w+);/g, (_, entity) => entities[entity]), said, `${page}: ${key}`);
    }
    for (const [, key, shown] of html.matchAll(/data-label="([^"]+)"\s+aria-label="([^"]+)"/g)) {
      assert.equal(shown, words[key], `${page}: ${key}`);
    }
  }
});

test('there are enough kind words for a long day', () => {
  assert.ok(new Set(WORDS['kiosk.messages']).size >= 10);
});

test('every text is used', () => {
  const places = [...SOURCES, ...Object.keys(PAGES).map(read)].join('\n');
  const families = [...places.matchAll(/[`']((?:[a-z-]+\.)+)\$\{/g)].map(([, start]) => start);
  for (const key of Object.keys(WORDS).filter((each) => !/^(album|mine)\./.test(each))) {
    const plain = key.replace(/\.(zero|one|two|few|many|other)$/, '');
    const used =
      places.includes(`"${key}"`) ||
      places.includes(`'${key}'`) ||
      places.includes(`'${plain}'`) ||
      families.some((start) => key.startsWith(start));
    assert.ok(used, key);
  }
});

test('what is said in an album, or of files of a user, is said otherwise elsewhere', () => {
  for (const key of Object.keys(WORDS).filter((each) => /^(album|mine)\./.test(each))) {
    const common = key.replace(/^\w+\./, 'phone.');
    assert.ok(common in WORDS || common.startsWith('phone.row.failed.'), key);
  }
});

test('a value that all texts may name gives way to one of their own', () => {
  const text = new Text('en', { sent: '{name} to {album}' });
  text.always = { album: '{name}' };
  assert.equal(text.of('sent', { name: 'Sea' }), 'Sea to {name}');
  assert.equal(text.of('sent', { name: 'Sea', album: 'B' }), 'Sea to B');
});

test('every text that the code names is there', () => {
  for (const [, key] of SOURCES.join('\n').matchAll(/text\.of\('([^']+)'/g)) {
    assert.ok(key in WORDS, key);
  }
  for (const [, key] of SOURCES.join('\n').matchAll(/text\.count\('([^']+)'/g)) {
    assert.ok(`${key}.other` in WORDS, key);
  }
});

test('each reason to refuse a photo has its words on both pages', () => {
  const photo = readFileSync(new URL('../chalicelib/photo.py', SITE), 'utf8');
  const [, reasons] = /class Rejection\(StrEnum\):([^]+?)\nclass /.exec(photo);
  const codes = [...reasons.matchAll(/^ {4}([A-Z_]+) = "([A-Z_]+)"$/gm)].map(([, , code]) => code);
  assert.ok(codes.length >= 10, `${codes}`);
  // Whoever takes a photo back, or deletes it, needs no reason.
  const wished = ['WITHDRAWN', 'DELETED'];
  for (const code of [...codes.filter((each) => !wished.includes(each)), 'other']) {
    assert.ok(`rejected.${code}` in WORDS, code);
    assert.ok(`phone.row.refused.${code}` in WORDS, code);
  }
  for (const key of Object.keys(WORDS)) {
    const [, code] = /^(?:rejected|phone\.row\.refused)\.([A-Z_]+)$/.exec(key) ?? [];
    assert.ok(code === undefined || codes.includes(code), key);
  }
});

test('a name cannot turn the words around it', () => {
  for (const [key, words] of Object.entries(WORDS)) {
    if (!key.startsWith('rejected.') && words.includes('{name}')) {
      assert.match(words, /\u2068\{name\}\u2069/, key);
    }
  }
});

test('each mood of the phone has its words', () => {
  const [, moods] = /type Mood =([^;]+);/.exec(read('lib/states.d.ts'));
  for (const [, mood] of moods.matchAll(/'([a-z-]+)'/g)) {
    assert.ok(`phone.${mood}.title` in WORDS, mood);
    assert.ok(`phone.${mood}.lead` in WORDS || `phone.${mood}.lead.other` in WORDS, mood);
  }
});

test('how long it takes is said as people say it', () => {
  const text = new Text('en', WORDS_OF('phone'));
  const said = [1, 8, 11, 42, 55, 56, 61, 150].map((seconds) => text.about(seconds));
  assert.deepEqual(said, [
    'about 1 second',
    'about 8 seconds',
    'about 15 seconds',
    'about 45 seconds',
    'about 55 seconds',
    'about 1 minute',
    'about 2 minutes',
    'about 3 minutes',
  ]);
});
