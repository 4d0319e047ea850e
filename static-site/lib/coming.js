/**
 * Photos on their way into an album, as their phones tell: pure, time passed in.
 *
 * @import { AlbumMessage } from './album-wire.d.ts'
 *
 * @typedef {ReadonlyMap<string, {percent: number, at: number}>} Coming by id; `at`: milliseconds
 */

/** A phone tells once a second; one that has been silent for so long is away. */
const SILENT_MS = 30_000;

/** @type {(coming: Coming, message: AlbumMessage, at: number) => Coming} itself if nothing changes */
export function coming(known, message, at) {
  switch (message.type) {
    case 'UPLOAD_PROGRESS':
      return new Map([
        ...[...known].filter(([, each]) => at - each.at < SILENT_MS),
        ...message.photos.map(({ photoId, percent }) => /** @type {const} */ ([photoId, { percent, at }])),
      ]);
    case 'PHOTO_STORED':
    case 'PHOTO_READY':
    case 'PHOTO_REJECTED':
      return without(known, message.photo.photoId);
    case 'PHOTO_GONE':
      return without(known, message.photoId);
    default:
      return known;
  }
}

/** @type {(known: Coming, at: number) => {count: number, percent: number}} of those that are not away */
export function onTheWay(known, at) {
  const all = [...known.values()].filter((each) => at - each.at < SILENT_MS);
  const sum = all.reduce((total, { percent }) => total + percent, 0);
  return { count: all.length, percent: all.length > 0 ? sum / all.length : 0 };
}

/** @type {(known: Coming, photoId: string) => Coming} */
function without(known, photoId) {
  return known.has(photoId) ? new Map([...known].filter(([id]) => id !== photoId)) : known;
}
