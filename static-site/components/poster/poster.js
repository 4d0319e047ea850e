/**
 * What is printed of an album: its code, its name, and what to do with them in three pictures.
 *
 * @import { OneAlbum } from '../../lib/albums-wire.d.ts'
 * @import { Text } from '../../lib/text.js'
 */

import { spelled } from '../../lib/join-state.js';

const STEPS = [1, 2, 3];
/** Sizes of the name, by `data-fit`: the last one takes every name that the service does. */
const FITS = 6;

/**
 * @param {HTMLElement} parent
 * @param {{text: Text, album: OneAlbum}} parts
 */
export function Poster(parent, { text, album }) {
  const sheet = document.createElement('div');
  sheet.className = 'sheet';
  parent.append(sheet);

  return {
    /** @param {'poster' | 'cards'} kind */
    draw(kind) {
      const copies = kind === 'cards' ? 2 : 1;
      sheet.replaceChildren(...Array.from({ length: copies }, () => one(album, text)));
      this.fit();
    },
    /** The paper is another one. */
    fit: () => sheet.querySelectorAll('.name').forEach(fitName),
  };
}

/** @type {(album: OneAlbum, text: Text) => HTMLElement} */
function one({ name, code, joinUrl, joinQrSvg }, text) {
  const el = make('section', 'poster');
  const heading = make('h2', '', make('span', 'invitation', text.of('poster.share')), called(name));
  const image = document.createElement('img');
  image.src = `data:image/svg+xml,${encodeURIComponent(joinQrSvg)}`;
  image.alt = text.of('poster.qr');
  const steps = make('ol', '', ...STEPS.map((step) => stepOf(step, text)));
  el.append(heading, image, steps, typed(joinUrl, code, text));
  return el;
}

/** @type {(name: string) => HTMLElement} */
function called(name) {
  const el = make('bdi', 'name', name);
  el.dir = 'auto';
  return el;
}

/** @type {(step: number, text: Text) => HTMLElement} */
function stepOf(step, text) {
  const drawing = /** @type {HTMLTemplateElement} */ (document.getElementById(`step-${step}`));
  return make('li', '', drawing.content.cloneNode(true), make('span', '', text.of(`poster.step.${step}`)));
}

/** @type {(joinUrl: string, code: string, text: Text) => HTMLElement} for a phone whose camera reads no codes */
function typed(joinUrl, code, text) {
  const { host, pathname } = new URL(joinUrl);
  const [before, after] = text.of('poster.typed', { site: '\u0000' }).split('\u0000');
  const words = make('span', '', before, make('bdi', '', host + pathname), after);
  return make('p', 'typed', words, make('b', '', spelled(code)));
}

/** @param {Element} el */
function fitName(el) {
  const name = /** @type {HTMLElement} */ (el);
  delete name.dataset.fit;
  for (let fit = 1; fit <= FITS && isCut(name); fit += 1) {
    name.dataset.fit = String(fit);
  }
}

/** @type {(el: HTMLElement) => boolean} some of it is not to be seen */
function isCut({ scrollHeight, clientHeight, scrollWidth, clientWidth }) {
  return scrollHeight > clientHeight + 1 || scrollWidth > clientWidth + 1;
}

/** @type {(tag: string, className: string, ...children: (Node | string)[]) => HTMLElement} */
function make(tag, className, ...children) {
  const el = document.createElement(tag);
  el.className = className;
  el.append(...children);
  return el;
}
