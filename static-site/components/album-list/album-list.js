/**
 * A host's albums, each with some prints of it on top.
 *
 * @import { HostedAlbum } from '../../lib/host-wire.d.ts'
 * @import { Text } from '../../lib/text.js'
 */

import { albumState, inOrder } from '../../lib/album-facts.js';
import { foreign, link, make } from '../panel/panel.js';
import { moment } from '../panel/moment.js';

/** As many as lie on top of an album. */
export const PRINTS = 3;

/**
 * @param {HTMLElement} parent
 * @param {object} parts
 * @param {Text} parts.text
 * @param {(albumId: string) => Promise<readonly string[]>} parts.thumbsOf URLs, the newest first
 */
export function AlbumList(parent, { text, thumbsOf }) {
  const list = make('ul', 'album-list');
  list.setAttribute('role', 'list');
  parent.append(list);
  const seen = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) {
        seen.unobserve(target);
        void develop(/** @type {HTMLElement} */ (target), thumbsOf);
      }
    }
  });

  return {
    /** @type {(albums: readonly HostedAlbum[], now: number) => void} now: epoch seconds */
    update(albums, now) {
      list.replaceChildren(...inOrder(albums).map((album) => card(album, now, text)));
      for (const each of list.querySelectorAll('[data-album]')) {
        seen.observe(each);
      }
    },
    leave: () => seen.disconnect(),
  };
}

/** @type {(album: HostedAlbum, now: number, text: Text) => HTMLElement} */
function card(album, now, text) {
  const prints = make('div', 'album-prints', blank());
  const name = link('', '', `#album=${encodeURIComponent(album.albumId)}`);
  const { name: state, at } = albumState(album, now);
  const key = state === 'open' && at !== null ? 'albums.open.until' : `albums.${state}`;
  const told = make('p', 'album-state', text.of(key, { when: at === null ? '' : moment(text, at) }));
  const photos = album.photoCount
    ? text.count('albums.photos', album.photoCount)
    : text.of('albums.photos.none');
  const facts = [photos, ...(album.moderated ? [text.of('albums.moderated')] : [])];
  name.append(foreign('', album.name));
  told.dataset.state = state;
  prints.setAttribute('aria-hidden', 'true');
  if (album.photoCount > 0) {
    prints.dataset.album = album.albumId;
  }
  return make('li', 'album-card', prints, name, make('div', '', told, make('p', '', facts.join(' · '))));
}

/** A print that shows nothing yet. */
export function blank() {
  return make('span', 'album-blank');
}

/** @type {(prints: HTMLElement, thumbsOf: (albumId: string) => Promise<readonly string[]>) => Promise<void>} */
async function develop(prints, thumbsOf) {
  const urls = await thumbsOf(prints.dataset.album ?? '');
  const images = urls.slice(0, PRINTS).map((url) => {
    const image = make('img', '');
    image.alt = '';
    image.src = url;
    // One that cannot be had is a print that shows nothing.
    image.addEventListener('error', () => image.replaceWith(blank()));
    return image;
  });
  if (images.length > 0) {
    prints.replaceChildren(...images.reverse());
  }
}
