/**
 * What is just coming into an album.
 *
 * @import { Coming, ComingList } from '../../lib/coming-state.js'
 * @import { Text } from '../../lib/text.js'
 */

import { cleanName } from '../../lib/file-names.js';
import { foreign, make, Panel } from '../panel/panel.js';

/** @param {{text: Text}} parts */
export function ComingPanel({ text }) {
  const el = Panel('coming', text.of('hosted.coming.title'));
  const list = make('ul', 'coming');
  /** @type {Map<string, ReturnType<typeof Row>>} */
  const rows = new Map();
  list.setAttribute('role', 'list');
  el.append(list);
  el.hidden = true;

  return {
    el,
    /** @param {ComingList} coming */
    update(coming) {
      const ids = new Set(coming.map(({ photoId }) => photoId));
      for (const [id, row] of rows) {
        if (!ids.has(id)) {
          row.el.remove();
          rows.delete(id);
        }
      }
      coming.forEach((each, index) => {
        const row = rows.get(each.photoId) ?? Row(text);
        rows.set(each.photoId, row);
        row.update(each);
        if (list.children[index] !== row.el) {
          list.insertBefore(row.el, list.children[index] ?? null);
        }
      });
      el.hidden = coming.length === 0;
    },
  };
}

/** @param {Text} text */
function Row(text) {
  const frame = make('div', 'thumbnail');
  const name = foreign('photo-name', '');
  const status = make('p', 'photo-status');
  const bar = make('progress', 'photo-progress');
  const el = make('li', 'photo-row', frame, make('p', 'photo-name', name), status, bar);
  const image = make('img', '');
  bar.max = 100;
  frame.setAttribute('aria-hidden', 'true');
  image.alt = '';
  image.addEventListener('load', () => {
    frame.replaceChildren(image);
    frame.dataset.state = 'shown';
  });

  return {
    el,
    /** @param {Coming} coming */
    update({ name: said, phase, percent, code, thumbUrl }) {
      const shown = cleanName(said) || text.of('hosted.coming.unnamed');
      name.textContent = shown;
      bar.setAttribute('aria-label', text.of('hosted.coming.progress', { name: shown }));
      bar.value = percent;
      bar.hidden = phase !== 'sending';
      status.textContent = statusOf(phase, percent, code, text);
      el.dataset.state = { sending: 'sending', stored: 'sent', ready: 'sent', rejected: 'refused' }[phase];
      if (thumbUrl && !image.src) {
        image.src = thumbUrl;
      }
    },
  };
}

/** @type {(phase: Coming['phase'], percent: number, code: string | null, text: Text) => string} */
function statusOf(phase, percent, code, text) {
  if (phase === 'rejected') {
    const key = `hosted.why.${code}`;
    return text.of('hosted.coming.rejected', { why: text.of(text.has(key) ? key : 'hosted.why.other') });
  }
  return text.of(`hosted.coming.${phase}`, { percent: text.percent(Math.min(99, percent)) });
}
