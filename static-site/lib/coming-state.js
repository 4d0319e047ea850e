/**
 * What is just coming into an album, from the first byte until it can be seen: a pure core,
 * (coming, event) → coming.
 *
 * @import { AlbumMessage, HostedPhoto } from './album-wire.d.ts'
 *
 * @typedef {object} Coming
 * @property {string} photoId
 * @property {string | null} name
 * @property {'sending' | 'stored' | 'ready' | 'rejected'} phase
 * @property {number} percent of the bytes
 * @property {string | null} code why it was rejected
 * @property {string | null} thumbUrl
 * @property {number} at when it was told last, monotonic milliseconds
 */

/** @typedef {readonly Coming[]} ComingList the newest first */

/** Who is on his way says so every few seconds; who has gone silent is not coming any more. */
const SILENT_MS = 15_000;
/** What has come stays this long to be seen. */
const SEEN_MS = 20_000;
/** One that is being made ready for so long is no news; the numbers tell of it. */
const STUCK_MS = 120_000;
const MOST = 12;

/** @type {ComingList} */
export const NOTHING = Object.freeze([]);

/** @type {(coming: ComingList, message: AlbumMessage, at: number) => ComingList} itself if nothing changes */
export function heard(coming, message, at) {
  switch (message.type) {
    case 'UPLOAD_PROGRESS':
      return message.photos.reduce((list, photo) => sending(list, photo, at), coming);
    case 'PHOTO_STORED':
      return arrived(coming, message.photo, 'stored', at);
    case 'PHOTO_READY':
      return arrived(coming, message.photo, 'ready', at);
    case 'PHOTO_REJECTED':
      return arrived(coming, message.photo, 'rejected', at);
    case 'PHOTO_GONE':
      return coming.some(({ photoId }) => photoId === message.photoId)
        ? coming.filter(({ photoId }) => photoId !== message.photoId)
        : coming;
    default:
      return coming;
  }
}

/** @type {(coming: ComingList, at: number) => ComingList} itself if nothing changes */
export function ticked(coming, at) {
  const kept = coming.filter((each) => at - each.at < patience(each));
  return kept.length === coming.length ? coming : kept;
}

/** @type {(each: Coming) => number} */
function patience({ phase }) {
  return { sending: SILENT_MS, stored: STUCK_MS, ready: SEEN_MS, rejected: SEEN_MS }[phase];
}

/** @type {(coming: ComingList, photo: {photoId: string, fileName: string | null, percent: number}, at: number) => ComingList} */
function sending(coming, { photoId, fileName, percent }, at) {
  const known = coming.find((each) => each.photoId === photoId);
  // What was told of it late must not send it back.
  return known && known.phase !== 'sending'
    ? coming
    : put(coming, { photoId, name: fileName, phase: 'sending', percent, code: null, thumbUrl: null, at });
}

/** @type {(coming: ComingList, photo: HostedPhoto, phase: Coming['phase'], at: number) => ComingList} */
function arrived(coming, { photoId, fileName, code, thumbUrl }, phase, at) {
  const known = coming.find((each) => each.photoId === photoId);
  const isOver = known?.phase === 'ready' || known?.phase === 'rejected';
  return phase === 'stored' && isOver
    ? coming
    : put(coming, { photoId, name: fileName, phase, percent: 100, code, thumbUrl, at });
}

/** @type {(coming: ComingList, one: Coming) => ComingList} in its place, or as the newest */
function put(coming, one) {
  return coming.some(({ photoId }) => photoId === one.photoId)
    ? coming.map((each) => (each.photoId === one.photoId ? one : each))
    : [one, ...coming].slice(0, MOST);
}
