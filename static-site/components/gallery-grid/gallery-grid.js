/**
 * The photos of an album as small prints, newest first; each opens.
 *
 * @import { GalleryPhoto } from '../../lib/shown.d.ts'
 * @import { Text } from '../../lib/text.js'
 */

/** Which of the two sizes a browser takes; the columns of gallery-grid.css. */
const SIZES = '(min-width: 60rem) 14rem, (min-width: 30rem) 30vw, 46vw';

/**
 * @param {HTMLElement} list
 * @param {object} parts
 * @param {Text} parts.text
 * @param {(photoId: string) => void} parts.onOpen
 * @param {(photoId: string) => void} parts.onStale its picture could not be had
 */
export function GalleryGrid(list, { text, onOpen, onStale }) {
  /** @type {Map<string, ReturnType<typeof Cell>>} */
  const cells = new Map();

  return {
    /** @param {readonly GalleryPhoto[]} photos */
    update(photos) {
      const ids = new Set(photos.map(({ photoId }) => photoId));
      for (const [id, { el }] of cells) {
        if (!ids.has(id)) {
          el.remove();
          cells.delete(id);
        }
      }
      /** @type {Element | null} */
      let place = list.firstElementChild;
      for (const photo of photos) {
        const { photoId } = photo;
        const cell =
          cells.get(photoId) ??
          Cell({ text, onOpen: () => onOpen(photoId), onStale: () => onStale(photoId) });
        cells.set(photoId, cell);
        cell.update(photo);
        if (cell.el === place) {
          place = place.nextElementSibling;
        } else {
          list.insertBefore(cell.el, place);
        }
      }
    },

    /** @param {string} photoId */
    focus(photoId) {
      cells.get(photoId)?.button.focus();
    },
  };
}

/** @param {{text: Text, onOpen: () => void, onStale: () => void}} parts */
function Cell({ text, onOpen, onStale }) {
  const el = document.createElement('li');
  const button = document.createElement('button');
  const picture = document.createElement('img');
  let url = '';
  button.type = 'button';
  picture.loading = 'lazy';
  picture.decoding = 'async';
  picture.sizes = SIZES;
  button.append(picture);
  button.addEventListener('click', onOpen);
  picture.addEventListener('error', onStale);
  el.append(button);

  return {
    el,
    button,
    /** @param {GalleryPhoto} photo */
    update(photo) {
      const { thumb, medium } = photo.renditions;
      picture.alt = label(photo, text);
      // One that is there need not be fetched again because its URL is another.
      if (url === '' || (url !== medium.url && !(picture.complete && picture.naturalWidth > 0))) {
        url = medium.url;
        picture.width = medium.width;
        picture.height = medium.height;
        picture.srcset = `${thumb.url} ${thumb.width}w, ${medium.url} ${medium.width}w`;
        picture.src = medium.url;
      }
    },
  };
}

/** @type {(photo: GalleryPhoto, text: Text) => string} */
export function label({ guestName, comment, storedAt }, text) {
  const when = new Intl.DateTimeFormat(text.language, { dateStyle: 'medium', timeStyle: 'short' });
  const at = when.format(storedAt * 1000);
  const by = guestName
    ? text.of('gallery.photo.by', { name: guestName, when: at })
    : text.of('gallery.photo', { when: at });
  return comment ? `${comment}. ${by}` : by;
}
