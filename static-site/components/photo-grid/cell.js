/**
 * One photo in a grid of many.
 *
 * @import { KnownPhoto } from '../../lib/states.d.ts'
 * @import { Text } from '../../lib/text.js'
 */

import { drawing, icon } from '../icon/icon.js';
import { describe, nameOf } from './describe.js';

/** By as many URLs a picture is asked for; what none of them gives is not there. */
const ATTEMPTS = 3;

/**
 * @param {object} parts
 * @param {Text} parts.text
 * @param {(id: string) => void} parts.onBroken its picture cannot be had by its URL
 */
export function Cell({ text, onBroken }) {
  const { el, picture, kind, mark } = parts();
  let url = '';
  let id = '';
  let failures = 0;
  picture.addEventListener('load', () => picture.toggleAttribute('data-shown', true));
  picture.addEventListener('error', () => {
    url = '';
    failures += 1;
    if (failures < ATTEMPTS) {
      onBroken(id);
    }
  });

  return {
    el,
    /**
     * @param {KnownPhoto} photo
     * @param {{isSelected: boolean, isAt: boolean, failed: string | undefined, isFresh: boolean, column: number}} how
     */
    update(photo, { isSelected, isAt, failed, isFresh, column }) {
      id = photo.photoId;
      el.dataset.id = id;
      el.tabIndex = isAt ? 0 : -1;
      el.setAttribute('aria-colindex', String(column));
      el.setAttribute('aria-selected', String(isSelected));
      Object.assign(el.dataset, { visibility: photo.visibility, state: photo.state });
      el.toggleAttribute('data-failed', failed !== undefined);
      const said = describe(photo, text, failed);
      if (el.getAttribute('aria-label') !== said) {
        el.setAttribute('aria-label', said);
        kind.replaceChildren(...kindOf(photo, text));
        mark.replaceChildren(...markOf(photo, text));
        mark.hidden = mark.childElementCount === 0;
      }
      if (photo.thumbUrl && isFresh && url === '' && failures < ATTEMPTS) {
        url = photo.thumbUrl;
        picture.src = url;
      }
      picture.hidden = photo.thumbUrl === null;
      kind.hidden = photo.thumbUrl !== null && photo.type === 'image';
    },
  };
}

function parts() {
  const el = make('div', 'cell');
  const picture = document.createElement('img');
  const kind = make('span', 'cell-kind');
  const mark = make('span', 'cell-mark');
  const check = make('span', 'cell-check');
  el.setAttribute('role', 'gridcell');
  Object.assign(picture, { alt: '', decoding: 'async', draggable: false });
  check.append(icon('check'));
  check.setAttribute('aria-hidden', 'true');
  el.append(picture, kind, mark, check);
  return { el, picture, kind, mark };
}

/** @type {(photo: KnownPhoto, text: Text) => Node[]} what there is to see where there is no picture */
function kindOf(photo, text) {
  const words = make('span', '');
  words.dir = 'auto';
  words.textContent =
    photo.thumbUrl || (photo.type === 'image' && photo.state === 'STORED')
      ? ''
      : nameOf(photo, text);
  return [drawing(photo.type), words];
}

/** @type {(photo: KnownPhoto, text: Text) => Node[]} */
function markOf({ state, visibility }, text) {
  const key =
    state === 'REJECTED' ? 'refused' : state === 'STORED' ? 'making' : visibility.toLowerCase();
  if (key === 'shown') {
    return [];
  }
  const words = make('span', '');
  words.textContent = text.of(`library.mark.${key}`);
  return [icon(key), words];
}

/** @type {(tag: string, className: string) => HTMLElement} */
function make(tag, className) {
  const el = document.createElement(tag);
  if (className) {
    el.className = className;
  }
  return el;
}
