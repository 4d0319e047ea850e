/**
 * The photos that this phone sends: a pure core, (queue, event) → queue.
 *
 * waiting → sending → sent, or failed (may be retried), or refused (never will be taken).
 *
 * @import { FileFacts, Overall, Queue, Upload, UploadEvent, UploadName } from './states.d.ts'
 * @import { Photo } from './wire.d.ts'
 */

import { hasArrived } from './messages.js';
import { allow } from './transitions.js';

export const PARALLEL = 2;

/** @type {Record<'STARTED' | 'RETRIED' | 'REMOVED', UploadName[]>} our own commands */
const ALLOWED = {
  STARTED: ['waiting'],
  RETRIED: ['failed'],
  REMOVED: ['waiting', 'sending', 'failed', 'refused'],
};

/**
 * @param {Queue} queue
 * @param {UploadEvent} event
 * @returns {Queue} `queue` itself if nothing changes
 * @throws {IllegalTransition} for a command that the upload's state does not allow
 */
export function uploadState(queue, event) {
  switch (event.type) {
    case 'PICKED':
      return event.uploads.length === 0 ? queue : [...queue, ...event.uploads.map(picked)];
    case 'TOLD':
      return told(queue, event.photos);
    default:
      return stepped(queue, event);
  }
}

/** @type {(upload: FileFacts & {id: string, code: string | null}) => Upload} */
function picked({ id, name, sizeBytes, contentType, code }) {
  const state = code === null ? 'waiting' : 'refused';
  return {
    ...{ id, name, sizeBytes, contentType, state, code },
    ...{ sentBytes: 0, troubled: false, photoId: null },
  };
}

/** @type {(queue: Queue, event: Exclude<UploadEvent, {type: 'PICKED' | 'TOLD'}>) => Queue} */
function stepped(queue, event) {
  const before = queue.find(({ id }) => id === event.id);
  if (!before) {
    // Removed meanwhile: what its transport still reports is of no interest.
    return queue;
  }
  if (event.type in ALLOWED) {
    const command = /** @type {keyof typeof ALLOWED} */ (event.type);
    allow(command, before.state, ALLOWED[command]);
  }
  if (event.type === 'REMOVED') {
    return queue.filter((upload) => upload !== before);
  }
  const after = step(before, event);
  return after === before ? queue : replaced(queue, before, after);
}

/** @type {(queue: Queue, before: Upload, after: Upload) => Queue} */
function replaced(queue, before, after) {
  return queue.map((upload) => (upload === before ? after : upload));
}

/**
 * @param {Upload} upload
 * @param {Exclude<UploadEvent, {type: 'PICKED' | 'TOLD' | 'REMOVED'}>} event
 * @returns {Upload}
 */
function step(upload, event) {
  const sending = upload.state === 'sending';
  switch (event.type) {
    case 'STARTED':
      return { ...upload, state: 'sending', sentBytes: 0, troubled: false, code: null };
    case 'TICKETED':
      return sending ? { ...upload, photoId: event.photoId } : upload;
    case 'PROGRESSED':
      return sending && event.sentBytes > upload.sentBytes
        ? { ...upload, sentBytes: Math.min(event.sentBytes, upload.sizeBytes), troubled: false }
        : upload;
    case 'STUMBLED':
      return sending ? { ...upload, sentBytes: 0, troubled: true } : upload;
    case 'SENT':
      return sending ? arrivedAs(upload) : upload;
    case 'FAILED':
      return sending ? { ...upload, state: 'failed', troubled: false, code: event.code } : upload;
    case 'REFUSED':
      return sending ? { ...upload, state: 'refused', troubled: false, code: event.code } : upload;
    case 'RETRIED':
      return { ...upload, state: 'waiting', sentBytes: 0, code: null };
    default:
      throw new TypeError(`Unknown upload event ${/** @type {UploadEvent} */ (event).type}`);
  }
}

/** @type {(upload: Upload) => Upload} */
function arrivedAs(upload) {
  return { ...upload, state: 'sent', sentBytes: upload.sizeBytes, troubled: false, code: null };
}

/**
 * What the service says of the session's photos. It knows better than our transport: a photo whose
 * answer was lost has arrived, and one that a reload made us forget is still ours.
 *
 * @param {Queue} queue
 * @param {readonly Photo[]} photos
 * @returns {Queue}
 */
function told(queue, photos) {
  let next = queue;
  for (const photo of photos) {
    if (!hasArrived(photo) && photo.state !== 'REJECTED') {
      continue;
    }
    const before = next.find(({ photoId }) => photoId === photo.photoId) ?? null;
    const after = toldOne(before ?? remembered(photo), photo);
    if (after !== before) {
      next = before ? replaced(next, before, after) : [...next, after];
    }
  }
  return next;
}

/**
 * @param {Upload} upload
 * @param {Photo} photo that has arrived or was rejected
 * @returns {Upload}
 */
function toldOne(upload, photo) {
  if (photo.state === 'REJECTED') {
    return upload.state === 'refused'
      ? upload
      : { ...upload, state: 'refused', troubled: false, code: photo.code ?? 'REJECTED' };
  }
  return upload.state === 'sent' || upload.state === 'refused' ? upload : arrivedAs(upload);
}

/**
 * @param {Photo} photo of this phone, sent before a reload
 * @returns {Upload}
 */
function remembered(photo) {
  return {
    ...picked({
      id: photo.photoId,
      name: photo.fileName ?? '',
      sizeBytes: photo.sizeBytes ?? 0,
      contentType: photo.contentType ?? '',
      code: null,
    }),
    photoId: photo.photoId,
  };
}

/**
 * @param {Queue} queue
 * @returns {Upload[]} what may start now
 */
export function startable(queue) {
  const free = PARALLEL - queue.filter(({ state }) => state === 'sending').length;
  return queue.filter(({ state }) => state === 'waiting').slice(0, Math.max(0, free));
}

/** @type {(queue: Queue) => Overall} */
export function overall(queue) {
  const wanted = queue.filter(({ state }) => state !== 'refused');
  const bytes = wanted.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const gone = wanted.reduce((sum, { sentBytes }) => sum + sentBytes, 0);
  return {
    sent: wanted.filter(({ state }) => state === 'sent').length,
    total: wanted.length,
    busy: wanted.some(({ state }) => state === 'waiting' || state === 'sending'),
    percent: bytes === 0 ? 0 : Math.floor((100 * gone) / bytes),
  };
}

/**
 * @param {Queue} queue
 * @param {number} maxPhotos
 * @returns {number} how many more may be picked
 */
export function room(queue, maxPhotos) {
  return Math.max(0, maxPhotos - queue.filter(({ state }) => state !== 'refused').length);
}
