/**
 * The photos of a session as a client knows them: kept by id, never moved backwards.
 *
 * @import { Photo, PhotoState } from './wire.d.ts'
 */

import { hasArrived } from './messages.js';

/** @type {Record<PhotoState, number>} READY and REJECTED both end it: whichever came first stays */
const RANK = { PENDING: 0, STORED: 1, READY: 2, REJECTED: 2 };

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
 * @param {Photo} known
 * @param {Photo} told
 * @returns {Photo} `known` itself if nothing is new
 */
function merge(known, told) {
  const later = RANK[told.state] > RANK[known.state];
  if (!later && (told.state !== known.state || sameFacts(known, told))) {
    return known;
  }
  return {
    photoId: known.photoId,
    state: told.state,
    fileName: told.fileName ?? known.fileName,
    contentType: told.contentType ?? known.contentType,
    sizeBytes: told.sizeBytes ?? known.sizeBytes,
    storedAt: told.storedAt ?? known.storedAt,
    code: told.code ?? known.code,
    url: told.state === 'REJECTED' ? null : (told.url ?? known.url),
  };
}

/** @type {(known: Photo, told: Photo) => boolean} */
function sameFacts(known, told) {
  return (
    known.fileName === (told.fileName ?? known.fileName) &&
    known.contentType === (told.contentType ?? known.contentType) &&
    known.sizeBytes === (told.sizeBytes ?? known.sizeBytes) &&
    known.storedAt === (told.storedAt ?? known.storedAt) &&
    known.code === (told.code ?? known.code) &&
    known.url === (told.url ?? known.url)
  );
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
 * @param {readonly Photo[]} photos
 * @returns {string} how far each one has come
 */
export function steps(photos) {
  return photos.map(({ photoId, state }) => `${photoId} ${state}`).join();
}
