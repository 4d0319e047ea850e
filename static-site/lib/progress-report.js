/**
 * What the phone tells the screen of its uploads, and how often: a pure core.
 *
 * @import { Queue } from './states.d.ts'
 * @import { Saying } from './wire.d.ts'
 */

import { isUnderWay, percentOf } from './upload-sum.js';

/** As many as one message may tell of. */
const UPLOADS = 12;

/**
 * @typedef {object} Reported
 * @property {number} at monotonic milliseconds
 * @property {string} ids of the photos in it
 * @property {string} told
 */

/** @type {Readonly<Reported>} */
export const START = Object.freeze({ at: -Infinity, ids: '', told: '' });

/**
 * A photo that the screen has not heard of is told of at once, all else at intervals.
 *
 * @param {Queue} queue
 * @param {number | null} secondsLeft
 * @param {Reported} last
 * @param {number} at
 * @param {number} everyMs
 * @returns {{saying: Saying, reported: Reported} | null} null: nothing to tell, or not yet
 */
export function progressReport(queue, secondsLeft, last, at, everyMs) {
  const uploads = queue
    .filter(isUnderWay)
    .flatMap((upload) =>
      upload.photoId === null ? [] : [{ photoId: upload.photoId, percent: percentOf(upload) }],
    )
    .slice(0, UPLOADS);
  const told = JSON.stringify([uploads, secondsLeft]);
  const ids = uploads.map(({ photoId }) => photoId).join();
  const isNew = uploads.some(({ photoId }) => !last.ids.includes(photoId));
  if (uploads.length === 0 || told === last.told || (!isNew && at - last.at < everyMs)) {
    return null;
  }
  return {
    saying: { action: 'progress', uploads, secondsLeft },
    reported: { at, ids, told },
  };
}
