/**
 * The library: the photos of an album, or one's own uploads.
 *
 * @import { HostedAlbum, LibraryFilters } from '../lib/host-wire.d.ts'
 * @import { Place } from '../lib/states.d.ts'
 * @import { ViewParts } from '../lib/ports.d.ts'
 */

import { LibraryRoom } from '../components/library-room/library-room.js';
import { OWN } from '../components/filters/filters.js';
import { deeds } from '../components/library-room/deeds.js';
import { Desk } from '../lib/desk.js';
import { addStylesheet } from '../lib/stylesheet.js';

const STYLES = ['photo-grid', 'filters', 'bulk-bar', 'library-room'];
/** Epoch milliseconds: URLs run out while a machine sleeps, too. */
const nowMs = () => Date.now();

/** @param {ViewParts} parts */
export async function mount(parts) {
  const { element, host, text, go, hashOf, account, naps, random } = parts;
  const styles = STYLES.map(
    (name) => new URL(`../components/${name}/${name}.css`, import.meta.url),
  );
  const [albums] = await Promise.all([
    albumsOf(parts),
    ...styles.map((url) => addStylesheet(document, url)),
  ]);
  const query = { album: albums[0]?.albumId ?? OWN, ...parts.place.query };
  const album = albums.find(({ albumId }) => albumId === query.album) ?? null;
  const desk = new Desk({
    ...{ host, naps, random, nowMs },
    filters: filtersOf(query),
    onChange: () => room.update(),
  });
  const build = () =>
    LibraryRoom(element, {
      ...{ text, desk, album, albums, query, nowMs, isHost: account.groups.length > 0 },
      onChoose: (filter, value) => go(hashOf('library', { ...query, [filter]: value })),
      onOpen: () => {},
      onGoThrough: () => {},
      onDo: deeds({ ...parts, desk, albums }),
    });
  let room = build();
  room.update();
  void desk.library.look();

  return {
    speak() {
      room.leave();
      element.replaceChildren();
      room = build();
      room.update();
    },
    leave() {
      desk.leave();
      room.leave();
    },
  };
}

/** @type {(parts: ViewParts) => Promise<HostedAlbum[]>} newest first; nobody but hosts has any */
async function albumsOf({ host, account }) {
  if (account.groups.length === 0) {
    return [];
  }
  const albums = await host.albums();
  return albums.sort((a, b) => b.createdAt - a.createdAt);
}

/** @type {(query: Place['query']) => LibraryFilters} */
function filtersOf({ album, visibility, type, state }) {
  const chosen = { album: album === OWN ? '' : album, visibility, type, state };
  return Object.fromEntries(Object.entries(chosen).filter(([, value]) => value));
}
