/**
 * What is known of photos while they are on their way: a pure core, (way, message) → way.
 *
 * @import { OnTheWay } from './states.d.ts'
 * @import { Message, Photo } from './wire.d.ts'
 */

import { hasArrived } from './messages.js';
import { isComing, isRejected } from './photos.js';

/** @type {Readonly<OnTheWay>} */
export const NOTHING = Object.freeze({
  percents: new Map(),
  previews: new Map(),
  secondsLeft: null,
});

/**
 * No percent ever falls: messages may come in any order, and an attempt may begin anew.
 *
 * @param {OnTheWay} way
 * @param {readonly Photo[]} photos all that are known, those of the message included
 * @param {Message} message
 * @returns {OnTheWay} `way` itself if nothing is new
 */
export function onTheWay(way, photos, message) {
  const coming = idsOf(photos.filter(isComing));
  const percents = new Map([...way.percents].filter(([id]) => coming.has(id)));
  if (message.type === 'UPLOAD_PROGRESS') {
    for (const { photoId, percent } of message.photos.filter(({ photoId: id }) => coming.has(id))) {
      percents.set(photoId, Math.max(percent, percents.get(photoId) ?? 0));
    }
  }
  const told = message.type === 'UPLOAD_PROGRESS' ? message.secondsLeft : way.secondsLeft;
  const secondsLeft = coming.size > 0 ? told : null;
  const previews = previewsAfter(way.previews, photos, message);
  const same =
    isSame(percents, way.percents) &&
    isSame(previews, way.previews) &&
    secondsLeft === way.secondsLeft;
  return same ? way : { percents, previews, secondsLeft };
}

/**
 * @param {Message} message
 * @param {readonly Photo[]} photos all that are known
 * @returns {boolean} its phone is there, and a photo on its way from it
 */
export function isSignOfLife(message, photos) {
  const coming = idsOf(photos.filter(isComing));
  switch (message.type) {
    case 'UPLOAD_PROGRESS':
      return message.photos.some(({ photoId }) => coming.has(photoId));
    case 'UPLOAD_PREVIEW':
      return coming.has(message.photo.photoId);
    default:
      return false;
  }
}

/**
 * @param {readonly Photo[]} photos that have arrived or are on their way
 * @param {OnTheWay} way
 * @returns {number} percent of their bytes that have arrived, rounded down
 */
export function percentOf(photos, { percents }) {
  const known = photos.some(({ sizeBytes }) => sizeBytes);
  let total = 0;
  let there = 0;
  for (const photo of photos) {
    const weight = known ? (photo.sizeBytes ?? 0) : 1;
    total += weight;
    there += weight * (hasArrived(photo) ? 100 : (percents.get(photo.photoId) ?? 0));
  }
  return total === 0 ? 0 : Math.floor(there / total);
}

/** @type {(previews: OnTheWay['previews'], photos: readonly Photo[], message: Message) => OnTheWay['previews']} */
function previewsAfter(previews, photos, message) {
  // One stays after its photo has arrived, for as long as it takes to draw that.
  const gone = idsOf(photos.filter(isRejected));
  const kept = new Map([...previews].filter(([id]) => !gone.has(id)));
  if (message.type === 'UPLOAD_PREVIEW') {
    const { photo, jpeg, width, height } = message;
    if (!gone.has(photo.photoId) && !kept.has(photo.photoId)) {
      kept.set(photo.photoId, { jpeg, width, height });
    }
  }
  return kept;
}

/** @type {(photos: readonly Photo[]) => Set<string>} */
function idsOf(photos) {
  return new Set(photos.map(({ photoId }) => photoId));
}

/** @type {<T>(one: ReadonlyMap<string, T>, other: ReadonlyMap<string, T>) => boolean} */
function isSame(one, other) {
  return one.size === other.size && [...one].every(([id, value]) => other.get(id) === value);
}
