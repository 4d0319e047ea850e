/**
 * What an operator says to a visitor whose photos have arrived, and where he may go. Loaded only
 * where there is something.
 *
 * @import { After as AfterOf } from '../../lib/brand.d.ts'
 * @import { Mood } from '../../lib/states.d.ts'
 */

import { inLanguage } from '../../lib/brand-facts.js';
import { addStylesheet } from '../../lib/stylesheet.js';
import { page, whenLanguageChanges } from '../../lib/text.js';

/** All has arrived. @type {readonly Mood[]} */
const DONE = ['sent', 'complete', 'unseen', 'full', 'expired-after'];

/**
 * @param {HTMLElement} next before which it stands
 * @param {AfterOf} parts
 * @returns {Promise<{update: (sent: number, mood: Mood) => void}>} sent: how many have arrived
 */
export async function After(next, { message, link }) {
  await addStylesheet(document, new URL('after.css', import.meta.url));
  const el = document.createElement('div');
  el.className = 'after';
  // It is there from the beginning, so that what comes into it is said.
  el.setAttribute('role', 'status');
  next.before(el);
  let isThere = false;

  function render() {
    const { language } = page;
    const words = message && spoken(document.createElement('p'), inLanguage(message, language));
    const way = link && spoken(document.createElement('a'), inLanguage(link.label, language));
    if (link && way instanceof HTMLAnchorElement) {
      way.className = 'quiet';
      way.href = link.url;
      way.target = '_blank';
      way.rel = 'noopener';
    }
    el.replaceChildren(...[words, way].filter((part) => part !== null));
  }

  whenLanguageChanges(() => isThere && render());

  return {
    update(sent, mood) {
      const isShown = sent > 0 && DONE.includes(mood);
      if (isShown !== isThere) {
        isThere = isShown;
        if (isShown) {
          render();
        } else {
          el.replaceChildren();
        }
      }
    },
  };
}

/** @type {(el: HTMLElement, words: {said: string, language: string}) => HTMLElement} */
function spoken(el, { said, language }) {
  el.textContent = said;
  el.lang = language;
  el.dir = 'auto';
  return el;
}
