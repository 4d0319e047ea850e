/**
 * Where a host makes an album: its name, and the two things that are to be known beforehand.
 *
 * @import { AlbumChange } from '../../lib/albums-wire.d.ts'
 * @import { Text } from '../../lib/text.js'
 */

import { NAME_CHARACTERS, readSetting } from '../../lib/album-settings.js';
import { Switch, TextField } from '../fields/fields.js';
import { button, make, Note, Panel } from '../panel/panel.js';

/** @typedef {{name: string, moderated: boolean, guests: boolean}} AlbumDraft what is written, and not made yet */

/** @type {Readonly<AlbumDraft>} */
export const NOTHING = Object.freeze({ name: '', moderated: false, guests: true });

/**
 * @param {object} parts
 * @param {Text} parts.text
 * @param {(draft: AlbumDraft) => void} parts.onChange
 * @param {(said: AlbumChange) => Promise<string>} parts.onCreate what was refused; empty: nothing
 * @param {() => void} parts.onCancel
 */
export function AlbumForm({ text, onChange, onCreate, onCancel }) {
  const el = Panel('album-new', text.of('albums.create.title'));
  const form = make('form', 'panel-form');
  const note = Note();
  const fields = Fields(text);
  const create = make('button', 'key', text.of('albums.create.do'));
  const cancel = button('quiet', text.of('albums.create.cancel'), onCancel);
  let busy = false;
  el.classList.add('album-new');
  form.noValidate = true;
  form.append(note.el, ...fields.els);
  form.append(make('p', 'field-hint', text.of('albums.create.hint')));
  form.append(make('div', 'panel-actions', create, cancel));
  form.addEventListener('input', () => onChange(fields.draft));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const said = fields.read();
    if (said && !busy) {
      busy = true;
      update('');
      const refused = await onCreate(said);
      busy = false;
      update(refused);
    }
  });
  el.append(form);

  /** @param {string} refused */
  function update(refused) {
    note.update(refused);
    create.textContent = text.of(busy ? 'albums.create.busy' : 'albums.create.do');
    create.setAttribute('aria-disabled', String(busy));
  }

  return { el, focus: fields.focus, show: fields.show };
}

/** @param {Text} text */
function Fields(text) {
  const name = TextField({
    ...{ id: 'album-new-name', maxLength: NAME_CHARACTERS },
    label: text.of('albums.create.name'),
    hint: text.of('albums.create.name.hint'),
  });
  const moderated = Switch({ id: 'album-new-moderated', label: text.of('albums.create.moderated') });
  const guests = Switch({ id: 'album-new-guests', label: text.of('albums.create.guests') });
  return {
    els: [name.el, moderated.el, guests.el],
    /** @returns {AlbumDraft} */
    get draft() {
      return {
        name: String(name.value),
        moderated: moderated.value === true,
        guests: guests.value === true,
      };
    },
    /** @param {Readonly<AlbumDraft>} draft */
    show(draft) {
      name.tell('');
      name.show(draft.name);
      moderated.show(draft.moderated);
      guests.show(draft.guests);
    },
    /** @returns {AlbumChange | null} null: something is wrong, and told */
    read() {
      const read = readSetting('name', name.value, { opensAt: null, closesAt: null });
      if ('wrong' in read) {
        name.tell(text.of(`albums.wrong.${read.wrong}`));
        name.focus();
        return null;
      }
      const { moderated: isModerated, guests: isShown } = this.draft;
      return { ...read.change, moderated: isModerated, guests: isShown ? 'APPROVED' : 'NOTHING' };
    },
    focus: () => name.focus(),
  };
}
