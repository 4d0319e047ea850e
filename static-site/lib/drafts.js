/**
 * Comments as somebody types them, each until it is kept by the service: no key that was pressed is
 * lost by going on to the next photo, by a cut, or by a sign-in that has run out.
 *
 * @import { LibraryPhoto } from './host-wire.d.ts'
 */

import { ApiError, isTemporary } from './api.js';

/** As many as the service takes. */
export const COMMENT_CHARACTERS = 500;

export class Drafts {
  /** @type {Map<string, string>} */
  #typed = new Map();
  /** Those that are on their way. @type {Map<string, string>} */
  #saving = new Map();
  /** Codes of those that could not be kept. @type {Map<string, string>} */
  #failed = new Map();

  /**
   * @param {object} parts
   * @param {(photoId: string, comment: string | null) => Promise<unknown>} parts.keep
   * @param {() => void} parts.onChange
   */
  constructor({ keep, onChange }) {
    this.keep = keep;
    this.onChange = onChange;
  }

  /** Nothing would be lost if the page were left. */
  get isEmpty() {
    return this.#typed.size === 0;
  }

  /** What stands under the photo, for who types. @param {Pick<LibraryPhoto, 'photoId' | 'comment'>} photo */
  of({ photoId, comment }) {
    return this.#typed.get(photoId) ?? comment ?? '';
  }

  /** @param {string} photoId @returns {'kept' | 'typed' | 'saving' | 'failed'} */
  stateOf(photoId) {
    if (this.#saving.has(photoId)) {
      return 'saving';
    }
    if (this.#failed.has(photoId)) {
      return 'failed';
    }
    return this.#typed.has(photoId) ? 'typed' : 'kept';
  }

  /** @param {string} photoId */
  codeOf(photoId) {
    return this.#failed.get(photoId) ?? '';
  }

  /** @type {(photo: Pick<LibraryPhoto, 'photoId' | 'comment'>, words: string) => void} */
  type({ photoId, comment }, words) {
    this.#failed.delete(photoId);
    if (words === (comment ?? '')) {
      this.#typed.delete(photoId);
    } else {
      this.#typed.set(photoId, words);
    }
    this.onChange();
  }

  /** Once more all that is left; of a photo that is gone there is nothing to keep. */
  async saveAll() {
    const retry = async (/** @type {string} */ photoId) => {
      await this.save(photoId);
      if (this.codeOf(photoId) === 'PhotoNotFound') {
        this.#typed.delete(photoId);
        this.#failed.delete(photoId);
        this.onChange();
      }
    };
    await Promise.all([...this.#typed.keys()].map(retry));
  }

  /** @param {string} photoId @returns {Promise<void>} never rejects for what the service says */
  async save(photoId) {
    const words = this.#typed.get(photoId);
    if (words === undefined || this.#saving.has(photoId)) {
      return;
    }
    this.#saving.set(photoId, words);
    this.#failed.delete(photoId);
    this.onChange();
    try {
      await this.keep(photoId, words.trim() || null);
      if (this.#typed.get(photoId) === words) {
        this.#typed.delete(photoId);
      }
    } catch (error) {
      if (!(error instanceof ApiError) && !isTemporary(error)) {
        throw error;
      }
      const isAway = isTemporary(error) || !(error instanceof ApiError);
      this.#failed.set(photoId, isAway ? 'ServiceUnavailable' : error.code);
    } finally {
      this.#saving.delete(photoId);
      this.onChange();
    }
    if (this.#typed.has(photoId) && !this.#failed.has(photoId)) {
      // More was typed meanwhile.
      await this.save(photoId);
    }
  }
}
