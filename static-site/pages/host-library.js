/**
 * The library: the photos of an album, or one's own uploads.
 *
 * @import { HostedAlbum, LibraryFilters } from '../lib/host-wire.d.ts'
 * @import { Place } from '../lib/states.d.ts'
 * @import { HostParts } from '../lib/host-parts.d.ts'
 */

import { LibraryRoom } from '../components/library-room/library-room.js';
import { OWN } from '../components/filters/filters.js';
import { deeds } from '../components/library-room/deeds.js';
import { Detail } from '../components/library-room/detail.js';
import { Desk } from '../lib/desk.js';
import { follow } from '../lib/follow.js';
import { addStylesheets } from '../lib/stylesheet.js';

const STYLES = ['photo-grid', 'filters', 'bulk-bar', 'library-room'].map(
  (name) => `${name}/${name}`,
);
/** Epoch milliseconds: URLs run out while a machine sleeps, too. */
const nowMs = () => Date.now();

/** @param {HostParts} parts */
export async function mount(parts) {
  const { element, host, hashOf, naps, random } = parts;
  const [albums] = await Promise.all([albumsOf(parts), addStylesheets(document, STYLES)]);
  /** @type {Place['query']} */
  const chosen = { album: albums[0]?.albumId ?? OWN, ...parts.place.query };
  const { photo: opened, ...query } = chosen;
  const album = albums.find(({ albumId }) => albumId === query.album) ?? null;
  const hashAt = (/** @type {string | null} */ photo) => hashOf('library', { ...query, photo });
  const desk = new Desk({
    ...{ host, naps, random, nowMs, filters: filtersOf(query) },
    onChange() {
      room.update();
      detail.update();
    },
  });
  const around = { desk, albums, album, query, hashAt };
  let { detail, room } = seen(parts, around);
  const live = follow(desk.library, {
    ...{ ...parts, nowMs, albumId: album?.albumId },
    onChange: () => room.coming(live.onTheWay()),
  });
  room.update();
  live.start();
  if (opened) {
    void desk.library.look().then(() => detail.open(opened));
  }

  return {
    speak() {
      room.leave();
      detail.leave();
      element.replaceChildren();
      ({ detail, room } = seen(parts, around));
      room.update();
      room.coming(live.onTheWay());
    },
    /** @param {Place} place @returns {boolean} whether that is a photo of these, or all of them */
    move({ query: { photo, ...others } }) {
      if (hashOf('library', { album: chosen.album, ...others }) !== hashAt(null)) {
        return false;
      }
      void (photo ? detail.open(photo) : detail.close());
      return true;
    },
    leave() {
      live.stop();
      [desk, room, detail].forEach((each) => each.leave());
    },
  };
}

/**
 * What is seen of it, in the language of the page.
 *
 * @param {HostParts} parts
 * @param {object} around
 * @param {Desk} around.desk
 * @param {HostedAlbum[]} around.albums
 * @param {HostedAlbum | null} around.album
 * @param {Record<string, string>} around.query
 * @param {(photo: string | null) => string} around.hashAt
 */
function seen(parts, { desk, albums, album, query, hashAt }) {
  const { element, text, go, hashOf, account } = parts;
  const detail = Detail({ ...parts, desk, albums, nowMs, hashAt, onClose: () => room.grid.focus() });
  const room = LibraryRoom(element, {
    ...{ text, desk, album, albums, query, nowMs, isHost: account.groups.length > 0 },
    onChoose: (filter, value) => go(hashOf('library', { ...query, [filter]: value })),
    onOpen: (id) => go(hashAt(id)),
    onGoThrough: () => go(hashOf('moderate', { album: query.album })),
    onDo: deeds({ ...parts, desk, albums }),
  });
  return { detail, room };
}

/** @type {(parts: HostParts) => Promise<HostedAlbum[]>} newest first; nobody but hosts has any */
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
