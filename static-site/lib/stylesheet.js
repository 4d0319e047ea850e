/**
 * Style that a page can do without at first.
 */

/**
 * @param {Document} document
 * @param {URL} url
 * @returns {Promise<void>} once it holds, or cannot be had
 */
export function addStylesheet(document, url) {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = url.href;
  return new Promise((resolve) => {
    link.onload = () => resolve();
    link.onerror = () => resolve();
    document.head.append(link);
  });
}

/** Of the page, and those on their way to it. @type {Map<string, Promise<void>>} */
const added = new Map();

/**
 * Each once, however often its view is gone to.
 *
 * @type {(document: Document, names: readonly string[]) => Promise<unknown>} names: in `components/`
 */
export function addStylesheets(document, names) {
  return Promise.all(
    names.map((name) => {
      const url = new URL(`../components/${name}.css`, import.meta.url);
      const coming = added.get(name) ?? addStylesheet(document, url);
      added.set(name, coming);
      return coming;
    }),
  );
}
