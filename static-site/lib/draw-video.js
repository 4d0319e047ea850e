/**
 * Draws the beginning of a video that is still on the phone.
 *
 * @import { Timers } from './ports.d.ts'
 */

import { draw, fitted } from './draw-file.js';

/** Many begin with a black picture; this is past it. */
const BEGINNING_S = 0.1;
/** A video is not worth waiting for longer: it is sent without a picture. */
const PATIENCE_MS = 3_000;

/** One at a time: phones have few decoders. Photos do not wait for them. */
let last = Promise.resolve();

/**
 * @param {Blob} file
 * @param {number} side pixels that its longer side has at most
 * @param {Timers} timers
 * @returns {Promise<HTMLCanvasElement | null>} null: the browser cannot decode it
 */
export function drawVideo(file, side, timers) {
  const picture = last.then(() => drawn(file, side, timers));
  last = picture.then(() => undefined);
  return picture;
}

/** @type {typeof drawVideo} */
async function drawn(file, side, timers) {
  const video = document.createElement('video');
  const url = URL.createObjectURL(file);
  Object.assign(video, { muted: true, playsInline: true, preload: 'auto' });
  try {
    await begins(video, url, timers);
    const size = { width: video.videoWidth, height: video.videoHeight };
    const isThere = video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && size.width > 0;
    return isThere ? draw(video, fitted(size, side)) : null;
  } finally {
    // Its decoder is for the next one.
    video.removeAttribute('src');
    video.load();
    URL.revokeObjectURL(url);
  }
}

/** @type {(video: HTMLVideoElement, url: string, timers: Timers) => Promise<void>} or will not */
function begins(video, url, timers) {
  return new Promise((resolve) => {
    const end = () => {
      cancel();
      resolve();
    };
    const cancel = timers.after(PATIENCE_MS, end);
    video.onloadeddata = () => {
      video.pause();
      video.currentTime = Math.min(BEGINNING_S, video.duration / 2);
    };
    video.onseeked = end;
    video.onerror = end;
    video.src = url;
    // Phones load hardly anything of a video that nobody wants to play.
    video.play().catch(() => undefined);
  });
}
