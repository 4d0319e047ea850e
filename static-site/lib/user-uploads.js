/**
 * All files that somebody who is signed in sends: the queue, what outlives the page, what becomes of
 * each in the end.
 *
 * @import { HostApi } from './host-api.js'
 * @import { Api } from './api.js'
 * @import { Locks, Put } from './ports.d.ts'
 * @import { Naps } from './timers.js'
 * @import { Address } from './user-wire.d.ts'
 * @import { Limits, Photo } from './wire.d.ts'
 */

import { Arrivals } from './arrivals.js';
import { judged, KNOWN_TYPES } from './file-facts.js';
import { bytesPerSecond, observePace, secondsLeft, START as AT_REST } from './pace.js';
import { Papers } from './papers.js';
import { Shelf } from './shelf.js';
import { UploadQueue } from './upload-queue.js';
import { isUnderWay, overall } from './upload-sum.js';
import { UserTransfer } from './user-transfer.js';

/** As long as a ticket lives: what is older begins anew, if it is still wanted. */
const KEEP_MS = 24 * 60 * 60_000;

/**
 * Until the first ticket tells them.
 *
 * @type {Limits}
 */
const UNKNOWN_LIMITS = {
  ...{ maxPhotos: Infinity, maxUploadBytes: Infinity, maxVideoBytes: Infinity },
  ...{ maxFileBytes: Infinity, maxPutBytes: Infinity, maxPreviewBytes: 0 },
  contentTypes: KNOWN_TYPES,
};

/**
 * @typedef {object} UserUploadsParts
 * @property {string} userId whose files these are
 * @property {Pick<HostApi, 'ask'>} host
 * @property {Pick<Api, 'ask' | 'snapshot' | 'withdraw'>} api
 * @property {IDBDatabase | null} database null: nothing can be kept here
 * @property {Locks} locks
 * @property {Put} put
 * @property {Naps} naps
 * @property {() => number} random
 * @property {() => boolean} online
 * @property {() => number} now monotonic milliseconds
 * @property {() => number} nowMs epoch milliseconds
 * @property {() => string} newId
 * @property {() => void} onChange
 */

export class UserUploads {
  limits = UNKNOWN_LIMITS;
  #pace = AT_REST;
  /** How fast bytes went when that could last be told. @type {number | null} */
  bytesPerSecond = null;

  /** @param {UserUploadsParts} parts */
  constructor(parts) {
    const { userId, api, database, locks, naps, nowMs, onChange } = parts;
    this.parts = parts;
    this.papers = new Papers({ database, nowMs, keepMs: KEEP_MS });
    this.shelf =
      database &&
      new Shelf({ sessionId: `user ${userId}`, database, locks, nowMs, onChange, keepMs: KEEP_MS });
    this.arrivals = new Arrivals({ api, naps, onOutcome: (photo) => this.#told(photo) });
    this.queue = new UploadQueue({
      transfer: (id, file, report) =>
        new UserTransfer(id, file, { ...parts, papers: this.papers }, report),
      keep: {
        add: (id, file) => this.shelf?.add(id, file),
        ticketed: (id, photoId) => this.#ticketed(id, photoId),
        drop: (id) => this.#drop(id),
      },
      judge: judged,
      newId: parts.newId,
      onChange: () => this.moved(),
      onRefusal: () => {},
    });
  }

  /**
   * @param {readonly File[]} files
   * @param {Address} address
   */
  pick(files, address) {
    const { newId } = this.queue.parts;
    // Its paper is there before its transfer asks for it.
    this.queue.parts.newId = () => {
      const id = newId();
      this.papers.begin(id, address);
      return id;
    };
    try {
      return this.queue.pick(files, this.limits);
    } finally {
      this.queue.parts.newId = newId;
    }
  }

  /** @param {(id: string, file: File) => void} onRestored goes on with what another life has left */
  async restore(onRestored) {
    await this.papers.sweep();
    await this.shelf?.restore(async (kept) => {
      await this.papers.take(kept.id);
      const isTaken = this.queue.restore(kept);
      if (isTaken) {
        onRestored(kept.id, kept.file);
      }
      return isTaken;
    });
  }

  /** Whether all that is on its way outlives the page. */
  get isKept() {
    return this.queue.state.filter(isUnderWay).every(({ id }) => this.shelf?.keeps(id));
  }

  /** Until all has arrived; null: that cannot be told. */
  get secondsLeft() {
    return secondsLeft(this.#pace);
  }

  /** @param {string} photoId its owner has deleted it */
  deleted(photoId) {
    const upload = this.queue.state.find((each) => each.photoId === photoId);
    if (upload) {
      const { name: fileName, sizeBytes, contentType } = upload;
      this.#tell({
        ...{ photoId, fileName, sizeBytes, contentType, state: 'REJECTED', code: 'DELETED' },
        ...{ url: null, storedAt: null, shownAt: null, renditions: null },
      });
    }
  }

  moved() {
    this.#pace = observePace(this.#pace, overall(this.queue.state).bytesLeft, this.parts.now());
    this.bytesPerSecond = bytesPerSecond(this.#pace) ?? this.bytesPerSecond;
    this.parts.onChange();
  }

  /** @type {(id: string, photoId: string) => void} */
  #ticketed(id, photoId) {
    const { ticket } = this.papers.of(id);
    // They are of one file; how many there may be in a day, the service counts.
    this.limits = ticket ? { ...ticket.limits, maxPhotos: Infinity } : this.limits;
    this.shelf?.ticketed(id, photoId);
  }

  /** @param {string} id of what has been sent, or will not be */
  #drop(id) {
    const { ticket } = this.papers.of(id);
    if (ticket && this.queue.state.find((each) => each.id === id)?.state === 'sent') {
      void this.arrivals.watch(ticket);
    }
    this.papers.drop(id);
    this.shelf?.drop(id);
  }

  /** @param {Photo} photo for who sends it from his desk, to be seen at all is to be on the screen */
  #told(photo) {
    this.#tell({ ...photo, shownAt: photo.state === 'READY' ? (photo.storedAt ?? 0) : null });
  }

  /** @param {Photo} photo */
  #tell(photo) {
    this.queue.tell([photo]);
  }
}
