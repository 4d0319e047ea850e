/**
 * An album at a glance.
 *
 * @import { AlbumNumbers } from '../../lib/albums-wire.d.ts'
 * @import { Text } from '../../lib/text.js'
 */

import { link, make, Panel } from '../panel/panel.js';

const MEGABYTE = 1024 * 1024;
const GIGABYTE = 1024 * MEGABYTE;

/** @param {{text: Text, reviewHref: string}} parts reviewHref: where those are that wait */
export function Numbers({ text, reviewHref }) {
  const el = Panel('numbers', text.of('hosted.numbers.title'));
  const list = make('dl', 'numbers');
  const note = make('p', 'panel-lead');
  const reasons = make('ul', 'number-reasons');
  const review = link('quiet', text.of('hosted.numbers.review'), reviewHref);
  reasons.setAttribute('role', 'list');
  const actions = make('div', 'panel-actions', review);
  actions.hidden = true;
  el.append(list, reasons, note, actions);

  return {
    el,
    away: () => (note.textContent = text.of('hosted.numbers.away')),
    /** @param {AlbumNumbers} numbers */
    update(numbers) {
      const { today, total, waiting, hidden, rejected } = numbers;
      const refused = rejected.reduce((sum, { count }) => sum + count, 0);
      const shown = { today, total, waiting, hidden, rejected: refused };
      list.replaceChildren(...Object.entries(shown).map(([key, count]) => number(key, count, text)));
      reasons.replaceChildren(...rejected.map((each) => make('li', '', reason(each, text))));
      reasons.hidden = rejected.length === 0;
      note.textContent = about(numbers, text);
      actions.hidden = waiting === 0;
    },
  };
}

/** @type {(key: string, count: number, text: Text) => HTMLElement} */
function number(key, count, text) {
  const name = make('dt', '', text.of(`hosted.numbers.${key}`));
  const el = make('div', '', name, make('dd', '', text.forms.numbers.format(count)));
  el.dataset.number = key;
  el.toggleAttribute('data-some', count > 0);
  return el;
}

/** @type {(rejected: {code: string, count: number}, text: Text) => string} */
function reason({ code, count }, text) {
  const key = `hosted.why.${code}`;
  return text.count('hosted.rejected', count, { why: text.of(text.has(key) ? key : 'hosted.why.other') });
}

/** @type {(numbers: AlbumNumbers, text: Text) => string} */
function about({ sizeBytes, processing, isAll }, text) {
  const isLarge = sizeBytes >= GIGABYTE;
  const size = text.forms.sizes.format(sizeBytes / (isLarge ? GIGABYTE : MEGABYTE));
  return [
    text.of(isLarge ? 'hosted.numbers.size.large' : 'hosted.numbers.size', { size }),
    processing > 0 ? text.count('hosted.numbers.processing', processing) : '',
    isAll ? '' : text.of('hosted.numbers.some'),
  ]
    .filter(Boolean)
    .join(' · ');
}
