/**
 * One photo on its way: what it is, how far it is, and what can be done about it.
 *
 * @import { RowParts, RowPlace } from '../../lib/ports.d.ts'
 * @import { Upload } from '../../lib/states.d.ts'
 */

import { cleanName, mostBytes } from '../../lib/file-facts.js';
import { percentOf } from '../../lib/upload-state.js';

/** Codes that the same file would only meet again. */
const PICK_AGAIN = new Set(/** @type {(string | null)[]} */ (['FileGone', 'FileChanged']));

/** @param {RowParts} parts */
export function PhotoRow({ text, onRetry, onRemove }) {
  const el = document.createElement('li');
  const frame = part(el, 'div', 'thumbnail');
  const name = part(part(el, 'p', 'photo-name'), 'bdi', '');
  const status = part(el, 'p', 'photo-status');
  const progress = part(el, 'progress', 'photo-progress');
  const retry = part(el, 'button', 'quiet photo-retry');
  const remove = part(el, 'button', 'photo-remove');
  el.className = 'photo-row';
  frame.setAttribute('aria-hidden', 'true');
  progress.max = 100;
  retry.type = 'button';
  retry.textContent = text.of('phone.row.retry');
  retry.addEventListener('click', onRetry);
  remove.type = 'button';
  remove.title = text.of('phone.row.remove');
  remove.textContent = '×';
  remove.addEventListener('click', onRemove);

  return {
    el,
    frame,
    /** @type {(upload: Upload, code: RowPlace) => void} */
    update(upload, { limits, open }) {
      const shown = cleanName(upload.name) || text.of('phone.unnamed');
      const words = statusOf(upload, limits, text);
      el.dataset.state = upload.state;
      frame.dataset.kind = /\.(\w{2,4})$/.exec(shown)?.[1] ?? '';
      el.toggleAttribute('data-troubled', upload.troubled);
      if (name.textContent !== shown) {
        name.textContent = shown;
        progress.setAttribute('aria-label', text.of('phone.row.progress', { name: shown }));
        retry.setAttribute('aria-label', text.of('phone.row.retry.label', { name: shown }));
        remove.setAttribute('aria-label', text.of('phone.row.remove.label', { name: shown }));
      }
      if (status.textContent !== words) {
        status.textContent = words;
      }
      progress.hidden = upload.state !== 'sending' && upload.state !== 'waiting';
      progress.value = percentOf(upload);
      retry.hidden = !(open && upload.state === 'failed' && !PICK_AGAIN.has(upload.code));
      // What has arrived is no longer in the phone's hands.
      remove.hidden = upload.state === 'sent';
    },
  };
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {HTMLElement} parent
 * @param {T} tag
 * @param {string} className
 * @returns {HTMLElementTagNameMap[T]}
 */
function part(parent, tag, className) {
  const element = document.createElement(tag);
  element.className = className;
  parent.append(element);
  return element;
}

/** @type {(upload: Upload, limits: RowPlace['limits'], text: RowParts['text']) => string} */
function statusOf(upload, limits, text) {
  if (upload.state === 'failed' || upload.state === 'refused') {
    const key = `phone.row.${upload.state}.${upload.code}`;
    return text.of(text.has(key) ? key : `phone.row.${upload.state}.other`, {
      size: text.megabytes(upload.sizeBytes),
      limit: text.megabytes(limits ? mostBytes(upload, limits) : 0),
    });
  }
  if (upload.state === 'sending' && upload.troubled) {
    return text.of('phone.row.troubled');
  }
  const key = upload.shown ? 'shown' : upload.state;
  return text.of(`phone.row.${key}`, { percent: text.percent(percentOf(upload)) });
}
