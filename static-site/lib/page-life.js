/**
 * The life of a page as its browser tells it, in the four moments that matter to us.
 *
 * @import { PageEvents } from './ports.d.ts'
 */

/** @type {(window: Window, events: PageEvents) => void} */
export function watchPage(window, { onLook, onHide, onReturn }) {
  window.addEventListener('online', onLook);
  window.addEventListener('offline', onLook);
  window.document.addEventListener('visibilitychange', () => {
    if (!window.document.hidden) {
      onLook();
    }
  });
  window.addEventListener('pagehide', onHide);
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) {
      onReturn();
    }
  });
}

/**
 * Resolves once a person looks at the page: not while it is prerendered or opened in the
 * background, for then nobody has decided to use the code.
 *
 * @type {(document: Document) => Promise<void>}
 */
export async function whenSeen(document) {
  const page = /** @type {Document & {prerendering?: boolean}} */ (document);
  if (page.prerendering) {
    await once(page, 'prerenderingchange');
  }
  while (page.hidden) {
    await once(page, 'visibilitychange');
  }
}

/** @type {(target: EventTarget, type: string) => Promise<unknown>} */
function once(target, type) {
  return new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));
}
