/**
 * What the phone page can do without until photos are picked: what sends them, their rows and
 * pictures, their safekeeping, questions about them, drag and drop. Loaded when the code is claimed,
 * so that the page opens sooner.
 *
 * @import { Connection } from '../lib/large-files.js'
 * @import { Keep, Kept, Locks, QueueParts, RowPlace, TransferParts } from '../lib/ports.d.ts'
 * @import { Phone } from '../lib/phone.js'
 * @import { Mood, Overall, Queue, Upload } from '../lib/states.d.ts'
 * @import { Text } from '../lib/text.js'
 */

import { Choice } from '../components/choice/choice.js';
import { askBySheet } from '../components/choice/sheet.js';
import { Drop } from '../components/drop/drop.js';
import { offerLanguages } from '../components/language/offer.js';
import { PhotoList } from '../components/photo-list/photo-list.js';
import { Total } from '../components/total/total.js';
import { Chooser } from '../lib/chooser.js';
import { Deletions } from '../lib/deletions.js';
import { preconnect, site } from '../lib/early.js';
import { lineOf } from '../lib/large-files.js';
import { judged, sha256 } from '../lib/file-facts.js';
import { cleanName } from '../lib/file-names.js';
import { pipelined } from '../lib/pipelined.js';
import { ProgressWatch } from '../lib/progress-watch.js';
import { Shelf } from '../lib/shelf.js';
import { lightJpeg, SmallPictures } from '../lib/small-picture.js';
import { smaller } from '../lib/smaller.js';
import { addStylesheets } from '../lib/stylesheet.js';
import { loadText, whenLanguageChanges } from '../lib/text.js';
import { Transfer } from '../lib/transfer.js';
import { UploadQueue } from '../lib/upload-queue.js';
import { xhrPut } from '../lib/upload.js';
import { isUnderWay } from '../lib/upload-sum.js';
import { WakeLock } from '../lib/wake-lock.js';

/**
 * @typedef {object} LaterParts
 * @property {Phone} phone
 * @property {(id: string) => HTMLElement} element of the page
 * @property {Text} text
 * @property {IDBDatabase | null} database null: nothing can be kept here
 * @property {(count: number) => Uint8Array} randomBytes
 * @property {() => void} onChange
 */

/** Where nothing can be kept. @type {Keep} */
const UNKEPT = { add() {}, ticketed() {}, drop() {} };

const STYLES = ['total/total', 'photo-row/photo-row', 'thumbnail/thumbnail', 'drop/drop'];

/** @param {LaterParts} parts */
export async function later({ element, phone, text, database, randomBytes, onChange }) {
  const { sessionId, timers, naps, random } = phone;
  void offerLanguages(document, { text, naps, random });
  // No row is seen before it has its style. What is said otherwise in an album is there already.
  const [photos] = await Promise.all([loadText('photos', naps, random), addStylesheets(document, STYLES)]);
  Object.assign(text.words, photos.words);
  const pictures = new SmallPictures(timers);
  phone.progress = new ProgressWatch();
  const shelf = database && shelfIn(database, sessionId, onChange);
  const newId = () => `photo-${randomBytes(12).join('-')}`;
  const queue = queueOf(phone, { transfer: transfersOf(phone, pictures), keep: shelf ?? UNKEPT, newId });
  const total = Total(element('total'), { text });
  const list = PhotoList(element('photos'), {
    text,
    onRetry: (id) => queue.retry(id),
    onRemove: (id) => queue.remove(id),
    onDelete: (id) => void deletions.delete(queue.state.find((upload) => upload.id === id)),
    onEmpty: () => element('library').focus(),
  });
  const deletions = deletionsOf(phone, queue, text, element('announcer'), onChange);
  const chooser = new Chooser({ phone, line, smaller, ...Choice(document, { text, naps, random }) });
  const chosen = chooser.chosen.bind(chooser);
  const take = picking({ element, phone, queue, text, develop, chosen });
  const pick = site.gate?.before(take) ?? take;
  const wakeLock = new WakeLock(window);
  Drop(document.body, pick);
  phone.employ(queue);

  /** @param {string} id @param {File} file */
  async function develop(id, file) {
    const picture = await pictures.of(file);
    if (picture) {
      list.develop(id, picture);
    }
  }

  return {
    /** @type {(queue: Queue, sum: Overall, place: Omit<RowPlace, 'deletions'>, mood: Mood) => string} to be said */
    update(uploads, sum, place, mood) {
      site.thanks?.update(sum.sent, mood);
      wakeLock.want(sum.busy);
      list.update(uploads, { ...place, deletions: deletions.state });
      return total.update(sum, phone.secondsLeft);
    },
    /** @type {(id: string) => boolean} */
    keeps: (id) => shelf?.keeps(id) ?? false,
    pick,
    restore: () => shelf?.restore((kept) => takenBack(queue, kept, develop)),
  };
}

/** @type {(phone: Phone, parts: Pick<QueueParts, 'transfer' | 'keep' | 'newId'>) => UploadQueue} */
function queueOf(phone, parts) {
  return new UploadQueue({
    ...parts,
    judge: judged,
    onChange: () => phone.moved(),
    onRefusal: (code) => phone.refused(code),
  });
}

/** @type {(queue: UploadQueue, kept: Kept, develop: (id: string, file: File) => Promise<void>) => boolean} */
function takenBack(queue, kept, develop) {
  const taken = queue.restore(kept);
  if (taken) {
    void develop(kept.id, kept.file);
  }
  return taken;
}

/** @type {(database: IDBDatabase, sessionId: string, onChange: () => void) => Shelf} */
function shelfIn(database, sessionId, onChange) {
  const nowMs = () => Date.now();
  /** @type {Locks} only in secure contexts; else two tabs may both send, and S3 takes the first */
  const locks = navigator.locks ?? { request: (_, work) => work() };
  return new Shelf({ sessionId, database, locks, nowMs, onChange });
}

/** @type {(phone: Phone, pictures: SmallPictures) => QueueParts['transfer']} */
function transfersOf(phone, pictures) {
  const { sessionId, token, api, naps, random, timers } = phone;
  /** @type {TransferParts} */
  const parts = {
    ...{ sessionId, token, api, sha256, naps, random },
    put: xhrPut,
    putPhoto: pipelined(xhrPut, timers),
    now: timers.now,
    limits: () => phone.state.limits,
    online: () => navigator.onLine,
    async show(photoId, file) {
      const maxBytes = phone.state.limits?.maxPreviewBytes ?? 0;
      const picture = maxBytes > 0 ? await pictures.of(file) : null;
      const many = phone.queue.state.filter(isUnderWay).length;
      const jpeg = picture && (await lightJpeg(picture, maxBytes, many));
      if (jpeg) {
        phone.preview(photoId, jpeg);
      }
    },
  };
  return (id, file, report) => new Transfer(id, file, parts, report);
}

/** @type {(phone: Phone, queue: UploadQueue, text: Text, announcer: HTMLElement, onChange: () => void) => Deletions} */
function deletionsOf(phone, queue, text, announcer, onChange) {
  const { sessionId, token, api, naps, random } = phone;
  return new Deletions({
    ...{ sessionId, token, api, queue, naps, random, onChange },
    ask: (upload) => meansIt(upload, text),
    onOutcome(upload, isDeleted) {
      const key = isDeleted ? 'phone.say.deleted' : 'phone.row.kept';
      announcer.textContent = text.of(key, { name: nameOf(upload, text) });
    },
  });
}

/** @type {(upload: Upload, text: Text) => string} */
function nameOf(upload, text) {
  return cleanName(upload.name) || text.of('phone.unnamed');
}

/** @type {(upload: Upload, text: Text) => Promise<boolean>} nobody deletes a photo by a slip */
async function meansIt(upload, text) {
  const answer = await askBySheet(document, {
    title: text.of('phone.delete.title'),
    lead: text.of('phone.delete.lead', { name: nameOf(upload, text) }),
    answers: [
      ['delete', text.of('phone.delete.yes')],
      ['', text.of('phone.delete.no')],
    ],
    focus: '',
  });
  return answer === 'delete';
}

/**
 * @typedef {object} PickingParts
 * @property {(id: string) => HTMLElement} element
 * @property {Phone} phone
 * @property {UploadQueue} queue
 * @property {Text} text
 * @property {(id: string, file: File) => Promise<void>} develop
 * @property {Chooser['chosen']} chosen
 */

/** @type {(parts: PickingParts) => (files: File[]) => Promise<void>} */
function picking({ element, phone, queue, text, develop, chosen }) {
  let told = { out: 0, known: 0 };

  function tell() {
    const notes = [
      told.out > 0 ? text.count('phone.left-out', told.out) : '',
      told.known > 0 ? text.count('phone.known', told.known) : '',
    ];
    element('left-out').textContent = notes.filter(Boolean).join(' ');
    element('left-out').hidden = !notes.some(Boolean);
  }

  whenLanguageChanges(tell);
  return async (files) => {
    const { limits } = phone.state;
    if (!limits || element('picker').hidden) {
      return;
    }
    // Opened while files are read and announced, and not sooner: what nobody uses is closed again.
    preconnect(document, phone.storageUrl);
    const left = { out: 0, known: 0 };
    told = left;
    for await (const some of chosen(files, limits)) {
      const taken = queue.pick(some, limits);
      taken.added.forEach((file, id) => void develop(id, file));
      left.out += taken.leftOut;
      left.known += taken.known;
      tell();
    }
  };
}

/** Where browsers tell of their line. */
function line() {
  return lineOf(/** @type {Navigator & {connection?: Connection}} */ (navigator).connection);
}
