/**
 * One photo, as large as the screen: a dialog, with the ones beside it a swipe or a key away.
 *
 * @import { GalleryPhoto } from '../../lib/shown.d.ts'
 * @import { Text } from '../../lib/text.js'
 */

import { beside } from '../../lib/gallery-state.js';
import { label } from '../gallery-grid/gallery-grid.js';

/** How far a finger goes that means the next photo, in CSS pixels. */
const SWIPE = 48;

export class Lightbox {
  /** The photo that is open; empty: none is. */
  #shown = '';

  /**
   * @param {HTMLDialogElement} dialog
   * @param {object} parts
   * @param {Text} parts.text
   * @param {() => readonly GalleryPhoto[]} parts.photos
   * @param {(photoId: string) => Promise<GalleryPhoto | null>} parts.fresh
   * @param {() => void} parts.onEnd the last one is shown: there may be more
   * @param {(photoId: string) => void} parts.onClose
   */
  constructor(dialog, { text, photos, fresh, onEnd, onClose }) {
    this.dialog = dialog;
    this.text = text;
    this.photos = photos;
    this.fresh = fresh;
    this.onEnd = onEnd;
    this.parts = partsOf(dialog);
    turnBy(dialog, this.parts, (which) => {
      const photo = beside(photos(), this.#shown)[which];
      if (photo) {
        void this.#show(photo.photoId);
      }
    });
    dialog.addEventListener('close', () => {
      const last = this.#shown;
      this.#shown = '';
      this.parts.picture.replaceChildren();
      onClose(last);
    });
  }

  /** @param {string} photoId */
  open(photoId) {
    void this.#show(photoId);
    this.dialog.showModal();
  }

  /** One that is not shown any more leaves at once. */
  update() {
    if (this.#shown === '') {
      return;
    }
    if (beside(this.photos(), this.#shown).at < 0) {
      this.dialog.close();
    } else {
      this.#settle();
    }
  }

  /** @param {string} photoId */
  async #show(photoId) {
    if (this.#shown !== photoId) {
      this.parts.picture.replaceChildren();
    }
    this.#shown = photoId;
    this.#settle();
    const known = () => this.photos()[beside(this.photos(), photoId).at];
    const photo = await this.fresh(photoId).catch(known);
    if (photo && this.#shown === photoId) {
      draw(this.parts, photo, this.text);
    }
  }

  #settle() {
    const { at, newer, older } = beside(this.photos(), this.#shown);
    // Not disabled: whoever is at it by keys stays there.
    this.parts.newer.setAttribute('aria-disabled', String(!newer));
    this.parts.older.setAttribute('aria-disabled', String(!older));
    tell(this.parts, this.photos()[at], this.text);
    if (!older) {
      this.onEnd();
    }
  }
}

/** @param {HTMLDialogElement} dialog */
function partsOf(dialog) {
  /** @param {string} name */
  const part = (name) => /** @type {HTMLElement} */ (dialog.querySelector(`[data-part=${name}]`));
  return {
    picture: part('picture'),
    comment: part('comment'),
    by: part('by'),
    newer: part('newer'),
    older: part('older'),
    save: /** @type {HTMLAnchorElement} */ (part('save')),
    close: part('close'),
  };
}

/** @type {(parts: ReturnType<typeof partsOf>, photo: GalleryPhoto | undefined, text: Text) => void} */
function tell({ comment, by }, photo, text) {
  comment.textContent = photo?.comment ?? '';
  by.textContent = photo ? label({ ...photo, comment: null }, text) : '';
}

/** @type {(parts: ReturnType<typeof partsOf>, photo: GalleryPhoto, text: Text) => void} */
function draw({ picture: place, save }, photo, text) {
  save.href = photo.downloadUrl;
  const { thumb, large } = photo.renditions;
  const [first, sharp] = [thumb, large].map(({ url }) => {
    const picture = new Image(large.width, large.height);
    picture.alt = '';
    picture.src = url;
    return picture;
  });
  if (!place.firstElementChild) {
    place.append(first);
  }
  // The small one stays until the large one can be painted in its place.
  sharp.alt = label(photo, text);
  sharp.decode().then(
    () => place.firstElementChild && place.replaceChildren(sharp),
    () => {},
  );
}

/**
 * By buttons, keys and swipes.
 *
 * @type {(dialog: HTMLDialogElement, parts: ReturnType<typeof partsOf>, go: (which: 'newer' | 'older') => void) => void}
 */
function turnBy(dialog, { picture, newer, older, close }, go) {
  const isRtl = () => getComputedStyle(dialog).direction === 'rtl';
  newer.addEventListener('click', () => go('newer'));
  older.addEventListener('click', () => go('older'));
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('keydown', ({ key }) => {
    if (key === 'ArrowRight' || key === 'ArrowLeft') {
      go((key === 'ArrowRight') === isRtl() ? 'newer' : 'older');
    }
  });
  let from = 0;
  picture.addEventListener('pointerdown', ({ clientX }) => {
    from = clientX;
  });
  picture.addEventListener('pointerup', ({ clientX }) => {
    const way = clientX - from;
    if (Math.abs(way) > SWIPE) {
      go(way > 0 === isRtl() ? 'older' : 'newer');
    }
  });
}
