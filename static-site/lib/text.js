/**
 * Every word on the pages, from locales/<language>/<page>.json.
 *
 * @import { Naps } from './timers.js'
 *
 * @typedef {Record<string, string | string[]>} Words
 * @typedef {Record<string, string | number>} Values
 */

import { fullJitter } from './timers.js';

/** Languages that have their files. */
export const LANGUAGES = ['en'];

/** @param {readonly string[]} wanted by the browser, best first @returns {string} */
export function pickLanguage(wanted, available = LANGUAGES) {
  for (const tag of wanted) {
    const language = tag.toLowerCase().split('-')[0];
    if (available.includes(language)) {
      return language;
    }
  }
  return available[0];
}

export class Text {
  /**
   * @param {string} language
   * @param {Words} words
   */
  constructor(language, words) {
    this.language = language;
    this.words = words;
    /** Values that all texts may name. @type {Values} */
    this.always = {};
    this.plurals = new Intl.PluralRules(language);
    this.numbers = new Intl.NumberFormat(language);
    this.percents = new Intl.NumberFormat(language, { style: 'percent' });
    this.sizes = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
    this.twoDigits = new Intl.NumberFormat(language, { minimumIntegerDigits: 2 });
  }

  /**
   * @param {string} key
   * @param {Values} [values] for the `{names}` in the text
   * @returns {string}
   */
  of(key, values = {}) {
    const words = this.words[key];
    if (typeof words !== 'string') {
      throw new RangeError(`No text for ${key} in ${this.language}`);
    }
    return words.replace(/\{(\w+)\}/g, (_, name) => {
      const value = values[name] ?? this.always[name];
      return typeof value === 'number' ? this.numbers.format(value) : String(value ?? '');
    });
  }

  /**
   * @param {string} key of a text with plural forms: `key.one`, `key.other`…
   * @param {number} count also the value of `{count}`
   * @param {Values} [values]
   * @returns {string}
   */
  count(key, count, values = {}) {
    const form = `${key}.${this.plurals.select(count)}`;
    return this.of(form in this.words ? form : `${key}.other`, { count, ...values });
  }

  /** @param {string} key @returns {boolean} */
  has(key) {
    return typeof this.words[key] === 'string';
  }

  /** @param {string} key @returns {string[]} */
  list(key) {
    const words = this.words[key];
    if (!Array.isArray(words)) {
      throw new RangeError(`No list ${key} in ${this.language}`);
    }
    return words;
  }

  /** @param {number} percent 0…100 @returns {string} */
  percent(percent) {
    return this.percents.format(percent / 100);
  }

  /** @param {{minutes: number, seconds: number}} time @returns {string} such as 9:05 */
  time({ minutes, seconds }) {
    return `${this.numbers.format(minutes)}:${this.twoDigits.format(seconds)}`;
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
    return this.sizes.format(bytes / (1024 * 1024));
  }
}

/**
 * Without its words a page is of no use, so this goes on until it has them.
 *
 * @type {(page: string, naps: Naps, random: () => number) => Promise<Text>}
 */
export async function loadText(page, naps, random) {
  const language = pickLanguage(navigator.languages);
  const url = new URL(`../locales/${language}/${page}.json`, import.meta.url);
  for (let attempt = 0; ; attempt += 1) {
    try {
      const answer = await fetch(url);
      if (answer.ok) {
        return new Text(language, await answer.json());
      }
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof SyntaxError)) {
        throw error;
      }
    }
    await naps.nap(500 + fullJitter(attempt, random));
  }
}

/** @type {(root: ParentNode, text: Text) => void} puts words where `data-text` names them */
export function fillIn(root, text) {
  for (const element of root.querySelectorAll('[data-text]')) {
    element.textContent = text.of(element.getAttribute('data-text') ?? '');
  }
  for (const element of root.querySelectorAll('[data-label]')) {
    element.setAttribute('aria-label', text.of(element.getAttribute('data-label') ?? ''));
  }
  for (const element of root.querySelectorAll('[data-alt]')) {
    element.setAttribute('alt', text.of(element.getAttribute('data-alt') ?? ''));
  }
}
