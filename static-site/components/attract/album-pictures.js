/**
 * The pictures that a kiosk shows in turn while it waits: each is fetched once, as long as it may
 * be shown, and never more than a few are kept.
 *
 * @import { WallPhoto } from '../../lib/album-wire.d.ts'
 * @import { Timers } from '../../lib/ports.d.ts'
 */

import { fitting } from '../../lib/attract-state.js';

/** After which a picture that is still coming is given up. */
const PATIENCE_MS = 15_000;

/** @param {Timers['after']} after */
export function AlbumPictures(after) {
  /** By the ids of their photos. @type {Map<string, HTMLImageElement>} */
  const pictures = new Map();

  /** @param {string} photoId */
  function forget(photoId) {
    pictures.get(photoId)?.removeAttribute('src');
    pictures.delete(photoId);
  }

  return {
    /**
     * @param {WallPhoto} photo
     * @param {number} side the longer one of its print, in the screen's own pixels
     * @returns {Promise<boolean>} it can be painted, and may still be
     */
    async load({ photoId, renditions }, side) {
      const picture = pictures.get(photoId) ?? new Image();
      if (!pictures.has(photoId)) {
        pictures.set(photoId, picture);
        picture.decoding = 'sync';
        picture.alt = '';
        picture.src = fitting(renditions, side).url;
      }
      const isThere = await decodes(picture, after);
      const isWanted = pictures.get(photoId) === picture;
      if (isWanted && !isThere) {
        // The next one comes by a fresh URL.
        forget(photoId);
      }
      return isWanted && isThere;
    },
    /** @param {string} photoId of one that was loaded */
    of: (photoId) => /** @type {HTMLImageElement} */ (pictures.get(photoId)),
    /** @param {ReadonlySet<string>} photoIds nothing is left of all others */
    keep(photoIds) {
      [...pictures.keys()].filter((photoId) => !photoIds.has(photoId)).forEach(forget);
    },
  };
}

/** @type {(picture: HTMLImageElement, after: Timers['after']) => Promise<boolean>} it can be painted */
async function decodes(picture, after) {
  /** @type {() => void} */
  let cancel = () => {};
  const late = new Promise((resolve) => {
    cancel = after(PATIENCE_MS, () => resolve(false));
  });
  const there = picture.decode().then(
    () => true,
    () => false,
  );
  const isThere = await Promise.race([there, late]);
  cancel();
  return isThere === true;
}
