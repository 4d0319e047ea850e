/**
 * Offers the languages on a page that opens without: nearly nobody needs another one, and what
 * everybody needs comes first.
 *
 * @import { LanguageParts } from './language.js'
 */

import { addStylesheet } from '../../lib/stylesheet.js';
import { Language } from './language.js';

let isOffered = false;

/** @type {(document: Document, parts: LanguageParts) => Promise<void>} once, whoever comes first */
export async function offerLanguages(document, parts) {
  if (isOffered) {
    return;
  }
  isOffered = true;
  await addStylesheet(document, new URL('language.css', import.meta.url));
  Language(/** @type {HTMLElement} */ (document.querySelector('.masthead')), parts);
}
