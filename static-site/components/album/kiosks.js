/**
 * The screens of an album: added by name, their keys told once, removed.
 *
 * @import { EnrolledKiosk, Kiosk } from '../../lib/albums-wire.d.ts'
 * @import { Text } from '../../lib/text.js'
 */

import { NAME_CHARACTERS, readSetting } from '../../lib/album-settings.js';
import { askBySheet } from '../choice/sheet.js';
import { TextField } from '../fields/fields.js';
import { moment } from '../panel/moment.js';
import { button, foreign, make, Note, Panel } from '../panel/panel.js';
import { CodePicture, LinkLine } from './link-line.js';

/**
 * @typedef {object} KiosksParts
 * @property {Text} text
 * @property {(words: string) => void} say
 * @property {(name: string) => Promise<EnrolledKiosk | string>} onAdd a text: what was refused
 * @property {(kiosk: Kiosk) => Promise<string>} onRemove what was refused; empty: nothing
 */

/** @param {KiosksParts} parts */
export function KiosksPanel(parts) {
  const { text, say, onRemove } = parts;
  const el = Panel('kiosks', text.of('hosted.kiosks.title'), text.of('hosted.kiosks.lead'));
  const list = make('ul', 'kiosks');
  const none = make('p', 'field-hint', text.of('hosted.kiosks.none'));
  const note = Note();
  const once = make('div', 'kiosk-once');
  list.setAttribute('role', 'list');
  once.hidden = true;
  /** Whose key is told. @type {EnrolledKiosk | null} */
  let told = null;
  const tell = (/** @type {EnrolledKiosk} */ kiosk) => {
    told = kiosk;
    showOnce(once, kiosk, parts, () => (told = null));
  };
  el.append(list, none, once, note.el, AddForm(parts, { note, show: tell }));

  /** @param {Kiosk} kiosk */
  async function remove(kiosk) {
    const answer = await askBySheet(document, {
      title: text.of('hosted.kiosks.remove.title'),
      lead: text.of('hosted.kiosks.remove.lead', { name: kiosk.name }),
      answers: [
        ['remove', text.of('hosted.kiosks.remove.yes')],
        ['', text.of('hosted.cancel')],
      ],
      focus: '',
    });
    if (answer) {
      const refused = await onRemove(kiosk);
      note.update(refused);
      say(refused || text.of('hosted.kiosks.removed', { name: kiosk.name }));
    }
  }

  return {
    el,
    tell,
    get told() {
      return told;
    },
    /** @param {readonly Kiosk[]} kiosks */
    update(kiosks) {
      none.hidden = kiosks.length > 0;
      list.replaceChildren(...kiosks.map((kiosk) => row(kiosk, text, () => void remove(kiosk))));
    },
    /** @param {string} words */
    refuse: (words) => note.update(words),
  };
}

/** @type {(kiosk: Kiosk, text: Text, onRemove: () => void) => HTMLElement} */
function row({ name, createdAt }, text, onRemove) {
  const remove = button('plain', text.of('hosted.kiosks.remove'), onRemove);
  const since = make('span', 'field-hint', text.of('hosted.kiosks.since', { when: moment(text, createdAt) }));
  remove.setAttribute('aria-label', text.of('hosted.kiosks.remove.label', { name }));
  return make('li', '', make('p', '', foreign('', name), since), remove);
}

/**
 * @param {KiosksParts} parts
 * @param {{note: ReturnType<typeof Note>, show: (kiosk: EnrolledKiosk) => void}} where
 */
function AddForm({ text, onAdd }, { note, show }) {
  const form = make('form', 'kiosk-add');
  const name = TextField({
    ...{ id: 'kiosk-name', maxLength: NAME_CHARACTERS },
    label: text.of('hosted.kiosks.name'),
    hint: text.of('hosted.kiosks.name.hint'),
  });
  const add = make('button', 'quiet', text.of('hosted.kiosks.add'));
  let busy = false;
  form.noValidate = true;
  form.append(name.el, add);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const read = readSetting('name', name.value, { opensAt: null, closesAt: null });
    if ('wrong' in read) {
      name.tell(text.of(`hosted.wrong.${read.wrong}`));
      name.focus();
    } else if (!busy) {
      busy = true;
      add.textContent = text.of('hosted.kiosks.adding');
      const answer = await onAdd(read.change.name ?? '');
      busy = false;
      add.textContent = text.of('hosted.kiosks.add');
      note.update(typeof answer === 'string' ? answer : '');
      if (typeof answer !== 'string') {
        form.reset();
        show(answer);
      }
    }
  });
  return form;
}

/** @type {(el: HTMLElement, kiosk: EnrolledKiosk, parts: KiosksParts, onDone: () => void) => void} */
function showOnce(el, kiosk, { text, say }, onDone) {
  const title = make('h3', '', text.of('hosted.kiosks.once.title', { name: kiosk.name }));
  const done = button('quiet', text.of('hosted.kiosks.done'), () => {
    el.hidden = true;
    el.replaceChildren();
    onDone();
    document.getElementById('kiosk-name')?.focus();
  });
  const ways = /** @type {const} */ ([
    ['kiosk', kiosk.enrolmentUrl, kiosk.qrSvg],
    ['wall', kiosk.wallUrl, kiosk.wallQrSvg],
  ]).map(([way, url, svg]) => wayTo(way, url, svg, text, say));
  title.tabIndex = -1;
  el.replaceChildren(title, make('p', '', text.of('hosted.kiosks.once.lead')), ...ways, done);
  el.hidden = false;
  title.focus();
}

/** @type {(way: 'kiosk' | 'wall', url: string, svg: string, text: Text, say: (words: string) => void) => HTMLElement} */
function wayTo(way, url, svg, text, say) {
  const label = text.of(`hosted.kiosks.${way}.link`);
  const line = LinkLine({ id: `${way}-link`, label, text, say });
  const picture = CodePicture(text.of(`hosted.kiosks.${way}.qr`));
  line.update(url);
  picture.update(svg);
  return make('div', 'kiosk-way', make('h4', '', text.of(`hosted.kiosks.${way}`)), picture.el, line.el);
}
