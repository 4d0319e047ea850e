/**
 * What config.json says of a brand, as far as it is of the right form: a part that is not is as one
 * that is missing. Deployment has checked it; a page shows photos whatever it holds.
 *
 * @import { After, Brand, ByLanguage, Colors, Terms } from './brand.d.ts'
 */

const COLORS = /** @type {const} */ (['ground', 'counter', 'ink', 'inkSoft', 'action', 'onAction']);
const COLOR = /^#[0-9a-f]{6}$/i;
const VERSION = /^[\w.-]{1,40}$/;
/** Published with the site, under a name of ours. */
const LOGO = /^brand\/logo-[0-9a-f]{8}\.(?:svg|png|webp)$/;
/** How long a kiosk may show photos, in seconds. */
const SHOWN_S = [10, 600];

/** @type {(raw: any) => Brand} raw: as it was read, or anything else */
export function readBrand(raw) {
  return {
    name: isWords(raw?.name) ? raw.name : null,
    logo: LOGO.test(raw?.logo) ? raw.logo : null,
    colors: { light: readColors(raw?.colors?.light), dark: readColors(raw?.colors?.dark) },
    attract: byLanguage(raw?.attract, isMessages),
    terms: readTerms(raw?.terms),
    after: readAfter(raw?.after),
  };
}

/** @type {(raw: any) => Terms | null} */
export function readTerms(raw) {
  const url = byLanguage(raw?.url, isHttps);
  return url && VERSION.test(raw.version) ? { version: raw.version, url } : null;
}

/** @type {<T>(words: ByLanguage<T>, language: string) => {said: T, language: string}} in which it is said */
export function inLanguage(words, language) {
  const spoken = Object.hasOwn(words, language) ? language : 'en';
  return { said: words[spoken], language: spoken };
}

/** @type {(raw: any) => Colors | null} all six or none: they were chosen together */
function readColors(raw) {
  return COLORS.every((name) => COLOR.test(raw?.[name])) ? raw : null;
}

/** @type {(raw: any) => After} */
function readAfter(raw) {
  const label = byLanguage(raw?.link?.label, isWords);
  const [least, most] = SHOWN_S;
  const { seconds } = raw ?? {};
  return {
    message: byLanguage(raw?.message, isWords),
    link: label && isHttps(raw.link.url) ? { url: raw.link.url, label } : null,
    staysMs: Number.isFinite(seconds) && seconds >= least && seconds <= most ? seconds * 1000 : null,
  };
}

/** @type {<T>(raw: any, isRight: (value: unknown) => value is T) => ByLanguage<T> | null} */
function byLanguage(raw, isRight) {
  const right = Object.entries(raw ?? {}).filter(([, value]) => isRight(value));
  const words = /** @type {any} */ (Object.fromEntries(right));
  return 'en' in words ? words : null;
}

/** @type {(value: unknown) => value is string} */
function isWords(value) {
  return typeof value === 'string' && value.trim() !== '';
}

/** @type {(value: unknown) => value is string[]} */
function isMessages(value) {
  return Array.isArray(value) && value.length > 0 && value.every(isWords);
}

/** @type {(value: unknown) => value is string} nothing else is ever made a link */
function isHttps(value) {
  try {
    return typeof value === 'string' && new URL(value).protocol === 'https:';
  } catch {
    return false;
  }
}
