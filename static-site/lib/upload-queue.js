/**
 * Runs the uploads of the queue, two at a time, and reports what happens to it.
 *
 * @import { Kept, QueueParts, Sender } from './ports.d.ts'
 * @import { Picked, Queue, UploadEvent } from './states.d.ts'
 * @import { Limits, Photo } from './wire.d.ts'
 */

import { isDeleted } from './endings.js';
import { startable, uploadState } from './upload-state.js';
import { isOff, isUnderWay, room } from './upload-sum.js';

/** The round trips of one announcement are the time in which the other's picture goes. */
const ANNOUNCED_AT_ONCE = 2;

export class UploadQueue {
  /** @type {Queue} */
  state = [];
  /** Of what may still be sent. @type {Map<string, Sender>} */
  #transfers = new Map();
  /** Ids by fingerprint, also of what has been sent. @type {Map<string, string>} */
  #picked = new Map();
  /** Refused and deleted photos whose note was taken away. @type {Set<string | null>} */
  #dismissed = new Set();
  /** Photos that were taken back on their way; if they were faster, they are deleted. @type {Set<string | null>} */
  #takenBack = new Set();
  #announcing = 0;

  /** @param {QueueParts} parts */
  constructor(parts) {
    this.parts = parts;
  }

  /**
   * Takes picked files, as many as there is room for.
   *
   * @param {readonly File[]} files
   * @param {Limits} limits
   * @returns {{added: Map<string, File>, leftOut: number, known: number}} added: by id; leftOut:
   *   how many did not fit; known: how many were here already
   */
  pick(files, limits) {
    /** @type {Map<string, File>} */
    const added = new Map();
    let free = room(this.state, limits.maxPhotos);
    let leftOut = 0;
    let known = 0;
    const uploads = [];
    for (const file of files) {
      const { code, ...facts } = this.parts.judge(file, limits);
      if (code === null && this.#has(file)) {
        known += 1;
        continue;
      }
      if (code === null && free === 0) {
        leftOut += 1;
        continue;
      }
      free -= code === null ? 1 : 0;
      const id = this.parts.newId();
      added.set(id, file);
      this.#picked.set(fingerprint(file), id);
      uploads.push({ ...facts, id, code });
    }
    for (const { id, code } of uploads) {
      if (code === null) {
        this.parts.keep.add(id, /** @type {File} */ (added.get(id)));
      }
    }
    this.#take(added, uploads);
    return { added, leftOut, known };
  }

  /**
   * Goes on with what was picked before the page was loaded anew.
   *
   * @param {Kept} kept
   * @returns {boolean} false: there is nothing to go on with
   */
  restore({ id, file, photoId }) {
    if (this.state.some((each) => each.id === id || (photoId && each.photoId === photoId))) {
      return false;
    }
    this.#picked.set(fingerprint(file), id);
    this.#take(new Map([[id, file]]), [{ ...this.parts.judge(file, null), id, photoId }]);
    return true;
  }

  /** @param {string} id */
  retry(id) {
    this.#dispatch({ type: 'RETRIED', id });
  }

  /** @param {string} id */
  remove(id) {
    const upload = this.state.find((each) => each.id === id);
    const transfer = this.#transfers.get(id);
    if (upload) {
      (isOff(upload) ? this.#dismissed : this.#takenBack).add(upload.photoId);
    }
    this.#dispatch({ type: 'REMOVED', id });
    void transfer?.withdraw();
  }

  /** @param {readonly Photo[]} photos */
  tell(photos) {
    const isListed = (/** @type {Photo} */ { photoId }) =>
      this.state.some((upload) => upload.photoId === photoId);
    const isNoNews = (/** @type {Photo} */ photo) =>
      this.#dismissed.has(photo.photoId) ||
      (isDeleted(photo) && this.#takenBack.has(photo.photoId) && !isListed(photo));
    this.#dispatch({ type: 'TOLD', photos: photos.filter((photo) => !isNoNews(photo)) });
  }

  /** @type {(file: File) => boolean} it is in the queue, and not as a failure */
  #has(file) {
    const upload = this.state.find(({ id }) => id === this.#picked.get(fingerprint(file)));
    return upload !== undefined && (upload.state === 'sent' || isUnderWay(upload));
  }

  /**
   * @param {ReadonlyMap<string, File>} files
   * @param {Picked[]} uploads
   */
  #take(files, uploads) {
    for (const [id, file] of files) {
      const report = (/** @type {UploadEvent} */ event) => this.#dispatch(event);
      this.#transfers.set(id, this.parts.transfer(id, file, report));
    }
    this.#dispatch({ type: 'PICKED', uploads });
    void this.#announceAll();
  }

  /** @param {UploadEvent} event */
  #dispatch(event) {
    const before = this.state;
    this.state = uploadState(before, event);
    if (this.state === before) {
      return;
    }
    if (event.type === 'TICKETED') {
      this.parts.keep.ticketed(event.id, event.photoId);
    }
    this.#stopWhatIsOver();
    this.parts.onChange();
    // Each start is an event of its own and comes back here: only ever look at what is next now.
    for (let [next] = startable(this.state); next; [next] = startable(this.state)) {
      void this.#send(next.id);
    }
  }

  #stopWhatIsOver() {
    const byId = new Map(this.state.map((upload) => [upload.id, upload]));
    for (const [id, transfer] of this.#transfers) {
      const upload = byId.get(id);
      if (upload?.state !== 'sending') {
        transfer.stop();
      }
      if (!upload || upload.state === 'sent' || isOff(upload)) {
        this.#transfers.delete(id);
        this.parts.keep.drop(id);
      }
    }
  }

  /** Ahead of their turn, a few at a time, so that the screen shows what is coming. */
  async #announceAll() {
    const next = () =>
      this.state
        .filter(isUnderWay)
        .map(({ id }) => this.#transfers.get(id))
        .find((transfer) => transfer && !transfer.isAnnounced);
    const announce = async () => {
      this.#announcing += 1;
      for (let transfer = next(); transfer; transfer = next()) {
        await transfer.announce();
      }
      this.#announcing -= 1;
    };
    while (this.#announcing < ANNOUNCED_AT_ONCE && next()) {
      void announce();
    }
  }

  /** @param {string} id */
  async #send(id) {
    const transfer = this.#transfers.get(id);
    if (!transfer) {
      throw new Error(`Upload ${id} waits without a file`);
    }
    this.#dispatch({ type: 'STARTED', id });
    const outcome = await transfer.send();
    if (outcome.type !== 'STOPPED') {
      this.#dispatch({ ...outcome, id });
      if ('code' in outcome) {
        this.parts.onRefusal(outcome.code);
      }
    }
  }
}

/**
 * What two picks of the same file have in common, and hardly two files. Their checksum would take
 * reading them, and is not to be had everywhere.
 *
 * @type {(file: File) => string}
 */
function fingerprint({ name, size, lastModified }) {
  return `${lastModified} ${size} ${name}`;
}
