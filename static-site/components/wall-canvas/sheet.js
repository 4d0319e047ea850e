/**
 * One sheet of a wall: a picture, and what stands under it.
 *
 * @import { Text } from '../../lib/text.js'
 * @import { WallPhoto } from '../../lib/album-wire.d.ts'
 */

import { fitOf, sizeFor } from '../../lib/wall-fit.js';

export class Sheet {
  /** @type {WallPhoto | null} */
  #photo = null;
  #image = document.createElement('img');
  #caption = document.createElement('figcaption');
  #comment = line('wall-comment');
  #name = line('wall-name');
  figure = document.createElement('figure');

  /** @param {Text} text */
  constructor(text) {
    this.text = text;
    this.figure.className = 'wall-sheet';
    this.#image.decoding = 'sync';
    this.#caption.append(this.#comment, this.#name);
    this.figure.append(this.#image, this.#caption);
    this.clear();
  }

  get photoId() {
    return this.#photo?.photoId ?? null;
  }

  /** @param {boolean} isOn somebody sees it */
  turn(isOn) {
    this.figure.dataset.on = String(isOn);
    this.figure.setAttribute('aria-hidden', String(!isOn));
  }

  /** @param {WallPhoto} photo which it is, as it is called by now */
  caption(photo) {
    const { comment, guestName } = photo;
    this.#photo = photo;
    this.#comment.textContent = comment ?? '';
    this.#name.textContent = guestName ?? '';
    this.#caption.hidden = !comment && !guestName;
    this.figure.dataset.captioned = String(!this.#caption.hidden);
    this.#image.alt = comment || altOf(guestName, this.text);
  }

  /** @param {HTMLElement} stage */
  fit(stage) {
    if (this.#photo) {
      const { width, height } = this.#photo.renditions.large;
      this.figure.dataset.fit = fitOf({ width, height }, stage.clientWidth, stage.clientHeight);
      this.figure.style.setProperty('--ratio', String(width / height));
    }
  }

  /**
   * @param {WallPhoto} photo
   * @param {HTMLElement} stage
   * @returns {Promise<boolean>} once it can be painted; false: it cannot be had
   */
  load(photo, stage) {
    this.turn(false);
    this.caption(photo);
    this.fit(stage);
    const side = Math.max(stage.clientWidth, stage.clientHeight) * devicePixelRatio;
    this.#image.src = photo.renditions[sizeFor(photo.renditions, side)].url;
    return this.#image.decode().then(
      () => true,
      () => false,
    );
  }

  /** Nothing of it is left. */
  clear() {
    this.#photo = null;
    this.turn(false);
    this.#image.removeAttribute('src');
    this.#image.alt = '';
    this.#comment.textContent = '';
    this.#name.textContent = '';
    this.#caption.hidden = true;
  }
}

/** @type {(className: string) => HTMLSpanElement} of text from outside, in whichever direction */
function line(className) {
  const element = document.createElement('span');
  element.className = className;
  element.dir = 'auto';
  return element;
}

/** @type {(name: string | null, text: Text) => string} */
function altOf(name, text) {
  return name ? text.of('wall.photo.by', { name }) : text.of('wall.photo');
}
