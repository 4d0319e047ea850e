/**
 * The photos of a visit, those on their way too: one large, the others as a row of small prints.
 *
 * @import { PrintParts } from './print.js'
 * @import { OnTheWay, Places } from '../../lib/states.d.ts'
 * @import { Photo, RenditionName } from '../../lib/wire.d.ts'
 */

import { isWithheld } from '../../lib/photos.js';
import { fitting } from '../../lib/print-state.js';
import { Print } from './print.js';

/**
 * @param {HTMLElement} stage for the large one
 * @param {HTMLElement} row for the others, a list
 * @param {PrintParts} parts
 */
export function Prints(stage, row, parts) {
  const { prints, discardAllBut, printOf } = Kept(parts);

  return {
    /** @returns {string[]} ids of the photos that can be seen, not only their previews */
    shown() {
      const seen = [...prints].filter(([, { figure }]) => figure.dataset.state === 'shown');
      return seen.map(([id]) => id);
    },
    /**
     * @param {Places} places no photo takes everything off the screen
     * @param {OnTheWay} way
     * @param {number} at monotonic milliseconds
     */
    update({ stage: large, row: others }, way, at) {
      const photos = large ? [large, ...others] : others;
      discardAllBut(photos);
      const shown = photos.map((photo) => ({ photo, print: printOf(photo) }));
      const figures = shown.map(({ print }) => print.figure);
      arrange(row, others.length);
      place(stage, figures.slice(0, 1));
      place(row, figures.slice(1));
      // Measured first, all of them, and only then changed.
      const sizes = shown.map(({ photo, print }, index) =>
        index === 0 ? 'large' : sizeOf(photo, print.figure),
      );
      shown.forEach(({ photo, print }, index) => {
        const percent = way.percents.get(photo.photoId) ?? 0;
        const preview = way.previews.get(photo.photoId) ?? null;
        print.update({ photo, size: sizes[index], percent, preview, large: index === 0 }, at);
      });
    },
  };
}

/** @param {PrintParts} parts */
function Kept(parts) {
  /** @type {Map<string, ReturnType<typeof Print>>} */
  const prints = new Map();

  return {
    prints,
    /** @param {readonly Photo[]} photos */
    discardAllBut(photos) {
      const ids = new Set(photos.map(({ photoId }) => photoId));
      for (const [id, print] of prints) {
        if (!ids.has(id)) {
          print.discard();
          prints.delete(id);
        }
      }
    },
    /** @param {Photo} photo */
    printOf(photo) {
      const known = prints.get(photo.photoId);
      if (known && !(isWithheld(photo) && isSeen(known.figure))) {
        return known;
      }
      // What may not be seen any more goes with its paper.
      known?.discard();
      const print = Print(parts);
      prints.set(photo.photoId, print);
      return print;
    },
  };
}

/** @type {(figure: HTMLElement) => boolean} a picture is on it */
function isSeen({ dataset }) {
  return dataset.state === 'shown' || dataset.state === 'previewed';
}

/** @type {(photo: Photo, figure: HTMLElement) => RenditionName} of a print in the row */
function sizeOf({ renditions }, figure) {
  return renditions ? fitting(renditions, figure.clientWidth * devicePixelRatio) : 'large';
}

/** @type {(row: HTMLElement, count: number) => void} */
function arrange(row, count) {
  const columns = count > 4 ? 2 : 1;
  row.style.setProperty('--columns', String(columns));
  row.style.setProperty('--lines', String(Math.max(1, Math.ceil(count / columns))));
  row.hidden = count === 0;
}

/**
 * Moves only what is not in its place: moving a print would drop it in again.
 *
 * @param {HTMLElement} parent
 * @param {HTMLElement[]} figures
 */
function place(parent, figures) {
  const same =
    parent.children.length === figures.length &&
    figures.every((figure, index) => parent.children[index] === figure);
  if (!same) {
    parent.replaceChildren(...figures);
  }
}
