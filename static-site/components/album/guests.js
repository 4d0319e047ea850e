/**
 * What guests need: the code by which they send, the link by which they look.
 *
 * @import { AlbumChange, OneAlbum } from '../../lib/albums-wire.d.ts'
 * @import { Text } from '../../lib/text.js'
 */

import { spelled } from '../../lib/join-state.js';
import { askBySheet } from '../choice/sheet.js';
import { button, link, make, Note, Panel } from '../panel/panel.js';
import { CodePicture, LinkLine } from './link-line.js';

/**
 * @typedef {object} GuestsParts
 * @property {Text} text
 * @property {(words: string) => void} say
 * @property {(change: AlbumChange) => Promise<string>} onChange what was refused; empty: nothing
 */

/** @param {GuestsParts & {posterHref: string}} parts */
export function JoinPanel({ text, say, onChange, posterHref }) {
  const el = Panel('join', text.of('hosted.join.title'), text.of('hosted.join.lead'));
  const picture = CodePicture(text.of('hosted.join.qr'));
  const code = make('p', 'album-code');
  const renew = button('plain', text.of('hosted.join.renew'), () => void renewed());
  const line = LinkLine({ id: 'join-link', label: text.of('hosted.join.link'), text, say, more: [renew] });
  const note = Note();
  const poster = link('quiet', text.of('hosted.join.poster'), posterHref);
  const label = make('span', '', text.of('hosted.join.code'));
  const beside = make('div', 'album-beside', make('div', '', label, code), poster);
  el.append(make('div', 'album-share', picture.el, beside), line.el, note.el);

  async function renewed() {
    await ask('join', { newCode: true }, { text, say, onChange, note });
  }

  return {
    el,
    /** @param {OneAlbum} album */
    update({ joinUrl, joinQrSvg, code: written }) {
      picture.update(joinQrSvg);
      line.update(joinUrl);
      code.textContent = spelled(written);
    },
  };
}

/** @param {GuestsParts & {onChoose: () => void}} parts onChoose: wants to change what guests see */
export function GalleryPanel({ text, say, onChange, onChoose }) {
  const el = Panel('gallery', text.of('hosted.gallery.title'));
  const lead = make('p', 'panel-lead');
  const renew = button('plain', text.of('hosted.gallery.renew'), () => void renewed());
  const label = text.of('hosted.gallery.link');
  const line = LinkLine({ id: 'gallery-link', label, text, say, more: [renew] });
  const note = Note();
  const choose = button('quiet', text.of('hosted.gallery.choose'), onChoose);
  const choosing = make('div', 'panel-actions', choose);
  el.append(lead, line.el, note.el, choosing);

  async function renewed() {
    await ask('gallery', { newGalleryLink: true }, { text, say, onChange, note });
  }

  return {
    el,
    /** @param {OneAlbum} album */
    update({ galleryUrl, guests }) {
      lead.textContent = text.of(`hosted.gallery.lead.${galleryUrl === null ? 'NOTHING' : guests}`);
      line.el.hidden = galleryUrl === null;
      choosing.hidden = galleryUrl !== null;
      line.update(galleryUrl ?? '');
    },
  };
}

/** @type {(what: 'join' | 'gallery', change: AlbumChange, parts: GuestsParts & {note: ReturnType<typeof Note>}) => Promise<void>} */
async function ask(what, change, { text, say, onChange, note }) {
  const answer = await askBySheet(document, {
    title: text.of(`hosted.${what}.renew.title`),
    lead: text.of(`hosted.${what}.renew.lead`),
    answers: [
      ['renew', text.of(`hosted.${what}.renew.yes`)],
      ['', text.of('hosted.cancel')],
    ],
    focus: '',
  });
  if (answer) {
    const refused = await onChange(change);
    note.update(refused);
    say(refused || text.of(`hosted.${what}.renewed`));
  }
}
