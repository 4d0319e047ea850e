/**
 * The photos that have landed: the newest large, the others as a row of small prints.
 *
 * @import { Text } from '../../lib/text.js'
 * @import { Photo } from '../../lib/wire.d.ts'
 */

import { cleanName } from '../../lib/file-facts.js';

/**
 * @param {HTMLElement} stage for the newest
 * @param {HTMLElement} row for the others, a list
 * @param {{text: Text, onUnshowable: () => void}} parts onUnshowable: a URL may have been too old
 */
export function Prints(stage, row, { text, onUnshowable }) {
  /** @type {Map<string, ReturnType<typeof Print>>} */
  const prints = new Map();

  return {
    /** @param {readonly Photo[]} photos oldest first; none takes everything off the screen */
    update(photos) {
      const ids = new Set(photos.map(({ photoId }) => photoId));
      for (const [id, print] of prints) {
        if (!ids.has(id)) {
          print.discard();
          prints.delete(id);
        }
      }
      for (const photo of photos) {
        const print = prints.get(photo.photoId) ?? Print({ text, onUnshowable });
        prints.set(photo.photoId, print);
        print.update(photo);
      }
      const figures = photos.map(({ photoId }) => prints.get(photoId)?.figure);
      place(stage, figures.slice(-1));
      place(row, figures.slice(0, -1).reverse());
      row.hidden = photos.length < 2;
      const columns = photos.length > 5 ? 2 : 1;
      row.style.setProperty('--columns', String(columns));
      row.style.setProperty('--lines', String(Math.max(1, Math.ceil((photos.length - 1) / columns))));
    },
  };
}

/**
 * Moves only what is not in its place: moving a print would drop it in again.
 *
 * @param {HTMLElement} parent
 * @param {(HTMLElement | undefined)[]} figures
 */
function place(parent, figures) {
  const same =
    parent.children.length === figures.length &&
    figures.every((figure, index) => parent.children[index] === figure);
  if (!same) {
    parent.replaceChildren(...figures.filter((figure) => figure !== undefined));
  }
}

/** @param {{text: Text, onUnshowable: () => void}} parts */
function Print({ text, onUnshowable }) {
  const figure = document.createElement('figure');
  const image = document.createElement('img');
  const words = document.createElement('p');
  const caption = document.createElement('figcaption');
  const tried = new Set();
  figure.className = 'print';
  figure.dataset.state = 'developing';
  figure.append(image, words, caption);
  words.textContent = text.of('kiosk.photos.developing');
  caption.dir = 'auto';

  image.onload = () => {
    figure.style.setProperty('--ratio', String(image.naturalWidth / image.naturalHeight));
    figure.dataset.state = 'shown';
  };
  image.onerror = () => {
    figure.dataset.state = 'unshowable';
    words.textContent = text.of('kiosk.photos.unshowable');
    // Once more with a freshly signed URL, in case it was not the photo but the URL.
    if (tried.size === 1) {
      onUnshowable();
    }
  };

  return {
    figure,
    /** @param {Photo} photo */
    update(photo) {
      const name = cleanName(photo.fileName) || text.of('kiosk.photos.unnamed');
      figure.dataset.photo = photo.photoId;
      caption.textContent = name;
      image.alt = name;
      const wanted = tried.size === 0 || (figure.dataset.state === 'unshowable' && tried.size < 2);
      // Every snapshot brings another URL of the same picture; the one that works stays.
      if (photo.url && wanted && !tried.has(photo.url)) {
        tried.add(photo.url);
        image.src = photo.url;
      }
    },
    discard() {
      image.onload = null;
      image.onerror = null;
      image.removeAttribute('src');
      figure.remove();
    },
  };
}
