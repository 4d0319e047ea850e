/**
 * All photos of an album as files to take away.
 *
 * @import { AlbumExport, ExportWanted } from '../../lib/albums-wire.d.ts'
 * @import { ExportState } from '../../lib/export-watch.js'
 * @import { Text } from '../../lib/text.js'
 */

import { Choices } from '../fields/fields.js';
import { moment } from '../panel/moment.js';
import { foreign, link, make, Note, Panel } from '../panel/panel.js';

const SIZES = /** @type {const} */ (['original', 'large', 'medium']);

/** @param {{text: Text, onStart: (wanted: ExportWanted) => void}} parts */
export function ExportPanel({ text, onStart }) {
  const el = Panel('export', text.of('hosted.export.title'), text.of('hosted.export.lead'));
  const form = make('form', 'panel-form');
  const size = Choices({
    ...{ id: 'export-size', label: text.of('hosted.export.size') },
    choices: SIZES.map((each) => [each, text.of(`hosted.export.size.${each}`)]),
  });
  const which = Choices({
    ...{ id: 'export-which', label: text.of('hosted.export.which') },
    choices: [
      ['', text.of('hosted.export.which.all')],
      ['SHOWN', text.of('hosted.export.which.SHOWN')],
    ],
  });
  const note = Note();
  const start = make('button', 'quiet');
  const made = make('div', 'export-made');
  size.show('original');
  which.show('');
  form.append(size.el, which.el, make('div', 'panel-actions', start));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (start.getAttribute('aria-disabled') !== 'true') {
      const chosen = /** @type {ExportWanted} */ ({ size: size.value });
      onStart(which.value === 'SHOWN' ? { ...chosen, visibility: 'SHOWN' } : chosen);
    }
  });
  el.append(made, note.el, form);

  return {
    el,
    /** @param {ExportState} state @param {string} refused in words */
    update({ made: last, busy }, refused) {
      const isMaking = last?.state === 'MAKING';
      const words = busy ? 'starting' : last ? 'again' : 'start';
      start.textContent = text.of(`hosted.export.${words}`);
      start.setAttribute('aria-disabled', String(busy || isMaking));
      note.update(refused || (last?.state === 'FAILED' ? text.of('hosted.export.failed') : ''));
      made.hidden = !last || last.state === 'FAILED';
      made.replaceChildren(...(last ? parts(last, text) : []));
    },
  };
}

/** @type {(last: AlbumExport, text: Text) => HTMLElement[]} */
function parts(last, text) {
  return last.state === 'MAKING' ? [progress(last, text)] : [ready(last, text), files(last, text)];
}

/** @type {(last: AlbumExport, text: Text) => HTMLElement} */
function progress({ photosDone, photosTotal }, text) {
  const bar = make('progress', 'photo-progress');
  bar.setAttribute('aria-label', text.of('hosted.export.progress'));
  if (photosTotal !== null) {
    bar.max = Math.max(1, photosTotal);
    bar.value = photosDone;
  }
  const words =
    photosTotal === null
      ? text.of('hosted.export.counting')
      : text.of('hosted.export.making', { done: photosDone, total: photosTotal });
  const el = make('p', '', words, bar);
  el.setAttribute('role', 'status');
  return el;
}

/** @type {(last: AlbumExport, text: Text) => HTMLElement} */
function ready({ photosTotal, photosLeftOut, expiresAt }, text) {
  const packed = (photosTotal ?? 0) - (photosLeftOut ?? 0);
  const said = [
    text.count('hosted.export.ready', packed),
    photosLeftOut ? text.count('hosted.export.left-out', photosLeftOut) : '',
    text.of('hosted.export.until', { when: moment(text, expiresAt) }),
  ];
  const el = make('p', '', said.filter(Boolean).join(' '));
  el.setAttribute('role', 'status');
  return el;
}

/** @type {(last: AlbumExport, text: Text) => HTMLElement} */
function files({ files: all }, text) {
  const list = make('ul', 'export-files');
  list.setAttribute('role', 'list');
  for (const { fileName, sizeBytes, url } of all) {
    const a = link('', '', url);
    const size = text.megabytes(Math.max(sizeBytes, 0.1 * 1024 * 1024));
    a.download = '';
    a.rel = 'noreferrer';
    a.append(foreign('', fileName));
    list.append(make('li', '', a, make('span', 'field-hint', text.of('hosted.export.file', { size }))));
  }
  return list;
}
