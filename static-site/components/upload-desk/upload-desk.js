/**
 * Where files are chosen, dropped or pasted, and where it is said where they go.
 *
 * @import { HostedAlbum } from '../../lib/host-wire.d.ts'
 * @import { Text } from '../../lib/text.js'
 * @import { Address } from '../../lib/user-wire.d.ts'
 */

import { KNOWN_TYPES } from '../../lib/file-facts.js';
import { cleanName } from '../../lib/file-names.js';
import { TextField } from '../fields/fields.js';
import { icon, link, make, Note } from '../panel/panel.js';

/** As the service takes it. */
const COMMENT_CHARACTERS = 500;
/** For systems that give files no type. */
const ENDINGS = '.heic,.heif,.avif,.m4v,.mov,.avi,.m4a,.flac,.opus,.docx,.xlsx,.pptx,.odt,.ods,.odp,.md,.csv';

/**
 * @param {HTMLElement} parent
 * @param {object} parts
 * @param {Text} parts.text
 * @param {string | null} parts.albumId where to, to begin with
 * @param {(files: File[]) => void} parts.onPick
 */
export function UploadDesk(parent, { text, albumId, onPick }) {
  const head = make('div', '', make('h1', '', text.of('upload.title')), make('p', 'lead', text.of('upload.lead')));
  const [input, zone] = DropZone(text);
  const library = option('', text.of('upload.to.library'));
  /** Before one knows what it is called, and should it not be there any more. */
  const first = albumId ? option(albumId, text.of('upload.to.album')) : null;
  const place = make('select', '', library, ...(first ? [first] : []));
  const label = make('label', '', text.of('upload.to'));
  const comment = TextField({
    ...{ id: 'upload-comment', maxLength: COMMENT_CHARACTERS },
    label: text.of('upload.comment'),
  });
  const [note, sent] = [Note(), Sent(text)];
  label.htmlFor = place.id = 'upload-to';
  place.dir = 'auto';
  place.value = albumId ?? '';
  input.addEventListener('change', () => {
    const files = [...(input.files ?? [])];
    // The same file, chosen again, must be a change again.
    input.value = '';
    onPick(files);
  });
  const address = make('div', 'fields', make('p', 'field', label, place), comment.el);
  const below = make('div', 'upload-below', sent.total, sent.see);
  parent.append(make('div', 'albums', head, address, zone, note.el, below, sent.kept, sent.list));

  return {
    ...{ ...sent, note },
    focus: () => input.focus(),
    /** @type {Address} */
    get address() {
      return { albumId: place.value || null, comment: String(comment.value).trim() || null };
    },
    /** @param {readonly HostedAlbum[]} albums */
    offer(albums) {
      const chosen = place.value;
      const isKnown = first === null || albums.some((album) => album.albumId === first.value);
      place.replaceChildren(
        ...[library, ...(isKnown ? [] : [/** @type {HTMLOptionElement} */ (first)])],
        ...albums.map((album) => option(album.albumId, cleanName(album.name))),
      );
      place.value = chosen;
    },
  };
}

/** @param {Text} text where it is told what becomes of them */
function Sent(text) {
  const progress = make('progress', 'photo-progress');
  const total = make('div', 'total', make('p', ''), progress);
  const list = make('ul', 'photo-list upload-list');
  const kept = make('p', 'field-hint');
  const see = link('quiet', text.of('upload.see'), '#library');
  progress.max = 100;
  progress.setAttribute('aria-label', text.of('phone.total.progress'));
  total.hidden = kept.hidden = see.hidden = list.hidden = true;
  list.tabIndex = -1;
  list.setAttribute('role', 'list');
  list.setAttribute('aria-label', text.of('phone.photos'));
  return { total, list, kept, see };
}

/** @type {(value: string, words: string) => HTMLOptionElement} */
function option(value, words) {
  const el = make('option', '', words);
  el.value = value;
  el.dir = 'auto';
  return el;
}

/** @type {(text: Text) => [HTMLInputElement, HTMLElement]} */
function DropZone(text) {
  const input = make('input', '');
  const choose = make('label', 'key', make('span', '', text.of('upload.choose')), input);
  const drawing = icon('M12 16V5m-5 5 5-5 5 5M5 19h14');
  Object.assign(input, { type: 'file', multiple: true, accept: `${KNOWN_TYPES.join()},${ENDINGS}` });
  const words = make('p', '', make('b', '', text.of('upload.drop')), ' ', text.of('upload.or'));
  return [input, make('div', 'upload-zone', drawing, words, choose)];
}
