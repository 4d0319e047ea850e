/**
 * The gallery of an album, for guests who have its link: finds the elements, builds the controller,
 * connects the two.
 *
 * @import { Taking } from '../lib/shown.d.ts'
 */

import { GalleryGrid } from '../components/gallery-grid/gallery-grid.js';
import { Language } from '../components/language/language.js';
import { Lightbox } from '../components/lightbox/lightbox.js';
import { Api } from '../lib/api.js';
import { site } from '../lib/early.js';
import { Gallery } from '../lib/gallery.js';
import { linkIn } from '../lib/gallery-state.js';
import { watchPage } from '../lib/page-life.js';
import { saveFile } from '../lib/save-file.js';
import { connect } from '../lib/service.js';
import { Take } from '../lib/taking.js';
import { fillIn, loadText, whenLanguageChanges } from '../lib/text.js';

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

const { api, timers, random, naps } = connect(window, Api);
const text = await loadText('gallery', naps, random);
fillIn(document, text);
Language(/** @type {HTMLElement} */ (document.querySelector('.masthead')), { text, naps, random });

window.addEventListener('hashchange', () => location.reload());
// Without one the service says so, as of one that was replaced.
const { albumId, key } = linkIn(location.hash) ?? { albumId: '-'.repeat(22), key: 'none' };
const gallery = new Gallery({ albumId, key, api, timers, onChange: update });
const grid = GalleryGrid(element('photos'), {
  text,
  onOpen: (photoId) => lightbox.open(photoId),
  onStale: (photoId) => void gallery.fresh(photoId).catch(() => null),
});
const lightbox = new Lightbox(/** @type {HTMLDialogElement} */ (element('lightbox')), {
  text,
  photos: () => gallery.state.photos,
  fresh: (photoId) => gallery.fresh(photoId),
  onEnd: () => void gallery.more(),
  onClose: (photoId) => grid.focus(photoId),
});
const take = new Take({
  read: () => gallery.all(),
  fresh: (photoId) => gallery.fresh(photoId),
  fetch: (url, signal) => window.fetch(url, { signal, credentials: 'omit' }),
  async zip(files) {
    const { downloadZip } = await import('../vendor/client-zip/index.js');
    return downloadZip(files).blob();
  },
  save: (zip, name) => saveFile(document, zip, name, timers),
  name: () => gallery.state.album,
  onChange: updateTaking,
});

function update() {
  const { name, album, photos, next } = gallery.state;
  const isOpen = name === 'open';
  element('gallery').dataset.state = name;
  element('gallery').setAttribute('aria-busy', String(name === 'opening'));
  element('title').textContent = isOpen ? album : text.of(`gallery.${name}`);
  element('lead').textContent = isOpen ? lead(photos.length, next) : text.of(`gallery.${name}.lead`);
  element('more').hidden = !isOpen || next === null;
  element('again').hidden = name !== 'away' && name !== 'closed';
  element('counter').hidden = photos.length === 0;
  document.title = album === '' ? text.of('gallery.title') : `${album} · ${site.name}`;
  grid.update(photos);
  lightbox.update();
}

/** @type {(count: number, next: string | null) => string} */
function lead(count, next) {
  if (count === 0) {
    return text.of('gallery.empty.lead');
  }
  return next === null ? text.count('gallery.open.lead', count) : text.of('gallery.open.more');
}

function updateTaking() {
  const { name, part, parts } = take.state;
  const isBusy = name === 'reading' || name === 'packing';
  element('taking').textContent = said(take.state);
  sayTaking(take.state);
  element('cancel').hidden = !isBusy && name !== 'waiting';
  element('take').hidden = isBusy;
  element('take-words').textContent =
    name === 'waiting'
      ? text.of('gallery.take.next', { part: part + 1, parts })
      : text.of(name === 'failed' ? 'gallery.again' : 'gallery.take');
}

/** Of many photos each is told to the eye, and each quarter of them said. @param {Taking} taking */
function sayTaking(taking) {
  const { name, part, packed, photos } = taking;
  const step = [name, part, name === 'packing' ? Math.min(3, Math.floor((4 * packed) / photos)) : 0].join(' ');
  if (step !== sayTaking.last) {
    sayTaking.last = step;
    element('announcer').textContent = said(taking);
  }
}
sayTaking.last = '';

/** @type {(taking: Taking) => string} */
function said({ name, part, parts, packed, photos, leftOut }) {
  if (name === 'idle') {
    return '';
  }
  if (name === 'packing') {
    const values = { count: Math.min(packed + 1, photos), photos, part, parts };
    return text.of(parts > 1 ? 'gallery.take.packing.part' : 'gallery.take.packing', values);
  }
  const several = name === 'done' && parts > 1 ? '.parts' : '';
  const words = text.of(`gallery.take.${name}${several}`, { part, parts });
  const missing = leftOut > 0 ? text.count('gallery.take.left-out', leftOut) : '';
  return [words, missing].filter(Boolean).join(' ');
}

whenLanguageChanges(() => {
  update();
  updateTaking();
});
element('again').addEventListener('click', () => void gallery.look());
element('more').addEventListener('click', () => void gallery.more());
element('take').addEventListener('click', () => void take.press());
element('cancel').addEventListener('click', () => take.cancel());
// Whoever looks on is shown more before he asks.
new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && void gallery.more(), {
  rootMargin: '600px',
}).observe(element('more'));
watchPage(window, {
  onLook: () => void gallery.look(),
  onHide: () => gallery.rest(),
  onReturn: () => void gallery.look(),
});
await gallery.look();
