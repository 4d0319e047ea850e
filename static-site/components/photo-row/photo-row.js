/**
 * One photo on its way: what it is, how far it is, and what can be done about it.
 *
 * @import { RowParts, RowPlace } from '../../lib/ports.d.ts'
 * @import { Deletion, Upload } from '../../lib/states.d.ts'
 */

import { mostBytes } from '../../lib/file-facts.js';
import { cleanName } from '../../lib/file-names.js';
import { percentOf } from '../../lib/upload-sum.js';

/** Codes that the same file would only meet again. */
const PICK_AGAIN = new Set(/** @type {(string | null)[]} */ (['FileGone', 'FileChanged']));

/** @param {RowParts} parts */
export function PhotoRow(parts) {
  const { text } = parts;
  const { el, frame, name, status, progress, retry, remove, erase } = build(parts);
  let language = '';

  /** @param {string} shown */
  function call(shown) {
    name.textContent = shown;
    language = text.language;
    retry.textContent = text.of('phone.row.retry');
    erase.textContent = text.of('phone.row.delete');
    remove.title = text.of('phone.row.remove');
    progress.setAttribute('aria-label', text.of('phone.row.progress', { name: shown }));
    retry.setAttribute('aria-label', text.of('phone.row.retry.label', { name: shown }));
    remove.setAttribute('aria-label', text.of('phone.row.remove.label', { name: shown }));
    erase.setAttribute('aria-label', text.of('phone.row.delete.label', { name: shown }));
  }

  return {
    el,
    frame,
    /** @type {(upload: Upload, place: RowPlace) => void} */
    update(upload, place) {
      const { activeElement: focused } = el.ownerDocument;
      const shown = cleanName(upload.name) || text.of('phone.unnamed');
      const deletion = deletionOf(upload, place);
      const words = statusOf(upload, deletion, place.limits, text);
      el.dataset.state = upload.state;
      frame.dataset.kind = /\.(\w{2,4})$/.exec(shown)?.[1] ?? '';
      el.toggleAttribute('data-troubled', upload.troubled);
      if (name.textContent !== shown || language !== text.language) {
        call(shown);
      }
      if (status.textContent !== words) {
        status.textContent = words;
      }
      progress.hidden = upload.state !== 'sending' && upload.state !== 'waiting';
      progress.value = percentOf(upload);
      retry.hidden = !(place.open && upload.state === 'failed' && !PICK_AGAIN.has(upload.code));
      remove.hidden = upload.state === 'sent';
      erase.hidden = !(place.open && upload.state === 'sent' && upload.photoId);
      // It keeps its place, and the focus, while there is no more to press.
      erase.setAttribute('aria-disabled', String(deletion === 'deleting'));
      if ([retry, remove, erase].some((each) => each === focused && each.hidden)) {
        // Not from "try again" to "remove": who presses twice takes nothing away.
        ((focused !== retry && [remove, erase].find(({ hidden }) => !hidden)) || el).focus();
      }
    },
  };
}

/** @param {RowParts} parts */
function build({ onRetry, onRemove, onDelete }) {
  const el = document.createElement('li');
  const frame = part(el, 'div', 'thumbnail');
  const name = part(part(el, 'p', 'photo-name'), 'bdi', '');
  const status = part(el, 'p', 'photo-status');
  const progress = part(el, 'progress', 'photo-progress');
  const retry = button(el, 'quiet photo-retry', '', onRetry);
  const remove = button(el, 'photo-remove', '×', onRemove);
  const erase = button(el, 'photo-delete', '', onDelete);
  el.className = 'photo-row';
  el.tabIndex = -1;
  frame.setAttribute('aria-hidden', 'true');
  progress.max = 100;
  return { el, frame, name, status, progress, retry, remove, erase };
}

/** @type {(parent: HTMLElement, className: string, label: string, onPress: () => void) => HTMLButtonElement} */
function button(parent, className, label, onPress) {
  const element = part(parent, 'button', className);
  element.type = 'button';
  element.textContent = label;
  element.addEventListener('click', onPress);
  return element;
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

/** @type {(upload: Upload, place: RowPlace) => Deletion | null} */
function deletionOf({ state, photoId }, { open, deletions }) {
  return open && state === 'sent' && photoId ? (deletions.get(photoId) ?? null) : null;
}

/**
 * @param {Upload} upload
 * @param {Deletion | null} deletion
 * @param {RowPlace['limits']} limits
 * @param {RowParts['text']} text
 * @returns {string}
 */
function statusOf(upload, deletion, limits, text) {
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
  const key = deletion ?? (upload.shown ? 'shown' : upload.state);
  return text.of(`phone.row.${key}`, { percent: text.percent(percentOf(upload)) });
}
