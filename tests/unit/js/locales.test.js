import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';

import { NAMES } from '../../../static-site/components/language/names.js';
import { LANGUAGES } from '../../../static-site/lib/speech.js';
import { ALIKE } from './alike.js';

const LOCALES = new URL('../../../static-site/locales/', import.meta.url);
const filesOf = (language) => readdirSync(new URL(`${language}/`, LOCALES)).sort();
const read = (language, file) =>
  JSON.parse(readFileSync(new URL(`${language}/${file}`, LOCALES), 'utf8'));
const FILES = filesOf('en');
const ENGLISH = Object.assign({}, ...FILES.map((file) => read('en', file)));
const OTHERS = LANGUAGES.filter((language) => language !== 'en');
const FORM = /\.(zero|one|two|few|many|other)$/;

const plain = (key) => (isPlural(key, ENGLISH) || !(key in ENGLISH) ? key.replace(FORM, '') : key);
const isPlural = (key, words) =>
  FORM.test(key) && ['one', 'other'].every((form) => key.replace(FORM, `.${form}`) in words);
/** What is to be there in a language that counts with these forms. */
const expectedKeys = (words, forms) => [
  ...new Set(
    Object.keys(words).flatMap((key) =>
      isPlural(key, words) ? forms.map((form) => key.replace(FORM, `.${form}`)) : [key],
    ),
  ),
];
/** The English text that another one is of. */
const original = (key) => ENGLISH[key] ?? ENGLISH[key.replace(FORM, '.other')];
/** All forms of it that English has. */
const englishForms = (key) =>
  isPlural(key, ENGLISH)
    ? ['one', 'other'].map((form) => ENGLISH[key.replace(FORM, `.${form}`)])
    : [original(key)];
const all = (words) => [words].flat().join('\n');
const namesIn = (words) => [...new Set(all(words).match(/\{\w+\}/g))].sort();
const isolatedIn = (words) => (all(words).match(/\u2068[^\u2068\u2069]*\u2069/g) ?? []).sort();

test('each language that can be chosen has its folder, and no other has one', () => {
  assert.deepEqual(readdirSync(LOCALES).sort(), [...LANGUAGES].sort());
  assert.deepEqual(Object.keys(NAMES), LANGUAGES);
});

test('no two files have a key in common', () => {
  const keys = FILES.flatMap((file) => Object.keys(read('en', file)));
  assert.equal(new Set(keys).size, keys.length);
});

// Who speaks to the page says what is written there (WCAG 2.2, 2.5.3).
for (const language of LANGUAGES) {
  test(`${language}: what is seen of a button is a part of what is said of it`, () => {
    const words = new Map(textsOf(language));
    const named = [...words.keys()].filter((key) => words.has(`${key}.label`));
    assert.ok(named.length > 3);
    for (const key of named) {
      const [seen, said] = [key, `${key}.label`].map((each) => words.get(each).toLocaleLowerCase(language));
      assert.ok(said.includes(seen), `${key}: ${said}`);
    }
  });
}

// "1 sur 1 envoyées": what agrees with a number has forms for it, or does without.
for (const language of ['fr', 'es', 'it', 'pt']) {
  test(`${language}: how many of all are done is said so that it holds for one, too`, () => {
    const words = new Map(textsOf(language));
    for (const key of ['phone.total', 'mine.total', 'hosted.export.making']) {
      assert.match(words.get(key), /: \{\w+\} \w+ \{total\}$/, key);
    }
    const [one, other] = ['one', 'other'].map((form) => words.get(`phone.empty.lead.${form}`));
    assert.equal(one.split(' ')[0], other.split(' ')[0], 'of the photos that may be picked, not of one');
  });
}

for (const language of OTHERS) {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;

  test(`${language}: each text of each file is there, in each form that it counts with`, () => {
    assert.deepEqual(filesOf(language), FILES);
    for (const file of FILES) {
      const keys = expectedKeys(read('en', file), forms);
      assert.deepEqual(Object.keys(read(language, file)).sort(), keys.sort(), file);
    }
  });

  test(`${language}: names of values are those of the English text`, () => {
    for (const [key, words] of textsOf(language)) {
      const theirs = namesIn(words);
      const ours = englishForms(key).map(namesIn);
      // One photo is named otherwise than several, by each language in its own way.
      const may = new Set(ours.flat());
      const must = ours[0].filter((name) => name !== '{count}' && ours.every((each) => each.includes(name)));
      assert.ok(theirs.every((name) => may.has(name)), `${key}: ${theirs}`);
      assert.ok(must.every((name) => theirs.includes(name)), `${key}: ${theirs}`);
      if (key in ENGLISH && !/\.(zero|one|two)$/.test(key)) {
        assert.deepEqual(theirs, namesIn(ENGLISH[key]), key);
      }
    }
  });

  test(`${language}: what strangers wrote cannot turn the words around it`, () => {
    for (const [key, words] of textsOf(language)) {
      assert.deepEqual(isolatedIn(words), isolatedIn(original(key)), key);
      assert.equal(all(words).replace(/\u2068[^\u2068\u2069]*\u2069/g, '').search(/[\u2066-\u2069]/), -1, key);
    }
  });

  test(`${language}: nothing has stayed English`, () => {
    const alike = ALIKE.filter(({ languages }) => languages.includes(language)).flatMap(({ keys }) => keys);
    for (const [key, words] of textsOf(language)) {
      assert.ok(alike.includes(plain(key)) || !isAlike(key, words), `${key}: ${words}`);
    }
  });

  test(`${language}: no text is empty, or begins or ends with a blank`, () => {
    for (const [key, words] of textsOf(language)) {
      for (const each of [words].flat()) {
        assert.equal(each.trim(), each, key);
        assert.notEqual(each, '', key);
      }
    }
  });

  test(`${language}: there are enough kind words for a long day`, () => {
    const messages = read(language, 'kiosk.json')['kiosk.messages'];
    assert.ok(new Set(messages).size >= 10);
  });
}

test('what may stay English is needed', () => {
  for (const { languages, keys } of ALIKE) {
    for (const key of keys) {
      const needs = (language) => textsOf(language).some(([each, words]) => plain(each) === key && isAlike(each, words));
      assert.ok(languages.some(needs), key);
    }
  }
});

/** @type {(language: string) => [string, string | string[]][]} */
function textsOf(language) {
  return filesOf(language).flatMap((file) => Object.entries(read(language, file)));
}

/** @type {(key: string, words: string | string[]) => boolean} what is but values is the same everywhere */
function isAlike(key, words) {
  const ours = [original(key)].flat();
  return [words].flat().some((each) => ours.includes(each) && /\p{L}/u.test(each.replace(/\{\w+\}/g, '')));
}
