/**
 * One photo of a library, as large as the window, and all that can be said of it: a dialog.
 *
 * @import { HostedAlbum, LibraryPhoto, PhotoChange, Visibility } from '../../lib/host-wire.d.ts'
 * @import { Drafts } from '../../lib/drafts.js'
 * @import { LargePictures } from '../../lib/large-pictures.js'
 * @import { KnownPhoto } from '../../lib/states.d.ts'
 * @import { Text } from '../../lib/text.js'
 */

import { reason } from '../photo-grid/describe.js';
import { Large, preload } from './large.js';
import { Panel } from './panel.js';

/**
 * @typedef {object} DetailParts
 * @property {Text} text
 * @property {LargePictures} pictures
 * @property {Drafts} drafts
 * @property {readonly HostedAlbum[]} albums
 * @property {(photo: LibraryPhoto) => {edit: boolean, moderate: boolean}} may
 * @property {(id: string) => KnownPhoto | undefined} photoOf
 * @property {(id: string) => {previous: string | null, next: string | null}} beside
 * @property {(id: string, change: PhotoChange) => Promise<string | null>} onChange null: it is done;
 *   else why not
 * @property {(id: string) => Promise<string | null>} onDelete asks first
 * @property {(id: string) => Promise<string | null>} onSave
 * @property {(id: string) => void} onShow
 * @property {(id: string) => void} onClose
 */

export class PhotoDetail {
  /** Empty: none is open. */
  shown = '';
  /** Where one goes if the photo goes. */
  #next = /** @type {string | null} */ (null);

  /** @param {Document} document @param {DetailParts} parts */
  constructor(document, parts) {
    this.parts = parts;
    this.dialog = document.createElement('dialog');
    this.dialog.className = 'detail';
    this.dialog.setAttribute('aria-label', parts.text.of('library.detail'));
    this.large = Large({ ...parts, onSwipe: (step) => this.#step(step) });
    this.panel = Panel({
      ...{ text: parts.text, albums: parts.albums },
      onClose: () => this.close(),
      onStep: (step) => this.#step(step),
      onType: (words) => this.#typed(words),
      onKeep: () => void parts.drafts.save(this.shown),
      onVisibility: (visibility) => this.#change({ visibility }),
      onAlbum: (album) => this.#change({ album }),
      onDelete: () => this.#do(parts.onDelete),
      onSave: () => this.#do(parts.onSave),
    });
    this.dialog.append(this.large.el, this.panel.el);
    this.dialog.addEventListener('keydown', (event) => this.#key(event));
    this.dialog.addEventListener('close', () => this.#closed());
    document.body.append(this.dialog);
  }

  /** @param {string} id */
  open(id) {
    this.#show(id);
    if (!this.dialog.open) {
      this.dialog.showModal();
    }
  }

  close() {
    this.dialog.close();
    // Its event comes later, and who goes back and forward at once may have opened one by then.
    this.#closed();
  }

  remove() {
    this.shown = '';
    this.dialog.remove();
  }

  /** Something is known that was not, or is not as it was. */
  update() {
    if (this.shown === '') {
      return;
    }
    const photo = this.parts.photoOf(this.shown);
    if (!photo) {
      this.#gone();
      return;
    }
    const { previous, next } = this.parts.beside(this.shown);
    const { drafts, may, text } = this.parts;
    this.#next = next ?? previous;
    this.large.show(photo);
    this.panel.update(photo, {
      ...{ previous, next, may: may(photo) },
      comment: drafts.of(photo),
      commentState: drafts.stateOf(this.shown),
      why: drafts.codeOf(this.shown) && reason(drafts.codeOf(this.shown), text),
    });
  }

  /** It was deleted or moved, here or elsewhere: what stood beside it is shown. */
  #gone() {
    if (this.#next && this.parts.photoOf(this.#next)) {
      this.#show(this.#next);
    } else {
      this.close();
    }
  }

  /** @param {string} id */
  #show(id) {
    this.shown = id;
    this.panel.begin();
    this.update();
    const { previous, next } = this.parts.beside(id);
    preload(this.parts.pictures, [next, previous].map((each) => each ? this.parts.photoOf(each) : undefined));
    this.parts.onShow(id);
  }

  /** @param {1 | -1} step */
  #step(step) {
    const { previous, next } = this.parts.beside(this.shown);
    const id = step > 0 ? next : previous;
    if (id) {
      void this.parts.drafts.save(this.shown);
      this.#show(id);
    }
  }

  /** @param {string} words */
  #typed(words) {
    const photo = this.parts.photoOf(this.shown);
    if (photo) {
      this.parts.drafts.type(photo, words);
    }
  }

  /** @param {PhotoChange & {visibility?: Visibility}} change */
  #change(change) {
    return this.#do((id) => this.parts.onChange(id, change));
  }

  /** @param {(id: string) => Promise<string | null>} work */
  async #do(work) {
    const id = this.shown;
    this.panel.tell('');
    const code = await work(id);
    if (code !== null && this.shown === id) {
      this.panel.tell(reason(code, this.parts.text));
    }
    this.update();
  }

  /** @param {KeyboardEvent} event */
  #key({ key, target }) {
    const types = target instanceof HTMLElement && target.matches('textarea, select, input, video, audio');
    if (!types && (key === 'ArrowRight' || key === 'ArrowLeft')) {
      this.#step(key === 'ArrowRight' ? 1 : -1);
    } else if (!types && key === 'Delete') {
      void this.#do(this.parts.onDelete);
    }
  }

  #closed() {
    const id = this.shown;
    if (id !== '' && !this.dialog.open) {
      void this.parts.drafts.save(id);
      this.shown = '';
      this.large.clear();
      this.parts.onClose(id);
    }
  }
}
