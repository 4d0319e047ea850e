/**
 * One photo, as large as there is room: the small picture first, until the large one is there.
 *
 * @import { LargePictures } from '../../lib/large-pictures.js'
 * @import { KnownPhoto } from '../../lib/states.d.ts'
 * @import { Text } from '../../lib/text.js'
 */

import { drawing } from '../icon/icon.js';
import { nameOf } from '../photo-grid/describe.js';

/** How far a finger goes that means another photo, in CSS pixels. */
const SWIPE = 48;

/**
 * @param {object} parts
 * @param {Text} parts.text
 * @param {LargePictures} parts.pictures
 * @param {(step: 1 | -1) => void} [parts.onSwipe]
 */
export function Large({ text, pictures, onSwipe }) {
  const el = document.createElement('div');
  let shown = '';
  let state = '';
  el.className = 'large';
  if (onSwipe) {
    swipes(el, onSwipe);
  }

  return {
    el,
    /** @param {KnownPhoto} photo */
    show(photo) {
      const now = `${photo.state} ${photo.sizes}`;
      if (shown === photo.photoId && state === now) {
        return;
      }
      shown = photo.photoId;
      state = now;
      el.replaceChildren(small(photo, text));
      pictures.url(photo).then(
        async (url) => {
          const large = url === null ? null : await drawn(url, photo, text);
          if (large && shown === photo.photoId) {
            el.replaceChildren(large);
          }
        },
        () => {
          // What is seen small may be looked at again.
          state = '';
        },
      );
    },
    clear() {
      shown = '';
      el.replaceChildren();
    },
  };
}

/** Has them by the time they are shown. @type {(pictures: LargePictures, photos: (KnownPhoto | undefined)[]) => void} */
export function preload(pictures, photos) {
  for (const photo of photos) {
    if (photo?.type === 'image') {
      pictures.url(photo).then(
        (url) => {
          if (url) {
            new Image().src = url;
          }
        },
        () => {},
      );
    }
  }
}

/** @type {(photo: KnownPhoto, text: Text) => HTMLElement} */
function small(photo, text) {
  if (photo.thumbUrl) {
    const picture = new Image();
    picture.alt = '';
    picture.className = 'large-small';
    picture.src = photo.thumbUrl;
    return picture;
  }
  const blank = document.createElement('div');
  const words = document.createElement('p');
  words.dir = 'auto';
  words.textContent = nameOf(photo, text);
  blank.className = 'large-blank';
  blank.append(drawing(photo.type), words);
  return blank;
}

/** @type {(url: string, photo: KnownPhoto, text: Text) => Promise<HTMLElement | null>} once it can be painted */
async function drawn(url, photo, text) {
  if (photo.type === 'video' || photo.type === 'audio') {
    const film = document.createElement(photo.type);
    Object.assign(film, { controls: true, preload: 'metadata', src: url });
    film.setAttribute('playsinline', '');
    film.setAttribute('aria-label', nameOf(photo, text));
    return film;
  }
  const picture = new Image();
  picture.alt = photo.comment ?? nameOf(photo, text);
  picture.draggable = false;
  picture.src = url;
  return picture.decode().then(
    () => picture,
    () => null,
  );
}

/** @type {(el: HTMLElement, onSwipe: (step: 1 | -1) => void) => void} */
function swipes(el, onSwipe) {
  let from = 0;
  el.addEventListener('pointerdown', ({ clientX }) => {
    from = clientX;
  });
  el.addEventListener('pointerup', ({ clientX, pointerType }) => {
    const way = clientX - from;
    if (pointerType !== 'mouse' && Math.abs(way) > SWIPE) {
      onSwipe(way < 0 ? 1 : -1);
    }
  });
}
