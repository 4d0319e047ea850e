/**
 * What stands beside a large photo: what is said of it, who sees it, and what can be done with it.
 *
 * @import { HostedAlbum, Visibility } from '../../lib/host-wire.d.ts'
 * @import { KnownPhoto } from '../../lib/states.d.ts'
 * @import { Text } from '../../lib/text.js'
 */

import { COMMENT_CHARACTERS } from '../../lib/drafts.js';
import { icon } from '../icon/icon.js';
import { factsOf } from './facts.js';

/** @type {Visibility[]} */
const VISIBILITIES = ['SHOWN', 'HIDDEN', 'WAITING'];

/**
 * @typedef {object} PanelParts
 * @property {Text} text
 * @property {readonly HostedAlbum[]} albums
 * @property {() => void} onClose
 * @property {(step: 1 | -1) => void} onStep
 * @property {(words: string) => void} onType
 * @property {() => void} onKeep
 * @property {(visibility: Visibility) => void} onVisibility
 * @property {(album: string | null) => void} onAlbum
 * @property {() => void} onDelete
 * @property {() => void} onSave
 *
 * @typedef {object} PanelShown
 * @property {string | null} previous
 * @property {string | null} next
 * @property {{edit: boolean, moderate: boolean}} may
 * @property {string} comment as it is typed
 * @property {'kept' | 'typed' | 'saving' | 'failed'} commentState
 * @property {string} why it could not be kept; may be empty
 */

/** @param {PanelParts} parts */
export function Panel(parts) {
  const { text } = parts;
  const el = make('section', 'detail-panel');
  const head = Head(parts);
  const note = make('p', 'detail-note');
  const comment = Comment(parts);
  const seen = Seen(parts);
  const album = AlbumChoice(parts);
  const facts = make('dl', 'detail-facts');
  const deeds = make('div', 'detail-deeds');
  deeds.append(
    button('download', text.of('library.detail.save'), parts.onSave, 'quiet'),
    button('delete', text.of('library.bulk.delete'), parts.onDelete, 'quiet'),
  );
  note.setAttribute('role', 'alert');
  note.hidden = true;
  el.append(head.el, note, seen.el, comment.el, album.el, facts, deeds);

  return {
    el,
    /** Another photo is shown. */
    begin() {
      el.scrollTop = 0;
      note.hidden = true;
    },
    /** @param {string} words what did not work; empty: nothing */
    tell(words) {
      note.hidden = words === '';
      note.textContent = words;
    },
    /** @param {KnownPhoto} photo @param {PanelShown} shown */
    update(photo, shown) {
      head.update(shown);
      comment.update(shown);
      seen.update(photo, shown.may);
      album.update(photo, shown.may);
      facts.replaceChildren(...factsOf(photo, text).flatMap(([term, said]) => fact(term, said)));
    },
  };
}

/** @param {PanelParts} parts */
function Head({ text, onClose, onStep }) {
  const el = make('div', 'detail-head');
  const previous = button('previous', text.of('library.detail.previous'), () => onStep(-1), 'detail-icon');
  const next = button('next', text.of('library.detail.next'), () => onStep(1), 'detail-icon');
  const close = button('close', text.of('library.detail.close'), onClose, 'detail-icon');
  close.dataset.part = 'close';
  el.append(previous, next, close);
  return {
    el,
    /** @param {PanelShown} shown */
    update(shown) {
      previous.setAttribute('aria-disabled', String(shown.previous === null));
      next.setAttribute('aria-disabled', String(shown.next === null));
    },
  };
}

/** @param {PanelParts} parts */
function Comment({ text, onType, onKeep }) {
  const el = make('div', 'detail-comment');
  const label = document.createElement('label');
  const area = document.createElement('textarea');
  const fixed = make('p', 'detail-said');
  const keep = button('check', text.of('library.comment.keep'), onKeep, 'key');
  const state = make('p', 'detail-state');
  area.id = label.htmlFor = 'detail-comment';
  label.textContent = text.of('library.comment');
  Object.assign(area, { maxLength: COMMENT_CHARACTERS, rows: 3, dir: 'auto' });
  fixed.dir = 'auto';
  state.setAttribute('role', 'status');
  area.addEventListener('input', () => onType(area.value));
  area.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      onKeep();
    }
  });
  el.append(label, area, fixed, keep, state);
  return {
    el,
    /** @param {PanelShown} shown */
    update({ may, comment, commentState, why }) {
      el.hidden = !may.edit && comment === '';
      area.hidden = !may.edit;
      fixed.hidden = may.edit;
      fixed.textContent = may.edit ? '' : comment;
      if (area.value !== comment) {
        area.value = comment;
      }
      keep.hidden = commentState === 'kept' || commentState === 'saving';
      const said = { kept: '', typed: '', saving: text.of('library.comment.saving'), failed: why }[commentState];
      if (state.textContent !== said) {
        state.textContent = said;
      }
    },
  };
}

/** @param {PanelParts} parts */
function Seen({ text, onVisibility }) {
  const el = document.createElement('fieldset');
  const legend = document.createElement('legend');
  el.className = 'detail-seen';
  legend.textContent = text.of('library.visibility');
  const choices = VISIBILITIES.map((visibility) => {
    const label = document.createElement('label');
    const radio = document.createElement('input');
    Object.assign(radio, { type: 'radio', name: 'visibility', value: visibility });
    radio.addEventListener('change', () => onVisibility(visibility));
    label.append(radio, icon(visibility.toLowerCase()), text.of(`library.mark.${visibility.toLowerCase()}`));
    return { visibility, radio, label };
  });
  el.append(legend, ...choices.map(({ label }) => label));
  return {
    el,
    /** @type {(photo: KnownPhoto, may: PanelShown['may']) => void} */
    update(photo, may) {
      el.hidden = photo.state === 'REJECTED' || photo.albumId === null;
      el.disabled = !may.moderate;
      for (const { visibility, radio, label } of choices) {
        radio.checked = photo.visibility === visibility;
        // Nobody is made to wait again by a press beside the mark.
        label.hidden = visibility === 'WAITING' && !radio.checked;
      }
    },
  };
}

/** @param {PanelParts} parts */
function AlbumChoice({ text, albums, onAlbum }) {
  const el = document.createElement('label');
  const words = make('span', '');
  const select = document.createElement('select');
  el.className = 'filter';
  words.textContent = text.of('library.album');
  const none = new Option(text.of('library.move.none'), '');
  select.append(none, ...albums.map(({ albumId, name }) => new Option(name, albumId)));
  select.addEventListener('change', () => onAlbum(select.value || null));
  el.append(words, select);
  return {
    el,
    /** @type {(photo: KnownPhoto, may: PanelShown['may']) => void} */
    update(photo, may) {
      const isKnown = photo.albumId === null || albums.some(({ albumId }) => albumId === photo.albumId);
      el.hidden = !may.edit || !isKnown || photo.state === 'REJECTED';
      none.disabled = photo.ownerId === null;
      select.value = photo.albumId ?? '';
    },
  };
}

/** @type {(term: string, said: string) => HTMLElement[]} */
function fact(term, said) {
  const [dt, dd] = [make('dt', ''), make('dd', '')];
  dt.textContent = term;
  dd.textContent = said;
  dd.dir = 'auto';
  return [dt, dd];
}

/** @type {(drawn: string, label: string, onPress: () => void, className: string) => HTMLElement} */
export function button(drawn, label, onPress, className) {
  const el = document.createElement('button');
  const span = make('span', '');
  span.textContent = label;
  Object.assign(el, { type: 'button', className });
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
