/**
 * What the phone page can do without until photos are picked: what sends them, their rows and
 * pictures, their safekeeping, questions about them, drag and drop. Loaded when the code is claimed,
 * so that the page opens sooner.
 *
 * @import { Connection } from '../lib/large-files.js'
 * @import { Keep, Locks, QueueParts, Timers, TransferParts } from '../lib/ports.d.ts'
 * @import { Phone } from '../lib/phone.js'
 * @import { Text } from '../lib/text.js'
 */

import { Choice } from '../components/choice/choice.js';
import { Drop } from '../components/drop/drop.js';
import { PhotoList } from '../components/photo-list/photo-list.js';
import { Chooser } from '../lib/chooser.js';
import { lineOf } from '../lib/large-files.js';
import { sha256 } from '../lib/file-facts.js';
import { Shelf } from '../lib/shelf.js';
import { lightJpeg, smallPicture } from '../lib/small-picture.js';
import { smaller } from '../lib/smaller.js';
import { addStylesheet } from '../lib/stylesheet.js';
import { Transfer } from '../lib/transfer.js';
import { xhrPut } from '../lib/upload.js';

/**
 * @typedef {object} LaterParts
 * @property {Phone} phone
 * @property {(id: string) => HTMLElement} element of the page
 * @property {Text} text
 * @property {IDBDatabase | null} database null: nothing can be kept here
 * @property {(files: File[]) => void} onPick
 * @property {() => void} onChange
 */

const STYLES = ['photo-row/photo-row', 'thumbnail/thumbnail', 'drop/drop'];

/** @param {LaterParts} parts */
export async function later({ element, phone, text, database, onPick, onChange }) {
  const { sessionId, queue, timers, naps, random } = phone;
  const styled = STYLES.map((name) => new URL(`../components/${name}.css`, import.meta.url));
  // No row is seen before it has its style.
  await Promise.all(styled.map((url) => addStylesheet(document, url)));
  const pictures = Pictures(timers);
  const list = PhotoList(element('photos'), {
    text,
    onRetry: (id) => queue.retry(id),
    onRemove: (id) => queue.remove(id),
  });
  const nowMs = () => Date.now();
  /** @type {Locks} only in secure contexts; else two tabs may both send, and S3 takes the first */
  const locks = navigator.locks ?? { request: (_, work) => work() };
  const shelf = database && new Shelf({ sessionId, database, locks, nowMs, onChange });
  const chooser = new Chooser({ phone, line, smaller, ...Choice(document, { text, naps, random }) });
  Drop(document.body, onPick);

  /** @param {string} id @param {File} file */
  async function develop(id, file) {
    const picture = await pictures.of(file);
    if (picture) {
      list.develop(id, picture);
    }
  }

  return {
    list,
    /** @type {Keep | null} null: nothing can be kept here */
    keep: shelf,
    /** @type {(id: string) => boolean} */
    keeps: (id) => shelf?.keeps(id) ?? false,
    develop,
    /** @type {Chooser['chosen']} */
    chosen: (files, limits) => chooser.chosen(files, limits),

    transfer: transfersOf(phone, pictures),

    async restore() {
      await shelf?.restore((kept) => {
        const taken = queue.restore(kept);
        if (taken) {
          void develop(kept.id, kept.file);
        }
        return taken;
      });
    },
  };
}

/** @type {(phone: Phone, pictures: ReturnType<typeof Pictures>) => QueueParts['transfer']} */
function transfersOf(phone, pictures) {
  const { sessionId, token, api, naps, random, timers } = phone;
  /** @type {TransferParts} */
  const parts = {
    ...{ sessionId, token, api, sha256, naps, random },
    put: xhrPut,
    now: timers.now,
    limits: () => phone.state.limits,
    online: () => navigator.onLine,
    async show(photoId, file) {
      const maxBytes = phone.state.limits?.maxPreviewBytes ?? 0;
      const picture = maxBytes > 0 ? await pictures.of(file) : null;
      const jpeg = picture && (await lightJpeg(picture, maxBytes));
      if (jpeg) {
        phone.preview(photoId, jpeg);
      }
    },
  };
  return (id, file, report) => new Transfer(id, file, parts, report);
}

/** Where browsers tell of their line. */
function line() {
  return lineOf(/** @type {Navigator & {connection?: Connection}} */ (navigator).connection);
}

/**
 * The small picture of each file, made once.
 *
 * @param {Timers} timers
 */
function Pictures(timers) {
  /** @type {WeakMap<File, Promise<HTMLCanvasElement | null>>} */
  const made = new WeakMap();

  return {
    /** @type {(file: File) => Promise<HTMLCanvasElement | null>} */
    of(file) {
      const picture = made.get(file) ?? smallPicture(file, timers);
      made.set(file, picture);
      return picture;
    },
  };
}
