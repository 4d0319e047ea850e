/**
 * Fetches the pictures of one print, one at a time.
 *
 * @import { PrintSource } from '../../lib/states.d.ts'
 */

import { begins, film, release } from './film.js';

/** @typedef {HTMLImageElement | HTMLVideoElement} Shown */

export function Fetcher() {
  /** @type {Shown | null} */
  let coming = null;

  return {
    /**
     * @param {PrintSource} source
     * @returns {Promise<Shown | null>} once it can be painted; null: not to be had
     */
    async fetch(source) {
      const [picture, loading] =
        source.size === 'upload' && source.isVideo ? playing(source.url) : drawing(source);
      coming = picture;
      const there = await loading;
      if (coming === picture) {
        coming = null;
      }
      return there ? picture : null;
    },
    /** What still comes is no longer wanted. */
    stop() {
      release(coming);
      coming = null;
    },
  };
}

/** @type {(url: string) => [HTMLVideoElement, Promise<boolean>]} */
function playing(url) {
  const video = film();
  return [video, begins(video, url)];
}

/** @type {(source: PrintSource) => [HTMLImageElement, Promise<boolean>]} */
function drawing(source) {
  const picture = new Image();
  // Painted together with what else is new in its frame, never a frame later.
  picture.decoding = 'sync';
  return [picture, loads(picture, source)];
}

/** @type {(picture: HTMLImageElement, source: PrintSource) => Promise<boolean>} it can be painted */
async function loads(picture, source) {
  switch (source.size) {
    case 'preview':
      return draws(picture, source.jpeg);
    case 'upload':
      // Not decoded in advance: that takes all of its pixels, which may be a hundred million, and
      // painting takes only as many as are seen.
      return new Promise((resolve) => {
        picture.onload = () => resolve(true);
        picture.onerror = () => resolve(false);
        picture.src = source.url;
      });
    default:
      picture.src = source.url;
      return decodes(picture);
  }
}

/** @type {(picture: HTMLImageElement, jpeg: string) => Promise<boolean>} */
async function draws(picture, jpeg) {
  const blob = jpegOf(jpeg);
  if (!blob) {
    return false;
  }
  const url = URL.createObjectURL(blob);
  picture.src = url;
  const there = await decodes(picture);
  // The image keeps what it has read.
  URL.revokeObjectURL(url);
  return there;
}

/** @type {(base64: string) => Blob | null} null: it is none */
function jpegOf(base64) {
  try {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    return new Blob([bytes], { type: 'image/jpeg' });
  } catch (error) {
    if (error instanceof DOMException) {
      return null;
    }
    throw error;
  }
}

/** @type {(picture: HTMLImageElement) => Promise<boolean>} */
function decodes(picture) {
  return picture.decode().then(
    () => true,
    () => false,
  );
}
