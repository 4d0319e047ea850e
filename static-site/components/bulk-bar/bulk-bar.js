/**
 * What can be done with all chosen photos at once, and what became of it.
 *
 * @import { Text } from '../../lib/text.js'
 *
 * @typedef {'approve' | 'hide' | 'move' | 'download' | 'delete'} Deed
 *
 * @typedef {object} BulkShown
 * @property {number} count of those that are chosen
 * @property {boolean} isOpen photos are being chosen, be it none yet
 * @property {boolean} isCounting more are coming that are chosen as well
 * @property {boolean} canAll some are not chosen
 * @property {{done: number, total: number} | null} progress
 * @property {{deed: Deed, done: number, reasons: {words: string, count: number}[]} | null} result
 */

import { icon } from '../icon/icon.js';

/** @type {Deed[]} */
const DEEDS = ['approve', 'hide', 'move', 'download', 'delete'];

/**
 * @param {HTMLElement} parent
 * @param {object} parts
 * @param {Text} parts.text
 * @param {(deed: Deed) => void} parts.onDo
 * @param {() => void} parts.onAll
 * @param {() => void} parts.onClear
 * @param {() => void} parts.onStop
 * @param {() => void} parts.onAgain the same, with those with which it did not work
 * @param {() => void} parts.onGone it goes, and the focus was in it
 */
export function BulkBar(parent, { text, onDo, onAll, onClear, onStop, onAgain, onGone }) {
  const el = make('section', 'bulk');
  const said = make('p', 'bulk-said');
  const result = Result(text, onAgain);
  const bar = document.createElement('progress');
  const deeds = make('div', 'bulk-deeds');
  const all = button('select', text.of('library.bulk.all'), onAll, 'plain');
  const clear = button('close', text.of('library.bulk.clear'), onClear, 'plain');
  const stop = button('close', text.of('library.bulk.stop'), onStop, 'quiet');
  const buttons = DEEDS.map((deed) => ({
    deed,
    el: button(deed, text.of(`library.bulk.${deed}`), () => onDo(deed), 'bulk-deed'),
  }));
  const head = make('div', 'bulk-head');
  el.setAttribute('aria-label', text.of('library.bulk'));
  el.hidden = true;
  el.tabIndex = -1;
  said.setAttribute('role', 'status');
  bar.setAttribute('aria-label', text.of('library.bulk.progress'));
  head.append(said, all, clear, stop);
  deeds.append(...buttons.map((each) => each.el));
  el.append(result.el, head, bar, deeds);
  parent.append(el);

  return {
    /** @param {BulkShown} shown */
    update({ count, isOpen, isCounting, canAll, progress, result: told }) {
      const isBusy = progress !== null;
      const focused = /** @type {HTMLElement | null} */ (el.ownerDocument.activeElement);
      el.hidden = !isOpen && !isBusy && told === null;
      say(said, words(text, { count, isCounting, progress }));
      result.update(isBusy ? null : told);
      bar.hidden = !isBusy;
      Object.assign(bar, { max: progress?.total || 1, value: progress?.done ?? 0 });
      stop.hidden = !isBusy;
      all.hidden = isBusy || !canAll;
      clear.hidden = isBusy;
      deeds.hidden = isBusy;
      for (const each of buttons) {
        /** @type {HTMLButtonElement} */ (each.el).disabled = count === 0 || isCounting;
      }
      if (el.contains(focused) && focused?.closest('[hidden], :disabled')) {
        // Not to what stops it: a key that is held would.
        (el.hidden ? onGone : () => el.focus())();
      }
    },
  };
}

/** @type {(text: Text, shown: Pick<BulkShown, 'count' | 'isCounting' | 'progress'>) => string} */
function words(text, { count, isCounting, progress }) {
  if (progress) {
    return text.of('library.bulk.doing', progress);
  }
  if (isCounting) {
    return text.count('library.bulk.counting', count);
  }
  return count === 0 ? text.of('library.bulk.none') : text.count('library.bulk.count', count);
}

/** @param {Text} text @param {() => void} onAgain */
function Result(text, onAgain) {
  const el = make('div', 'bulk-result');
  const lead = make('p', '');
  const list = make('ul', '');
  const again = button('again', text.of('library.bulk.again'), onAgain, 'quiet');
  el.setAttribute('role', 'alert');
  el.append(lead, list, again);
  return {
    el,
    /** @param {BulkShown['result']} told */
    update(told) {
      el.hidden = told === null || told.reasons.length === 0;
      if (!told || el.hidden) {
        return;
      }
      const failed = told.reasons.reduce((sum, { count }) => sum + count, 0);
      const done = told.done > 0 ? `${text.count(`library.done.${told.deed}`, told.done)} ` : '';
      say(lead, done + text.count('library.bulk.failed', failed));
      const lines = told.reasons.map(({ words: why, count }) =>
        told.reasons.length > 1 ? `${text.count('library.photos', count)}: ${why}` : why,
      );
      if (list.textContent !== lines.join('')) {
        list.replaceChildren(...lines.map(line));
      }
    },
  };
}

/** @type {(words: string) => HTMLElement} */
function line(said) {
  const el = document.createElement('li');
  el.textContent = said;
  return el;
}

/** @type {(el: HTMLElement, words: string) => void} what is said again is not read out again */
function say(el, said) {
  if (el.textContent !== said) {
    el.textContent = said;
  }
}

/** @type {(drawn: string, label: string, onPress: () => void, className: string) => HTMLElement} */
function button(drawn, label, onPress, className) {
  const el = make('button', className);
  const span = document.createElement('span');
  span.textContent = label;
  /** @type {HTMLButtonElement} */ (el).type = 'button';
  el.append(icon(drawn), span);
  el.addEventListener('click', onPress);
  return el;
}

/** @type {(tag: string, className: string) => HTMLElement} */
function make(tag, className) {
  const el = document.createElement(tag);
  el.className = className;
  return el;
}
