/**
 * The library: all photos that one may see, or those of an album.
 *
 * @import { Text } from '../lib/text.js'
 */

/** @param {{element: HTMLElement, text: Text}} parts */
export async function mount({ element, text }) {
  const title = document.createElement('h1');
  title.textContent = text.of('library.title');
  element.append(title);
  return { leave() {} };
}
