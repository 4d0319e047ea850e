/**
 * Which language a page speaks: the one that was chosen on this phone, else the phone's own. Has no
 * imports, so that the first words can be asked for before the rest of the page is there.
 *
 * @import { Words } from './text.js'
 */

/** Languages that have their files. */
export const LANGUAGES = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'pl', 'tr', 'ar', 'hi', 'zh', 'ja'];

/** In which all is written first: what another has not got is said in it. */
const OURS = 'en';
const KEPT = 'scandrop.language';
/** Screens that all look at: nobody's choice is kept there, but what their link says. */
const SHARED = ['kiosk', 'wall'];
const OF_SCREEN = 'scandrop.screenLanguage';

/** Words that were asked for before all else. @type {Map<string, Promise<Words | null>>} */
const early = new Map();

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

/** @type {(window: Window) => string} */
export function languageOf(window) {
  const { document, navigator } = window;
  const kept = isShared(document) ? toldScreen(window) : read(() => window.localStorage.getItem(KEPT));
  return pickLanguage(kept ? [kept, ...navigator.languages] : navigator.languages);
}

/** @type {(window: Window) => string | null} by `#language=de`, once; an empty one takes it back */
function toldScreen(window) {
  const told = /[#&]language=([\w-]*)/.exec(window.location.hash)?.[1];
  if (told !== undefined) {
    read(() => window.localStorage.setItem(OF_SCREEN, told));
  }
  return told ?? read(() => window.localStorage.getItem(OF_SCREEN));
}

/** @type {(window: Window, language: string) => void} chosen by who holds this phone */
export function keepLanguage(window, language) {
  if (!isShared(window.document)) {
    read(() => window.localStorage.setItem(KEPT, language));
  }
}

/** @type {(document: Document, language: string) => void} for voices, fonts and the way of reading */
export function tellLanguage({ documentElement: root }, language) {
  root.lang = language === 'zh' ? 'zh-Hans' : language;
  root.dir = language === 'ar' ? 'rtl' : 'ltr';
}

/** @type {(window: Window) => void} what the page will ask for first */
export function beginEarly(window) {
  const language = languageOf(window);
  const { dataset } = window.document.documentElement;
  tellLanguage(window.document, language);
  // The words in the page's file are English: nobody else is to see them flash by.
  dataset.words = language === OURS ? 'here' : 'coming';
  const path = `${language}/${dataset.page}`;
  early.set(path, fetchWords(path));
}

/** @type {(path: string) => Promise<Words | null>} null: they could not be had */
export async function fetchWords(path) {
  const begun = early.get(path);
  if (begun) {
    early.delete(path);
    return begun;
  }
  try {
    const answer = await fetch(new URL(`../locales/${path}.json`, import.meta.url));
    if (isMissing(answer) && !path.startsWith(`${OURS}/`)) {
      return fetchWords(path.replace(/^\w+/, OURS));
    }
    return answer.ok ? await answer.json() : null;
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) {
      return null;
    }
    throw error;
  }
}

/** @type {(answer: Response) => boolean} asking again would not help */
function isMissing({ status }) {
  return status === 403 || status === 404;
}

/** @type {(document: Document) => boolean} */
function isShared({ documentElement: root }) {
  return SHARED.includes(root.dataset.page ?? '');
}

/** @type {<T>(use: () => T) => T | null} some browsers have no place to keep anything, and throw */
function read(use) {
  try {
    return use();
  } catch {
    return null;
  }
}
