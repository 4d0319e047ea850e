/**
 * A page speaks another language, without being loaded anew.
 *
 * @import { Words } from './text.js'
 * @import { Naps } from './timers.js'
 */

import { tellLanguage } from './speech.js';
import { page, places, wordsOf } from './text.js';

/**
 * All texts of the page speak another language, as soon as its words are there; what goes on
 * goes on. Of two that are asked for at once the later one counts.
 *
 * @type {(language: string, naps: Naps, random: () => number) => Promise<void>}
 */
export async function changeLanguage(language, naps, random) {
  page.wanted = language;
  /** @type {Map<string, Words>} */
  const read = new Map();
  while (read.size < page.files.size) {
    const missing = [...page.files].filter((file) => !read.has(file));
    const found = await Promise.all(
      missing.map((file) => wordsOf(`${language}/${file}`, naps, random)),
    );
    missing.forEach((file, index) => read.set(file, found[index]));
  }
  if (page.wanted !== language || page.language === language) {
    return;
  }
  // What the page has written over since is its own to write again.
  const standing = places(document).filter((place) => place.read() === said(place.key));
  page.language = language;
  for (const text of page.texts.values()) {
    // No two files have a key in common, so each may know the words of all.
    text.speak(language, Object.assign({}, ...read.values()));
  }
  tellLanguage(document, language);
  standing.forEach(({ key, write }) => write(said(key)));
  page.listeners.forEach((listener) => listener());
}

/** @type {(key: string) => string} by the first text that has such words; the page's own came first */
export function said(key) {
  return [...page.texts.values()].find((text) => text.has(key))?.of(key) ?? '';
}
