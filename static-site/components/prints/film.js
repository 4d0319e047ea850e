/**
 * A video on a print: silent, over and over; only on the large print, and only where motion is
 * welcome. Else its first frame stands there.
 */

/** @type {() => HTMLVideoElement} */
export function film() {
  const video = document.createElement('video');
  video.muted = true;
  video.loop = true;
  video.playsInline = true;
  video.preload = 'auto';
  return video;
}

/** @type {(video: HTMLVideoElement, url: string) => Promise<boolean>} its first frame can be painted */
export function begins(video, url) {
  return new Promise((resolve) => {
    video.onloadeddata = () => resolve(true);
    video.onerror = () => resolve(false);
    video.src = url;
  });
}

/** @type {(video: HTMLVideoElement, large: boolean) => void} */
export function playOrRest(video, large) {
  const plays = large && !matchMedia('(prefers-reduced-motion: reduce)').matches;
  if (plays && video.paused) {
    // Where that is not allowed its first frame stays.
    video.play().catch(() => undefined);
  } else if (!plays) {
    video.pause();
    if (video.currentTime > 0) {
      video.currentTime = 0;
    }
  }
}

/** @type {(picture: HTMLImageElement | HTMLVideoElement | null) => void} nothing of it is wanted any more */
export function release(picture) {
  picture?.removeAttribute('src');
  if (picture instanceof HTMLVideoElement) {
    // Until it is told to load nothing it goes on with what it had.
    picture.load();
  }
}
