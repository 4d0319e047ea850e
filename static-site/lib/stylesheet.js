/**
 * Style that a page can do without at first.
 */

/**
 * @param {Document} document
 * @param {URL} url
 * @returns {Promise<boolean>} once it holds; false: it cannot be had just now
 */
export function addStylesheet(document, url) {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = url.href;
  return new Promise((resolve) => {
    link.onload = () => resolve(true);
    link.onerror = () => {
      link.remove();
      resolve(false);
    };
    document.head.append(link);
  });
}

/** Of the page, and those on their way to it. @type {Map<string, Promise<boolean>>} */
const added = new Map();

/**
 * Each once, however often its view is gone to; one that could not be had is asked for again then.
 *
 * @type {(document: Document, names: readonly string[]) => Promise<boolean>} names: in `components/`;
 *   false: one of them cannot be had just now
 */
export async function addStylesheets(document, names) {
  const there = await Promise.all(
    names.map(async (name) => {
      const url = new URL(`../components/${name}.css`, import.meta.url);
      const coming = added.get(name) ?? addStylesheet(document, url);
      added.set(name, coming);
      const holds = await coming;
      if (!holds) {
        added.delete(name);
      }
      return holds;
    }),
  );
  return there.every(Boolean);
}
