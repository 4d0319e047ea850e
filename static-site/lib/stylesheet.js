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
