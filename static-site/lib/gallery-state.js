/**
 * The photos of an album as its guests see them: a pure core, (state, event) → state.
 *
 * Pages are read in any order and again, while photos come and go. What a page says of its stretch
 * of time is the truth, so what is not in it any more is taken away.
 *
 * @import { GalleryEvent, GalleryPage, GalleryPhoto, GalleryState, ShownPhoto } from './shown.d.ts'
 */

const LINK = /^#album=([A-Za-z0-9_-]{22})&key=([A-Za-z0-9_-]{43})$/;

/** @type {Readonly<GalleryState>} */
export const START = Object.freeze({ name: 'opening', album: '', photos: [], next: null });

/**
 * What the link brings along; null: it is none, or was cut off. Behind the `#`, no log has it.
 *
 * @type {(hash: string) => {albumId: string, key: string} | null}
 */
export function linkIn(hash) {
  const [, albumId, key] = LINK.exec(hash) ?? [];
  return albumId ? { albumId, key } : null;
}

/** @type {(state: GalleryState, event: GalleryEvent) => GalleryState} */
export function galleryState(state, event) {
  switch (event.type) {
    case 'READ':
      return read(state, event.page, event.from, event.at);
    case 'REFUSED':
      // What is not to be seen any more is not kept either.
      return { ...START, album: state.album, name: event.code === 'GalleryClosed' ? 'closed' : 'refused' };
    case 'WENT_AWAY':
      // What is seen stays: its pictures are there.
      return state.name === 'opening' ? { ...state, name: 'away' } : state;
    case 'ASKED_AGAIN':
      return state.name === 'open' ? state : { ...state, name: 'opening' };
    default:
      throw new TypeError(`Unknown gallery event ${/** @type {GalleryEvent} */ (event).type}`);
  }
}

/** @type {(state: GalleryState, page: GalleryPage, from: string | null, at: number) => GalleryState} */
function read(state, page, from, at) {
  const goodUntil = at + 1000 * (page.expiresAt - page.serverTime);
  const there = new Map(page.photos.map((photo) => [photo.photoId, { ...photo, from, goodUntil }]));
  const kept = state.photos.filter(
    (photo) => !there.has(photo.photoId) && !(photo.from === from && isWithin(photo, page)),
  );
  const isNext = state.name !== 'open' || (from !== null && from === state.next);
  return {
    name: 'open',
    album: page.name,
    photos: [...kept, ...there.values()].sort(newestFirst),
    next: isNext ? page.cursor : state.next,
  };
}

/** @type {(photo: ShownPhoto, page: GalleryPage) => boolean} the page would have it, were it shown */
function isWithin(photo, page) {
  const last = page.photos.at(-1);
  return page.cursor === null || (last !== undefined && newestFirst(photo, last) < 0);
}

/** @type {(one: ShownPhoto, other: ShownPhoto) => number} as the service has them */
export function newestFirst(one, other) {
  if (one.storedAt !== other.storedAt) {
    return other.storedAt - one.storedAt;
  }
  return one.photoId < other.photoId ? 1 : -1;
}

/**
 * The photos beside this one, newest first.
 *
 * @type {(photos: readonly GalleryPhoto[], photoId: string) => {at: number, newer?: GalleryPhoto, older?: GalleryPhoto}}
 */
export function beside(photos, photoId) {
  const at = photos.findIndex((photo) => photo.photoId === photoId);
  return at < 0 ? { at } : { at, newer: photos[at - 1], older: photos[at + 1] };
}
