/**
 * What an operator says to visitors whose photos have arrived, on the kiosk's counter.
 *
 * @import { ByLanguage } from '../../lib/brand.d.ts'
 */

import { inLanguage } from '../../lib/brand-facts.js';
import { page, whenLanguageChanges } from '../../lib/text.js';

/** @type {(note: HTMLElement, message: ByLanguage<string>) => void} note: below which it stands */
export function Thanks(note, message) {
  const el = note.ownerDocument.createElement('p');
  el.className = 'thanks';
  el.dir = 'auto';

  function render() {
    const { said, language } = inLanguage(message, page.language);
    el.textContent = said;
    el.lang = language;
  }

  note.after(el);
  whenLanguageChanges(render);
  render();
}
