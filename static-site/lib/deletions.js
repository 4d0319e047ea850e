/**
 * Deletes photos that have arrived, when their visitor has said twice that he means it; and how the
 * service is told that a photo is taken back.
 *
 * @import { DeletionParts } from './ports.d.ts'
 * @import { Deletion, Upload } from './states.d.ts'
 * @import { Photo } from './wire.d.ts'
 */

import { ApiError, isTemporary } from './api.js';
import { fullJitter } from './timers.js';

/** A bad moment is waited for; a bad line is the visitor's to judge. */
export const ATTEMPTS = 5;

export class Deletions {
  /** By the ids of the photos; of what is deleted the queue knows. @type {Map<string, Deletion>} */
  state = new Map();
  /** Asked about, or being deleted. @type {Set<string>} */
  #busy = new Set();

  /** @param {DeletionParts} parts */
  constructor(parts) {
    this.parts = parts;
  }

  /** @param {Upload | undefined} upload that has arrived */
  async delete(upload) {
    const photoId = upload?.photoId;
    if (upload && photoId && !this.#busy.has(photoId)) {
      this.#busy.add(photoId);
      if (await this.parts.ask(upload)) {
        await this.#delete(upload, photoId);
      }
      this.#busy.delete(photoId);
    }
  }

  /** @type {(upload: Upload, photoId: string) => Promise<void>} */
  async #delete(upload, photoId) {
    const { queue, onOutcome } = this.parts;
    this.#set(photoId, 'deleting');
    const photo = await withdraw(this.parts, photoId, ATTEMPTS);
    if (photo) {
      this.state.delete(photoId);
      queue.tell([photo]);
    } else {
      this.#set(photoId, 'kept');
    }
    onOutcome(upload, photo !== null);
  }

  /** @type {(photoId: string, deletion: Deletion) => void} */
  #set(photoId, deletion) {
    this.state.set(photoId, deletion);
    this.parts.onChange();
  }
}

/**
 * @param {Pick<DeletionParts, 'api' | 'sessionId' | 'token' | 'naps' | 'random'>} parts
 * @param {string} photoId
 * @param {number} [attempts] if not told, until the service has an answer
 * @returns {Promise<Photo | null>} null: it is still there, as far as we know, or its session is over
 */
export async function withdraw({ api, sessionId, token, naps, random }, photoId, attempts = Infinity) {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    try {
      return await api.withdraw(sessionId, photoId, token);
    } catch (error) {
      if (!isTemporary(error)) {
        if (error instanceof ApiError) {
          return null;
        }
        throw error;
      }
    }
    await naps.nap(fullJitter(attempt, random));
  }
  return null;
}
