/**
 * Which photos are to be seen: of which album, seen by whom, of which kind.
 *
 * @import { HostedAlbum } from '../../lib/host-wire.d.ts'
 * @import { Text } from '../../lib/text.js'
 *
 * @typedef {'album' | 'visibility' | 'type' | 'state'} Filter
 */

/** What each takes; empty: all. @type {Record<Exclude<Filter, 'album'>, string[]>} */
const VALUES = {
  visibility: ['', 'WAITING', 'SHOWN', 'HIDDEN'],
  type: ['', 'image', 'video', 'audio', 'document'],
  state: ['', 'STORED', 'REJECTED'],
};

/** The library of who is signed in, which is no album. */
export const OWN = 'own';

/**
 * @param {HTMLElement} parent
 * @param {{text: Text, onChoose: (filter: Filter, value: string) => void}} parts
 */
export function Filters(parent, { text, onChoose }) {
  const el = document.createElement('div');
  el.className = 'filters';
  el.setAttribute('role', 'group');
  el.setAttribute('aria-label', text.of('library.filters'));
  const album = Choice('album', text, onChoose);
  const others = /** @type {const} */ (['visibility', 'type', 'state']).map((filter) => {
    const choice = Choice(filter, text, onChoose);
    choice.offer(VALUES[filter].map((value) => [value, text.of(`library.${filter}.${value || 'all'}`)]));
    return { filter, choice };
  });
  el.append(album.el, ...others.map(({ choice }) => choice.el));
  parent.append(el);

  return {
    /**
     * @param {readonly HostedAlbum[]} albums
     * @param {Partial<Record<Filter, string>>} chosen
     */
    update(albums, chosen) {
      album.offer([
        ...albums.map(({ albumId, name }) => /** @type {[string, string]} */ ([albumId, name])),
        [OWN, text.of('library.album.own')],
      ]);
      album.choose(chosen.album ?? OWN);
      others.forEach(({ filter, choice }) => choice.choose(chosen[filter] ?? ''));
    },
  };
}

/** @type {(filter: Filter, text: Text, onChoose: (filter: Filter, value: string) => void) => {el: HTMLElement, offer(options: [string, string][]): void, choose(value: string): void}} */
function Choice(filter, text, onChoose) {
  const el = document.createElement('label');
  const words = document.createElement('span');
  const select = document.createElement('select');
  let offered = '';
  el.className = 'filter';
  words.textContent = text.of(`library.${filter}`);
  select.addEventListener('change', () => onChoose(filter, select.value));
  el.append(words, select);
  return {
    el,
    offer(options) {
      if (JSON.stringify(options) !== offered) {
        offered = JSON.stringify(options);
        select.replaceChildren(...options.map(([value, label]) => new Option(label, value)));
      }
    },
    choose(value) {
      select.value = value;
      el.toggleAttribute('data-chosen', value !== '' && filter !== 'album');
    },
  };
}
