/**
 * A link that is to be given to others: to be seen, copied and opened.
 *
 * @import { Text } from '../../lib/text.js'
 */

import { button, link, make } from '../panel/panel.js';

const COPIED_MS = 2_500;

/**
 * @param {object} parts
 * @param {string} parts.id
 * @param {string} parts.label
 * @param {Text} parts.text
 * @param {(words: string) => void} parts.say
 * @param {readonly HTMLElement[]} [parts.more] what else may be done with it
 */
export function LinkLine({ id, label, text, say, more = [] }) {
  const input = make('input', '');
  const name = make('label', '', label);
  const copy = button('quiet', text.of('hosted.copy'), () => void copied());
  const visit = link('plain', text.of('hosted.visit'), '');
  input.id = name.htmlFor = id;
  input.readOnly = true;
  input.addEventListener('focus', () => input.select());
  visit.target = '_blank';
  visit.rel = 'noopener';

  async function copied() {
    try {
      await navigator.clipboard.writeText(input.value);
    } catch {
      // Where pages may not write there, it is at least chosen.
      input.focus();
      input.select();
      return;
    }
    copy.textContent = text.of('hosted.copied');
    say(text.of('hosted.copied'));
    setTimeout(() => (copy.textContent = text.of('hosted.copy')), COPIED_MS);
  }

  return {
    el: make('div', 'link-line', make('p', 'field', name, input), make('div', 'panel-actions', copy, visit, ...more)),
    /** @param {string} url */
    update(url) {
      input.value = url;
      visit.href = url;
    },
  };
}

/** @type {(alt: string) => {el: HTMLImageElement, update: (svg: string) => void}} */
export function CodePicture(alt) {
  const el = make('img', 'panel-code');
  el.alt = alt;
  return {
    el,
    update(svg) {
      const src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
      if (el.src !== src) {
        el.src = src;
      }
    },
  };
}
