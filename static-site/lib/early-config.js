/**
 * config.json, asked for before the rest of a page is there. Has no imports, for that is the point.
 */

/** What was asked for and nobody has used yet. @type {Promise<Response> | null} */
let begun = null;

/**
 * Asks where the service is, and opens a connection to it: on a slow line that takes as long as all
 * modules of the page.
 *
 * @type {(window: Pick<Window & typeof globalThis, 'document' | 'fetch'>) => void}
 */
export function beginConfig(window) {
  // Word for word what the page preloads; else it would come twice.
  begun = window.fetch(new URL('../config.json', import.meta.url));
  begun.then((answer) => answer.clone().json()).then(
    ({ apiUrl }) => preconnect(window.document, apiUrl),
    // Whoever needs it asks again, and says what is wrong.
    () => {},
  );
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
