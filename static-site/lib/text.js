/**
 * Every word on the pages, from locales/<language>/<page>.json.
 *
 * @import { Naps } from './timers.js'
 *
 * @typedef {Record<string, string | string[]>} Words
 * @typedef {Record<string, string | number>} Values
 */

import { site } from './early.js';
import { fetchWords, languageOf } from './speech.js';
import { fullJitter } from './timers.js';

/** @param {string} language how it counts, and writes numbers */
const formsOf = (language) => ({
  plurals: new Intl.PluralRules(language),
  numbers: new Intl.NumberFormat(language),
  percents: new Intl.NumberFormat(language, { style: 'percent' }),
  sizes: new Intl.NumberFormat(language, { maximumFractionDigits: 1 }),
  twoDigits: new Intl.NumberFormat(language, { minimumIntegerDigits: 2 }),
});

export class Text {
  /**
   * @param {string} language
   * @param {Words} words
   */
  constructor(language, words) {
    /** Values that all texts may name. @type {Values} */
    this.always = {};
    /** Beginnings of keys that are said otherwise here, where there are such words. */
    this.otherwise = { from: '', to: '' };
    this.language = language;
    this.words = words;
    this.forms = formsOf(language);
  }

  /** @type {(language: string, words: Words) => void} from now on */
  speak(language, words) {
    this.language = language;
    this.words = words;
    this.forms = formsOf(language);
  }

  /**
   * @param {string} key
   * @param {Values} [values] for the `{names}` in the text
   * @returns {string}
   */
  of(key, values = {}) {
    const words = this.#said(key);
    if (typeof words !== 'string') {
      throw new RangeError(`No text for ${key} in ${this.language}`);
    }
    return words.replace(/\{(\w+)\}/g, (_, name) => {
      const value = values[name] ?? this.always[name] ?? (name === 'site' ? site.name : '');
      return typeof value === 'number' ? this.forms.numbers.format(value) : String(value);
    });
  }

  /**
   * @param {string} key of a text with plural forms: `key.one`, `key.other`…
   * @param {number} count also the value of `{count}`
   * @param {Values} [values]
   * @returns {string}
   */
  count(key, count, values = {}) {
    const form = `${key}.${this.forms.plurals.select(count)}`;
    return this.of(this.has(form) ? form : `${key}.other`, { count, ...values });
  }

  /** @param {string} key @returns {boolean} */
  has(key) {
    return typeof this.#said(key) === 'string';
  }

  /** @param {string} key */
  #said(key) {
    const { from, to } = this.otherwise;
    const other = from && key.startsWith(from) ? this.words[to + key.slice(from.length)] : undefined;
    return other ?? this.words[key];
  }

  /** @param {string} key @returns {string[]} */
  list(key) {
    const own = site.words[key];
    const words = own ? (own[this.language] ?? own.en) : this.words[key];
    if (!Array.isArray(words)) {
      throw new RangeError(`No list ${key} in ${this.language}`);
    }
    return words;
  }

  /** @param {number} percent 0…100 @returns {string} */
  percent(percent) {
    return this.forms.percents.format(percent / 100);
  }

  /** @param {{minutes: number, seconds: number}} time @returns {string} such as 9:05 */
  time({ minutes, seconds }) {
    return `${this.forms.numbers.format(minutes)}:${this.forms.twoDigits.format(seconds)}`;
  }

  /** @param {number} seconds @returns {string} as people say it: nobody trusts "about 73 seconds" */
  about(seconds) {
    if (seconds > 55) {
      return this.count('about.minutes', Math.ceil(seconds / 60));
    }
    return this.count('about.seconds', seconds > 10 ? 5 * Math.ceil(seconds / 5) : seconds);
  }

  /** @param {number} bytes @returns {string} megabytes, without their unit */
  megabytes(bytes) {
    return this.forms.sizes.format(bytes / (1024 * 1024));
  }
}

/** What the page speaks, which files it has read, and who reads from them. */
export const page = {
  language: '',
  /** The one that was asked for last. */
  wanted: '',
  /** @type {Set<string>} */
  files: new Set(),
  /** By language and file: a language that was spoken before needs no network. @type {Map<string, Words>} */
  words: new Map(),
  /** By file. @type {Map<string, Text>} */
  texts: new Map(),
  /** @type {Set<() => void>} */
  listeners: new Set(),
};

/**
 * Without its words a page is of no use, so this goes on until it has them.
 *
 * @type {(file: string, naps: Naps, random: () => number, known?: Promise<unknown> | null) => Promise<Text>}
 */
export async function loadText(file, naps, random, known = site.known) {
  page.language ||= languageOf(window);
  page.files.add(file);
  for (;;) {
    const { language } = page;
    const words = await wordsOf(`${language}/${file}`, naps, random);
    await known;
    // The language may have been changed meanwhile.
    if (language === page.language) {
      const text = page.texts.get(file) ?? new Text(language, { ...words });
      page.texts.set(file, text);
      return text;
    }
  }
}

/** @type {(path: string, naps: Naps, random: () => number) => Promise<Words>} */
export async function wordsOf(path, naps, random) {
  for (let attempt = 0; ; attempt += 1) {
    const words = page.words.get(path) ?? (await fetchWords(path));
    if (words) {
      page.words.set(path, words);
      return words;
    }
    await naps.nap(500 + fullJitter(attempt, random));
  }
}

/** @type {(listener: () => void) => () => void} it is to be rendered anew; returns what ends that */
export function whenLanguageChanges(listener) {
  page.listeners.add(listener);
  return () => page.listeners.delete(listener);
}

/** @type {(root: ParentNode, text: Text) => void} puts words where `data-text` and the like name them */
export function fillIn(root, text) {
  for (const { key, write } of places(root)) {
    write(text.of(key));
  }
  document.documentElement.dataset.words = 'here';
}

const ATTRIBUTES = [['data-label', 'aria-label'], ['data-alt', 'alt']];

/** @typedef {{key: string, read: () => string | null, write: (words: string) => void}} WordPlace */

/** @type {(root: ParentNode) => WordPlace[]} */
export function places(root) {
  /** @type {(name: string) => HTMLElement[]} */
  const all = (name) => [...root.querySelectorAll(`[${name}]`)].map((el) => /** @type {HTMLElement} */ (el));
  /** @type {(el: HTMLElement, name: string) => string} */
  const keyOf = (el, name) => el.getAttribute(name) ?? '';
  return [
    ...all('data-text').map((el) => ({
      key: keyOf(el, 'data-text'),
      read: () => el.textContent,
      write: (/** @type {string} */ words) => (el.textContent = words),
    })),
    ...ATTRIBUTES.flatMap(([name, attribute]) =>
      all(name).map((el) => ({
        key: keyOf(el, name),
        read: () => el.getAttribute(attribute),
        write: (/** @type {string} */ words) => el.setAttribute(attribute, words),
      })),
    ),
  ];
}
