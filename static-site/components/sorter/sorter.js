/**
 * One photo that waits, as large as there is room, and two keys under the thumb.
 *
 * @import { LargePictures } from '../../lib/large-pictures.js'
 * @import { KnownPhoto } from '../../lib/states.d.ts'
 * @import { Text } from '../../lib/text.js'
 */

import { Large } from '../photo-detail/large.js';
import { button } from '../photo-detail/panel.js';
import { moment, reason } from '../photo-grid/describe.js';

/** What keys mean, where nothing else has the focus. @type {Record<string, 'SHOWN' | 'HIDDEN' | 'undo'>} */
const KEYS = { ArrowRight: 'SHOWN', ArrowLeft: 'HIDDEN', Backspace: 'undo', ArrowUp: 'undo' };

/**
 * @typedef {object} SorterParts
 * @property {Text} text
 * @property {LargePictures} pictures
 * @property {(said: string) => void} say
 * @property {(visibility: 'SHOWN' | 'HIDDEN') => void} onDecide
 * @property {() => void} onUndo
 * @property {() => void} onClose
 *
 * @typedef {object} SorterShown
 * @property {KnownPhoto | undefined} photo undefined: nothing waits
 * @property {number} count of all that wait
 * @property {boolean} canUndo
 * @property {string | null} trouble why a decision did not reach the service
 * @property {boolean} isLoading
 * @property {string | null} away why nothing can be listed
 */

/** @param {HTMLElement} parent @param {SorterParts} parts */
export function Sorter(parent, parts) {
  const { text } = parts;
  const el = make('section', 'sorter');
  const title = make('h1', 'sorter-title');
  const close = button('close', text.of('moderate.close'), parts.onClose, 'detail-icon');
  const head = make('header', 'sorter-head');
  const large = Large(parts);
  const words = make('p', 'sorter-words');
  const note = make('p', 'sorter-note');
  const keys = Keys(parts);
  const left = new AbortController();
  let shown = '';
  note.setAttribute('role', 'alert');
  words.dir = 'auto';
  head.append(title, close);
  el.append(head, large.el, words, note, keys.el);
  parent.append(el);
  document.addEventListener('keydown', (event) => keys.press(event), { signal: left.signal });

  return {
    /** @param {SorterShown} now */
    update(now) {
      const { photo, count, trouble, isLoading, away } = now;
      const isDone = !photo;
      el.toggleAttribute('data-done', isDone);
      title.textContent = titleOf(text, { count, isLoading });
      note.textContent = away ? text.of('moderate.away') : trouble ? reason(trouble, text) : '';
      note.hidden = note.textContent === '';
      words.textContent = photo ? captionOf(photo, text) : '';
      // A long one is scrolled, by keys too.
      words.tabIndex = words.scrollHeight > words.clientHeight ? 0 : -1;
      keys.update(now);
      if (photo) {
        large.show(photo);
      } else {
        large.clear();
      }
      if ((photo?.photoId ?? '') !== shown) {
        shown = photo?.photoId ?? '';
        parts.say([title.textContent, words.textContent].filter(Boolean).join('. '));
      }
    },
    leave: () => left.abort(),
  };
}

/** @param {SorterParts} parts */
function Keys({ text, onDecide, onUndo, onClose }) {
  const el = make('div', 'sorter-keys');
  const hide = button('hide', text.of('library.bulk.hide'), () => onDecide('HIDDEN'), 'quiet');
  const undo = button('undo', text.of('moderate.undo'), onUndo, 'sorter-undo');
  const show = button('approve', text.of('library.bulk.approve'), () => onDecide('SHOWN'), 'key');
  const back = button('next', text.of('moderate.back'), onClose, 'key');
  hide.setAttribute('aria-keyshortcuts', 'ArrowLeft');
  show.setAttribute('aria-keyshortcuts', 'ArrowRight');
  undo.setAttribute('aria-keyshortcuts', 'Backspace');
  el.append(hide, undo, show, back);
  return {
    el,
    /** @param {KeyboardEvent} event */
    press(event) {
      const { key, target, repeat, altKey, ctrlKey, metaKey } = event;
      const meant = KEYS[key];
      const isElsewhere = target instanceof Element && target.closest('dialog, details, input, video');
      if (!meant || isElsewhere || repeat || altKey || ctrlKey || metaKey || show.hidden && meant !== 'undo') {
        return;
      }
      event.preventDefault();
      if (meant === 'undo') {
        onUndo();
      } else {
        onDecide(meant);
      }
    },
    /** @param {SorterShown} shown */
    update({ photo, canUndo, isLoading }) {
      hide.hidden = show.hidden = !photo;
      back.hidden = Boolean(photo) || isLoading;
      undo.setAttribute('aria-disabled', String(!canUndo));
      undo.hidden = !photo && !canUndo;
    },
  };
}

/** @type {(text: Text, now: {count: number, isLoading: boolean}) => string} */
function titleOf(text, { count, isLoading }) {
  if (isLoading) {
    return text.of('moderate.loading');
  }
  return count === 0 ? text.of('moderate.done') : text.count('moderate.waiting', count);
}

/** @type {(photo: KnownPhoto, text: Text) => string} whom and what it will be published with */
function captionOf({ guestName, comment, storedAt }, text) {
  const by = guestName && `\u2068${guestName}\u2069`;
  return [by, comment, storedAt && moment(text, storedAt)].filter(Boolean).join(' · ');
}

/** @type {(tag: string, className: string) => HTMLElement} */
function make(tag, className) {
  const el = document.createElement(tag);
  el.className = className;
  return el;
}
