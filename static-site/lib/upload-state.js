/**
 * The photos that this phone sends: a pure core, (queue, event) → queue. What can be read from one is
 * in upload-sum.js.
 *
 * waiting → sending → sent, or failed (may be retried), or refused (never will be taken). What was
 * sent may be deleted, by whoever may do that.
 *
 * @import { Picked, Queue, Upload, UploadEvent, UploadName } from './states.d.ts'
 * @import { Photo } from './wire.d.ts'
 */

import { isDeleted, isWithdrawn } from './endings.js';
import { hasArrived } from './messages.js';
import { allow } from './transitions.js';

export const PARALLEL = 2;

/** @type {Record<'STARTED' | 'RETRIED' | 'REMOVED', UploadName[]>} our own commands */
const ALLOWED = {
  STARTED: ['waiting'],
  RETRIED: ['failed'],
  REMOVED: ['waiting', 'sending', 'failed', 'refused', 'deleted'],
};

/**
 * @type {(queue: Queue, event: UploadEvent) => Queue} `queue` itself if nothing changes
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

/** @type {(upload: Picked) => Upload} */
function picked({ id, name, sizeBytes, contentType, code, photoId = null }) {
  const state = code === null ? 'waiting' : 'refused';
  return {
    ...{ id, name, sizeBytes, contentType, state, code, photoId },
    ...{ sentBytes: 0, troubled: false, shown: false },
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

/** @type {(upload: Upload, event: Exclude<UploadEvent, {type: 'PICKED' | 'TOLD'}>) => Upload} */
function step(upload, event) {
  const sending = upload.state === 'sending';
  switch (event.type) {
    case 'STARTED':
      return { ...upload, state: 'sending', sentBytes: 0, troubled: false, code: null };
    case 'TICKETED':
      return { ...upload, photoId: event.photoId };
    case 'PROGRESSED':
      return sending && event.sentBytes > upload.sentBytes
        ? { ...upload, sentBytes: Math.min(event.sentBytes, upload.sizeBytes), troubled: false }
        : upload;
    case 'STUMBLED':
      return sending ? { ...upload, sentBytes: event.sentBytes, troubled: true } : upload;
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
 * @type {(queue: Queue, photos: readonly Photo[]) => Queue}
 */
function told(queue, photos) {
  let next = queue;
  for (const photo of photos) {
    if (isWithdrawn(photo)) {
      next = without(next, photo.photoId);
      continue;
    }
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

/** @type {(queue: Queue, photoId: string) => Queue} taken back, perhaps in another tab */
function without(queue, photoId) {
  const kept = queue.filter((upload) => upload.photoId !== photoId);
  return kept.length === queue.length ? queue : kept;
}

/** @type {(upload: Upload, photo: Photo) => Upload} it has arrived, was rejected or deleted */
function toldOne(upload, photo) {
  if (isDeleted(photo) || upload.state === 'deleted') {
    const state = /** @type {const} */ ('deleted');
    return upload.state === state
      ? upload
      : { ...upload, state, troubled: false, shown: false, code: null };
  }
  if (photo.state === 'REJECTED') {
    return upload.state === 'refused'
      ? upload
      : { ...upload, state: 'refused', troubled: false, code: photo.code ?? 'REJECTED' };
  }
  const shown = upload.shown || photo.shownAt !== null;
  return upload.state === 'refused' || (upload.state === 'sent' && upload.shown === shown)
    ? upload
    : { ...arrivedAs(upload), shown };
}

/** @type {(photo: Photo) => Upload} it was sent before a reload */
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

/** @type {(queue: Queue) => Upload[]} what may start now */
export function startable(queue) {
  const free = PARALLEL - queue.filter(({ state }) => state === 'sending').length;
  return queue.filter(({ state }) => state === 'waiting').slice(0, Math.max(0, free));
}
