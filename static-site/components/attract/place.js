/**
 * One place of the rack, and the prints in it.
 */

/** Of more extreme ones the ends are cut off: width to height. */
const NARROWEST = 0.68;
const WIDEST = 1.5;

/** Two prints that take turns: one fades in over the other. */
export function Place() {
  let [front, behind] = [Print(), Print()];
  const el = document.createElement('div');
  el.className = 'attract-place';
  el.append(front.el, behind.el);

  return {
    el,
    get isTaken() {
      return front.photoId !== null;
    },
    /** @type {(photoId: string, picture: HTMLImageElement) => void} */
    show(photoId, picture) {
      [front, behind] = [behind, front];
      front.fill(photoId, picture);
      front.turn(true);
      behind.turn(false);
    },
    /** @param {ReadonlySet<string>} photoIds */
    keep(photoIds) {
      for (const print of [front, behind]) {
        if (print.photoId !== null && !photoIds.has(print.photoId)) {
          print.clear();
        }
      }
    },
  };
}

function Print() {
  const el = document.createElement('div');
  /** @type {string | null} */
  let photoId = null;
  el.className = 'attract-print';

  return {
    el,
    get photoId() {
      return photoId;
    },
    /** @type {(id: string, picture: HTMLImageElement) => void} */
    fill(id, picture) {
      const { naturalWidth, naturalHeight } = picture;
      const ratio = Math.min(WIDEST, Math.max(NARROWEST, naturalWidth / naturalHeight));
      photoId = id;
      el.dataset.photo = id;
      // All prints have the same area, whatever their shape.
      el.style.setProperty('--wide', String(Math.sqrt(ratio)));
      el.style.setProperty('--tall', String(1 / Math.sqrt(ratio)));
      el.replaceChildren(picture);
    },
    /** @param {boolean} isOn */
    turn(isOn) {
      el.dataset.on = String(isOn);
    },
    /** At once, without a farewell: it may not be seen any more. */
    clear() {
      photoId = null;
      delete el.dataset.photo;
      el.dataset.on = 'gone';
      el.replaceChildren();
    },
  };
}
