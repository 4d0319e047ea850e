/**
 * What a host says of his album: each setting is saved by itself when it is left.
 *
 * @import { AlbumChange, OneAlbum } from '../../lib/albums-wire.d.ts'
 * @import { Setting } from '../../lib/album-settings.js'
 * @import { Text } from '../../lib/text.js'
 * @import { Field } from '../fields/fields.js'
 */

import { NAME_CHARACTERS, readSetting, written } from '../../lib/album-settings.js';
import { Choices, Switch, TextField } from '../fields/fields.js';
import { button, make, Panel } from '../panel/panel.js';

/** Of which one is chosen. @type {Partial<Record<Setting, string[]>>} */
const CHOICES = { guests: ['NOTHING', 'APPROVED', 'ALL'], attract: ['MESSAGES', 'PHOTOS'] };
/** How each is asked for; those that are not here are switched. @type {Partial<Record<Setting, object>>} */
const KINDS = {
  name: { maxLength: NAME_CHARACTERS },
  opensAt: { type: 'datetime-local' },
  closesAt: { type: 'datetime-local' },
  maxPhotos: { type: 'number', min: '1', max: '100000' },
  retentionDays: { type: 'number', min: '1', max: '3650' },
  webhookUrl: { type: 'url', maxLength: 500 },
};
/** @type {readonly Setting[]} in their order on the page */
const SETTINGS = [
  ...['name', 'maxPhotos', 'opensAt', 'closesAt', 'guests', 'moderated', 'kioskShowsOwn', 'attract'],
  ...['retentionDays', 'webhookUrl'],
].map((name) => /** @type {Setting} */ (name));

/**
 * @param {object} parts
 * @param {Text} parts.text
 * @param {(change: AlbumChange, setting: Setting) => Promise<string>} parts.onChange what was refused; empty: nothing
 */
export function SettingsPanel({ text, onChange }) {
  const el = Panel('settings', text.of('hosted.settings.title'), text.of('hosted.settings.lead'));
  const form = make('form', 'fields');
  const secret = Secret(text);
  /** @type {Map<Setting, Field>} */
  const fields = new Map();
  /** @type {OneAlbum | null} */
  let known = null;
  for (const setting of SETTINGS) {
    fields.set(setting, fieldOf(setting, text, () => void save(setting)));
  }
  form.noValidate = true;
  form.append(...[...fields.values()].map((field) => field.el), secret.el);
  form.addEventListener('submit', (event) => event.preventDefault());
  el.append(form);

  /** @param {Setting} setting */
  async function save(setting) {
    const field = /** @type {Field} */ (fields.get(setting));
    const album = /** @type {OneAlbum} */ (known);
    const read = readSetting(setting, field.value, album);
    if ('wrong' in read) {
      field.tell(text.of(`hosted.wrong.${read.wrong}`));
      return;
    }
    field.tell(text.of('hosted.settings.saving'), 'saved');
    const refused = await onChange(read.change, setting);
    field.tell(refused || text.of('hosted.settings.saved'), refused ? 'wrong' : 'saved');
  }

  return {
    el,
    /** @param {Setting} setting */
    focus: (setting) => fields.get(setting)?.focus(),
    /** @param {OneAlbum} album */
    update(album) {
      for (const [setting, field] of fields) {
        // What somebody has just written, and was refused, stays for him to put right.
        if (known === null || known[setting] !== album[setting]) {
          field.show(written(setting, album));
        }
      }
      secret.update(album.webhookSecret);
      known = album;
    },
  };
}

/** @type {(setting: Setting, text: Text, onChange: () => void) => Field} */
function fieldOf(setting, text, onChange) {
  const key = `hosted.settings.${setting}`;
  const hint = text.has(`${key}.hint`) ? text.of(`${key}.hint`) : '';
  const common = { id: `setting-${setting}`, label: text.of(key), hint, onChange };
  const choices = CHOICES[setting];
  if (choices) {
    return Choices({ ...common, choices: choices.map((each) => [each, text.of(`${key}.${each}`)]) });
  }
  return setting in KINDS ? TextField({ ...common, ...KINDS[setting] }) : Switch(common);
}

/** @param {Text} text shown on demand: somebody may look over one's shoulder */
function Secret(text) {
  const output = make('output', 'secret');
  const show = button('plain', '', () => {
    isShown = !isShown;
    draw();
  });
  const el = make('div', 'field', make('span', 'secret-title', text.of('hosted.settings.secret')), output, show);
  let isShown = false;
  let known = '';

  function draw() {
    output.textContent = isShown ? known : '•'.repeat(24);
    show.textContent = text.of(`hosted.settings.secret.${isShown ? 'hide' : 'show'}`);
    show.setAttribute('aria-pressed', String(isShown));
  }

  return {
    el,
    /** @param {string | null} secret */
    update(secret) {
      known = secret ?? '';
      el.hidden = secret === null;
      draw();
    },
  };
}
