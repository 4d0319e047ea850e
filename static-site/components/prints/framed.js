/**
 * What is to be seen in the window of one print: an image or a video, replaced without a gap.
 *
 * @import { Shown } from './fetcher.js'
 */

import { playOrRest, release } from './film.js';

/** @param {Shown} picture that is there at first */
export function Framed(picture) {
  let name = '';
  let isLarge = false;

  return {
    /** @param {string} words that stand for it */
    entitle(words) {
      name = words;
      entitle(picture, name);
    },
    /** @param {boolean} large it stands alone, not in the row */
    place(large) {
      isLarge = large;
      if (picture instanceof HTMLVideoElement) {
        playOrRest(picture, isLarge);
      }
    },
    /**
     * @param {Shown} next loaded; it takes the place of the one before
     * @returns {number} its ratio
     */
    put(next) {
      const before = picture;
      picture = next;
      entitle(next, name);
      if (next instanceof HTMLImageElement) {
        before.replaceWith(next);
        return next.naturalWidth / next.naturalHeight;
      }
      cover(before, next);
      playOrRest(next, isLarge);
      return next.videoWidth / next.videoHeight;
    },
    discard() {
      release(picture);
    },
  };
}

/** @type {(picture: Shown, name: string) => void} */
function entitle(picture, name) {
  if (picture instanceof HTMLImageElement) {
    picture.alt = name;
  } else {
    picture.setAttribute('aria-label', name);
  }
}

/**
 * What was there stays below until a frame of the video is painted: that it can be does not mean
 * that it has been.
 *
 * @type {(before: Shown, video: HTMLVideoElement) => void}
 */
function cover(before, video) {
  entitle(before, '');
  before.after(video);
  const uncover = () => {
    before.remove();
    release(before);
  };
  if ('requestVideoFrameCallback' in video) {
    video.requestVideoFrameCallback(uncover);
  } else {
    // Two frames of the page: in the first it is laid out.
    requestAnimationFrame(() => requestAnimationFrame(uncover));
  }
}
