/**
 * config.json, asked for before the rest of a page is there: where the service is, and whose site this
 * is. Has no imports, for that is the point; what a brand needs is loaded where there is one.
 *
 * @import { Site } from './brand.d.ts'
 */

/** @type {Site} */
export const site = { name: 'Scandrop', words: {}, after: null, gate: null, thanks: null, known: null };

/** What was asked for and nobody has used yet. @type {Promise<Response> | null} */
let begun = null;
/** @type {Promise<void> | null} */
let wearing = null;

/**
 * Asks where the service is, and opens a connection to it: on a slow line that takes as long as all
 * modules of the page.
 *
 * @type {(window: Pick<Window & typeof globalThis, 'document' | 'fetch'>) => void}
 */
export function beginConfig(window) {
  // Word for word what the page preloads; else it would come twice.
  begun = window.fetch(new URL('../config.json', import.meta.url));
  const told = begun
    .then((answer) => answer.clone().json())
    .then(({ apiUrl, brand }) => {
      preconnect(window.document, apiUrl);
      return wear(window.document, brand);
    });
  const { dataset } = window.document.documentElement;
  // Whoever needs it asks again, and says what is wrong.
  const heard = told.catch(() => (dataset.brand = 'unknown'));
  // Nobody waits longer for a look: styles/reset.css has the same.
  site.known = Promise.race([heard, new Promise((resolve) => setTimeout(resolve, 3_000))]);
}

/** @type {(document: Document, brand: unknown) => Promise<void>} @throws {TypeError} it could not be had */
export async function wear(document, brand) {
  const { dataset } = document.documentElement;
  if (brand) {
    dataset.brand ??= 'coming';
    // Some browsers remember that a module could not be had.
    wearing ??= import(`./brand.js?${Date.now()}`).then(({ putOn }) => putOn(document, brand, site));
    await wearing.catch((error) => {
      wearing = null;
      throw error;
    });
  }
  dataset.brand = wearing ? 'here' : 'none';
}

/** @type {(document: Document, url: string) => void} */
function preconnect(document, url) {
  const link = document.createElement('link');
  link.rel = 'preconnect';
  link.href = url;
  // Without cookies, as our requests: a browser keeps such connections apart.
  link.crossOrigin = 'anonymous';
  document.head.append(link);
}

/**
 * The first question is answered by what was asked for early, should that come.
 *
 * @type {(fetch: typeof globalThis.fetch) => typeof globalThis.fetch}
 */
export function answeredEarly(fetch) {
  return async (input, init) => {
    const early = begun;
    begun = null;
    const answer = early && (await Promise.race([early.catch(() => null), end(init?.signal)]));
    return answer?.ok ? answer : fetch(input, init);
  };
}

/** @type {(signal?: AbortSignal | null) => Promise<null>} */
function end(signal) {
  return new Promise((resolve) => {
    signal?.addEventListener('abort', () => resolve(null));
    if (signal?.aborted) {
      resolve(null);
    }
  });
}
