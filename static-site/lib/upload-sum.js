/**
 * What can be read from the photos that this phone sends: how far they are, and how many more fit.
 *
 * @import { Overall, Queue, Upload } from './states.d.ts'
 */

/** @type {(upload: Upload) => boolean} on its way, or will be by itself */
export function isUnderWay({ state }) {
  return state === 'waiting' || state === 'sending';
}

/** @type {(upload: Upload) => number} 99 until the answer is there: only that makes it sent */
export function percentOf({ sentBytes, sizeBytes, state }) {
  const percent = sizeBytes === 0 ? 0 : Math.floor((100 * sentBytes) / sizeBytes);
  return state === 'sent' ? 100 : Math.min(99, percent);
}

/** @type {(queue: Queue) => Overall} */
export function overall(queue) {
  const wanted = queue.filter((upload) => !isOff(upload));
  const bytes = wanted.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const gone = wanted.reduce((sum, { sentBytes }) => sum + sentBytes, 0);
  return {
    sent: wanted.filter(({ state }) => state === 'sent').length,
    total: wanted.length,
    busy: wanted.some(isUnderWay),
    percent: bytes === 0 ? 0 : Math.floor((100 * gone) / bytes),
    bytesLeft: wanted
      .filter(isUnderWay)
      .reduce((sum, each) => sum + each.sizeBytes - each.sentBytes, 0),
  };
}

/** @type {(upload: Upload) => boolean} refused or deleted: it takes no place and will not come */
export function isOff({ state }) {
  return state === 'refused' || state === 'deleted';
}

/** @type {(queue: Queue) => boolean} something has arrived that no screen has shown */
export function isUnseen(queue) {
  return queue.some(({ state, shown }) => state === 'sent' && !shown);
}

/** @type {(queue: Queue) => number} */
export function off(queue) {
  return queue.filter(isOff).length;
}

/** @type {(queue: Queue, maxPhotos: number) => number} how many more may be picked */
export function room(queue, maxPhotos) {
  return Math.max(0, maxPhotos - queue.length + off(queue));
}
