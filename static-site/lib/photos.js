/**
 * The photos of a session as a client knows them: kept by id, never moved backwards.
 *
 * @import { Photo, PhotoState } from './wire.d.ts'
 */

import { isDeleted, isWithdrawn } from './endings.js';
import { isVideo } from './file-names.js';
import { hasArrived } from './messages.js';

/** @type {Record<PhotoState, number>} READY and REJECTED both end it: whichever came first stays */
const RANK = { PENDING: 0, STORED: 1, READY: 2, REJECTED: 2 };
/** Nothing comes after this, and it may come after everything. */
const DELETED_RANK = 3;

/** What most browsers that hang on a wall cannot draw. */
const SELDOM_DRAWN = ['image/heic', 'image/heif'];

/**
 * Announced and on its way. A ticket without a size is only the claim of a phone that has not
 * chosen anything yet.
 *
 * @param {Photo} photo
 * @returns {boolean}
 */
export function isComing(photo) {
  return photo.state === 'PENDING' && photo.sizeBytes !== null;
}

/**
 * It has arrived, but there is hardly anything to be seen before its renditions are made.
 *
 * @param {Photo} photo
 * @returns {boolean}
 */
export function isDeveloping({ state, url, contentType }) {
  return state === 'STORED' && (url === null || SELDOM_DRAWN.includes(contentType ?? ''));
}

/**
 * Nothing better will come than what is there: of a video no pictures are made.
 *
 * @param {Photo} photo
 * @returns {boolean}
 */
export function isFinal({ state, url, contentType }) {
  return url !== null && (state === 'READY' || isVideo(contentType ?? ''));
}

/**
 * It could be seen, but not here: its host has hidden it, or has not let it be seen yet.
 *
 * @param {Photo} photo
 * @returns {boolean}
 */
export function isWithheld({ state, url }) {
  return state === 'READY' && url === null;
}

/**
 * @param {Photo} photo
 * @returns {boolean} it can be seen as far as we know
 */
export function isVisible(photo) {
  return hasArrived(photo) && !isDeveloping(photo);
}

/**
 * @param {Photo} photo
 * @returns {boolean}
 */
export function isRejected({ state }) {
  return state === 'REJECTED';
}

/**
 * Unlike one that its visitor took back, or that was deleted: of these a screen has nothing to say.
 *
 * @param {Photo} photo
 * @returns {boolean}
 */
export function isRefused(photo) {
  return isRejected(photo) && !isWithdrawn(photo) && !isDeleted(photo);
}

/** @type {(photo: Photo) => number} how far it has come; that never falls */
function rank(photo) {
  return isDeleted(photo) ? DELETED_RANK : RANK[photo.state];
}

/**
 * @param {Photo} known
 * @param {Photo} told
 * @returns {Photo} `known` itself if nothing is new
 */
function merge(known, told) {
  const shownAt = known.shownAt ?? told.shownAt;
  const same = told.state === known.state && isDeleted(told) === isDeleted(known);
  if (!same && rank(told) <= rank(known)) {
    return shownAt === known.shownAt ? known : { ...known, shownAt };
  }
  const gone = told.state === 'REJECTED';
  const after = {
    photoId: known.photoId,
    state: told.state,
    fileName: told.fileName ?? known.fileName,
    contentType: told.contentType ?? known.contentType,
    sizeBytes: told.sizeBytes ?? known.sizeBytes,
    storedAt: told.storedAt ?? known.storedAt,
    shownAt,
    code: told.code ?? known.code,
    // As told, for it may not be seen here any more.
    url: gone ? null : told.url,
    renditions: gone ? null : told.renditions,
  };
  return JSON.stringify(after) === JSON.stringify(known) ? known : after;
}

/**
 * What is known after something was told. A photo that is missing in what was told stays: the
 * snapshot may be older than the push that it meets.
 *
 * @param {readonly Photo[]} known
 * @param {readonly Photo[]} told
 * @returns {readonly Photo[]} `known` itself if nothing is new
 */
export function mergePhotos(known, told) {
  const byId = new Map(known.map((photo) => [photo.photoId, photo]));
  let changed = false;
  for (const photo of told) {
    const before = byId.get(photo.photoId);
    const after = before ? merge(before, photo) : photo;
    changed ||= after !== before;
    byId.set(photo.photoId, after);
  }
  return changed ? [...byId.values()] : known;
}

/**
 * @param {readonly Photo[]} photos
 * @returns {Photo[]} what has arrived, oldest first
 */
export function arrived(photos) {
  return photos.filter(hasArrived).sort((a, b) => (a.storedAt ?? 0) - (b.storedAt ?? 0));
}

/**
 * @param {readonly Photo[]} before
 * @param {readonly Photo[]} after
 * @param {(photo: Photo) => boolean} is
 * @returns {Photo[]} those of which it is true now and was not before
 */
export function newly(before, after, is) {
  const already = new Set(before.filter(is).map(({ photoId }) => photoId));
  return after.filter((photo) => is(photo) && !already.has(photo.photoId));
}

/**
 * @param {readonly Photo[]} photos
 * @returns {string} how far each one has come
 */
export function steps(photos) {
  return photos.map(({ photoId, state }) => `${photoId} ${state}`).join();
}
