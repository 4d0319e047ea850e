/**
 * What is asked for before the rest of a page is there, so that nothing is asked one after the other:
 * first of all config.json, which says where the service is, and whose site this is. Has no imports,
 * for that is the point; what a brand needs is loaded where there is one.
 *
 * @import { Site } from './brand.d.ts'
 */

/** @type {Site} */
export const site = { name: 'Scandrop', words: {}, after: null, gate: null, thanks: null, known: null };

/** Answers that nobody has taken yet, by the end of their address. @type {Map<string, Promise<Response>>} */
const begun = new Map();
/** @type {Promise<void> | null} */
let wearing = null;

/** @type {(end: string, answer: Promise<Response>) => void} whoever asks for that address first gets this answer */
export function begin(end, answer) {
  // Should it not come, it is asked for when somebody needs it.
  answer.catch(() => {});
  begun.set(end, answer);
}

/** @type {(fetch: typeof globalThis.fetch) => typeof globalThis.fetch} */
export function answeredEarly(fetch) {
  return async (input, init) => {
    const end = [...begun.keys()].find((each) => String(input).endsWith(each)) ?? '';
    const early = begun.get(end);
    begun.delete(end);
    const answer = early && (await Promise.race([early.catch(() => null), over(init?.signal)]));
    return answer ?? fetch(input, init);
  };
}

/** @type {(signal?: AbortSignal | null) => Promise<null>} nobody waits any more */
function over(signal) {
  return new Promise((resolve) => {
    signal?.addEventListener('abort', () => resolve(null));
    if (signal?.aborted) {
      resolve(null);
    }
  });
}

/**
 * Asks where the service is, and opens a connection to it: on a slow line that takes as long as all
 * modules of the page.
 *
 * @param {Pick<Window & typeof globalThis, 'document' | 'fetch'>} window
 * @returns {Promise<{apiUrl: string}>} once it shows whose site it is; it may never be known
 */
export function beginConfig(window) {
  // Word for word what the page preloads; else it would come twice.
  const answered = window.fetch(new URL('../config.json', import.meta.url)).then(fit);
  begin('/config.json', answered);
  const told = answered
    .then((answer) => answer.clone().json())
    .then(async ({ apiUrl, brand }) => {
      preconnect(window.document, apiUrl);
      await wear(window.document, brand);
      return { apiUrl };
    });
  const { dataset } = window.document.documentElement;
  // Whoever needs it asks again, and says what is wrong.
  const heard = told.catch(() => (dataset.brand = 'unknown'));
  // Nobody waits longer for a look: styles/reset.css has the same.
  site.known = Promise.race([heard, new Promise((resolve) => setTimeout(resolve, 3_000))]);
  return told;
}

/** @type {(answer: Response) => Response} @throws {TypeError} it is of no use */
function fit(answer) {
  if (!answer.ok) {
    throw new TypeError(`config.json answered ${answer.status}`);
  }
  return answer;
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
export function preconnect(document, url) {
  const link = document.createElement('link');
  link.rel = 'preconnect';
  link.href = url;
  // Without cookies, as our requests: a browser keeps such connections apart.
  link.crossOrigin = 'anonymous';
  document.head.append(link);
}
