/**
 * All parts of an album's page, in their order.
 *
 * @import { AlbumChange, EnrolledKiosk, ExportWanted, Kiosk, OneAlbum, WallOrder } from '../../lib/albums-wire.d.ts'
 * @import { Setting } from '../../lib/album-settings.js'
 * @import { HostParts } from '../../lib/host-parts.d.ts'
 * @import { Text } from '../../lib/text.js'
 */

import { albumState } from '../../lib/album-facts.js';
import { askBySheet } from '../choice/sheet.js';
import { moment } from '../panel/moment.js';
import { button, foreign, link, make, Note, Panel } from '../panel/panel.js';
import { ComingPanel } from './coming.js';
import { ExportPanel } from './export.js';
import { GalleryPanel, JoinPanel } from './guests.js';
import { KiosksPanel } from './kiosks.js';
import { Numbers } from './numbers.js';
import { SettingsPanel } from './settings.js';
import { WallPanel } from './wall.js';

/**
 * @typedef {object} DeskParts
 * @property {string} albumId
 * @property {Text} text
 * @property {(words: string) => void} say
 * @property {HostParts['hashOf']} hashOf
 * @property {(change: AlbumChange, setting?: Setting) => Promise<string>} onChange what was refused; empty: nothing
 * @property {(name: string) => Promise<EnrolledKiosk | string>} onAdd
 * @property {(kiosk: Kiosk) => Promise<string>} onRemove
 * @property {(wanted: ExportWanted) => void} onStart
 * @property {(order: WallOrder) => Promise<string>} onOrder
 * @property {() => Promise<string>} onDelete
 */

/** @param {HTMLElement} parent @param {DeskParts} parts */
export function AlbumDesk(parent, parts) {
  const { albumId, text, say, hashOf, onChange } = parts;
  const title = make('h1', '', foreign('', ''));
  const state = make('p', 'lead album-state');
  const back = link('plain', text.of('hosted.back'), '#albums');
  const photos = link('key', text.of('hosted.photos'), hashOf('library', { album: albumId }));
  const upload = link('quiet', text.of('hosted.upload'), hashOf('upload', { album: albumId }));
  const waiting = hashOf('moderate', { album: albumId });
  const numbers = Numbers({ text, reviewHref: waiting });
  const posterHref = `poster.html#album=${encodeURIComponent(albumId)}`;
  const coming = ComingPanel({ text });
  const join = JoinPanel({ text, say, onChange, posterHref });
  const gallery = GalleryPanel({ text, say, onChange, onChoose: () => settings.focus('guests') });
  const kiosks = KiosksPanel(parts);
  const wall = WallPanel(parts);
  const exports = ExportPanel(parts);
  const settings = SettingsPanel({ text, onChange });
  const deleting = DeletePanel(parts);
  const wide = [numbers, coming, settings, deleting].map(({ el }) => el);
  wide.forEach((el) => el.classList.add('album-wide'));
  const beside = make('div', 'album-stack', gallery.el, wall.el);
  const panels = [numbers.el, coming.el, join.el, beside, kiosks.el, exports.el, settings.el, deleting.el];
  const head = make('div', 'album-title', back, title, state);
  const actions = make('div', 'panel-actions', photos, upload);
  parent.append(
    make('div', 'albums', make('div', 'albums-head', head, actions), make('div', 'album-panels', ...panels)),
  );

  return {
    numbers,
    coming,
    kiosks,
    wall,
    exports,
    /** @type {(album: OneAlbum, now: number) => void} now: epoch seconds */
    update(album, now) {
      /** @type {HTMLElement} */ (title.firstElementChild).textContent = album.name;
      const { name, at } = albumState(album, now);
      const key = name === 'open' && at !== null ? 'hosted.open.until' : `hosted.${name}`;
      state.textContent = text.of(key, { when: at === null ? '' : moment(text, at) });
      state.dataset.state = name;
      [join, gallery, settings, deleting].forEach((panel) => panel.update(album));
    },
  };
}

/** @param {DeskParts} parts */
function DeletePanel({ text, say, onDelete }) {
  const el = Panel('delete', text.of('hosted.delete.title'), text.of('hosted.delete.lead'));
  const why = make('p', '');
  const note = Note();
  let name = '';
  const press = button('quiet', text.of('hosted.delete.do'), () => void ask());
  el.append(why, note.el, make('div', 'panel-actions', press));

  async function ask() {
    if (press.getAttribute('aria-disabled') === 'true') {
      return;
    }
    const answer = await askBySheet(document, {
      title: text.of('hosted.delete.sure.title', { album: name }),
      lead: text.of('hosted.delete.sure.lead'),
      answers: [
        ['delete', text.of('hosted.delete.sure.yes')],
        ['', text.of('hosted.cancel')],
      ],
      focus: '',
    });
    if (answer) {
      const refused = await onDelete();
      note.update(refused);
      say(refused);
    }
  }

  return {
    el,
    /** @param {OneAlbum} album */
    update(album) {
      name = album.name;
      why.hidden = album.photoCount === 0;
      why.textContent = album.photoCount ? text.count('hosted.delete.full', album.photoCount) : '';
      press.setAttribute('aria-disabled', String(album.photoCount > 0));
    },
  };
}

/** @type {(text: Text, what: 'gone' | 'away', onAgain?: () => void) => HTMLElement} */
export function Missing(text, what, onAgain) {
  const el = make('div', 'albums', make('h1', '', text.of(`hosted.${what}.title`)));
  if (onAgain) {
    el.append(make('div', 'panel-actions', button('key', text.of('hosted.away.again'), onAgain)));
  } else {
    el.append(make('p', 'lead', text.of('hosted.gone.lead')), link('plain', text.of('hosted.back'), '#albums'));
  }
  return el;
}
