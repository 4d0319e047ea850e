/**
 * Where large pictures are, each asked for once as long as its URL is good.
 *
 * @import { ImageSize, LibraryPhoto } from './host-wire.d.ts'
 */

/** URLs are good for ten minutes; one that is on its way must not run out. */
const GOOD_MS = 540_000;

/** @type {(photo: LibraryPhoto) => ImageSize | null} in which it is best seen; null: in none */
export function bestSize({ sizes, type }) {
  if (sizes.includes('large')) {
    return 'large';
  }
  const isPlayed = type === 'video' || type === 'audio';
  return isPlayed && sizes.includes('original') ? 'original' : null;
}

export class LargePictures {
  /** @type {Map<string, {url: Promise<string>, untilMs: number}>} */
  #known = new Map();

  /**
   * @param {object} parts
   * @param {(photoId: string, size: ImageSize) => Promise<{url: string}>} parts.ask
   * @param {() => number} parts.nowMs epoch milliseconds
   */
  constructor({ ask, nowMs }) {
    this.ask = ask;
    this.nowMs = nowMs;
  }

  /** @param {LibraryPhoto} photo @returns {Promise<string | null>} null: there is nothing to be seen */
  async url(photo) {
    const size = bestSize(photo);
    if (size === null) {
      return null;
    }
    const known = this.#known.get(photo.photoId);
    if (known && known.untilMs > this.nowMs()) {
      return known.url;
    }
    const url = this.ask(photo.photoId, size).then((answer) => answer.url);
    this.#known.set(photo.photoId, { url, untilMs: this.nowMs() + GOOD_MS });
    url.catch(() => this.#known.delete(photo.photoId));
    return url;
  }
}
