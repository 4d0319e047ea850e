/**
 * The languages of the pages, to choose from: a globe, and a list where each calls itself by its
 * own name.
 *
 * @import { Text } from '../../lib/text.js'
 * @import { Naps } from '../../lib/timers.js'
 */

import { changeLanguage } from '../../lib/language-change.js';
import { keepLanguage, LANGUAGES } from '../../lib/speech.js';
import { whenLanguageChanges } from '../../lib/text.js';
import { NAMES } from './names.js';

const SVG = 'http://www.w3.org/2000/svg';
const GLOBE = 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 0q-4 3.6-4 9t4 9m0-18q4 3.6 4 9t-4 9M3.5 9h17m-17 6h17';

/**
 * @typedef {object} LanguageParts
 * @property {Text} text
 * @property {Naps} naps
 * @property {() => number} random
 * @property {Element | null} [before] which it stands; without it, it is the last
 * @property {(language: string) => void} [onChoice] somebody wants this one
 */

/** @param {HTMLElement} masthead @param {LanguageParts} parts */
export function Language(masthead, { text, naps, random, before = null, onChoice }) {
  const { ownerDocument: document } = masthead;
  const el = document.createElement('label');
  const name = document.createElement('span');
  const select = document.createElement('select');
  el.className = 'language';
  name.setAttribute('aria-hidden', 'true');
  select.append(...LANGUAGES.map((language) => option(document, language)));
  el.append(globe(document), name, select);
  masthead.insertBefore(el, before);

  function render() {
    const [own, label] = NAMES[text.language];
    name.textContent = own;
    select.value = text.language;
    select.setAttribute('aria-label', label);
  }

  select.addEventListener('change', () => {
    keepLanguage(window, select.value);
    onChoice?.(select.value);
    void changeLanguage(select.value, naps, random);
  });
  whenLanguageChanges(render);
  render();
}

/** @type {(document: Document, language: string) => HTMLOptionElement} */
function option(document, language) {
  const element = document.createElement('option');
  element.value = language;
  element.lang = language;
  element.dir = 'auto';
  [element.textContent] = NAMES[language];
  return element;
}

/** @type {(document: Document) => SVGElement} */
function globe(document) {
  const drawing = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  drawing.setAttribute('viewBox', '0 0 24 24');
  drawing.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', GLOBE);
  drawing.append(path);
  return drawing;
}
