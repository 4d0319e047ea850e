/**
 * A small, upright picture of a file that is still on the phone.
 *
 * @import { Timers } from './ports.d.ts'
 */

import { draw, drawFile, fitted, jpegOf } from './draw-file.js';
import { drawVideo } from './draw-video.js';
import { fileFacts } from './file-facts.js';
import { isVideo } from './file-names.js';

/** Pixels of its longer side: enough for a screen to show it large until the photo is there. */
const SIDE = 512;
/** So many may be as heavy as they may be; more share that, for the photos wait until they have gone. */
const HEAVY = 6;
/** What is tried until the picture is light enough: the share of its side, and the JPEG's quality. */
const TRIES = [
  [1, 0.7],
  [1, 0.5],
  [0.75, 0.5],
  [0.5, 0.5],
  [0.375, 0.3],
];

/** Makes the small picture of each file once. */
export class SmallPictures {
  /** @type {WeakMap<File, Promise<HTMLCanvasElement | null>>} */
  #made = new WeakMap();

  /** @param {Timers} timers */
  constructor(timers) {
    this.timers = timers;
  }

  /** @param {File} file @returns {Promise<HTMLCanvasElement | null>} null: the browser cannot decode it */
  of(file) {
    const picture = this.#made.get(file) ?? this.#make(file);
    this.#made.set(file, picture);
    return picture;
  }

  /** @param {File} file */
  #make(file) {
    return isVideo(fileFacts(file).contentType)
      ? drawVideo(file, SIDE, this.timers)
      : drawFile(file, SIDE);
  }
}

/**
 * @param {HTMLCanvasElement} picture
 * @param {number} maxBytes
 * @param {number} many pictures that are sent at once: of twenty none is shown large for long
 * @returns {Promise<string | null>} base64 of its JPEG; null: it does not become so light
 */
export async function lightJpeg(picture, maxBytes, many) {
  const part = Math.min(1, HEAVY / many);
  const side = Math.max(picture.width, picture.height) * Math.sqrt(part);
  for (const [share, quality] of TRIES) {
    const canvas = share * part === 1 ? picture : draw(picture, fitted(picture, side * share));
    const blob = await jpegOf(canvas, quality);
    if (blob && blob.size <= maxBytes * part) {
      const bytes = new Uint8Array(await blob.arrayBuffer());
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    }
  }
  return null;
}
