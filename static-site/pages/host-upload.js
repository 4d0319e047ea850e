/**
 * Where somebody uploads files of his own: connects the page's queue with what is seen of it.
 *
 * @import { HostParts } from '../lib/host-parts.d.ts'
 */

import { Choice } from '../components/choice/choice.js';
import { Drop } from '../components/drop/drop.js';
import { SentFiles } from '../components/upload-desk/sent-files.js';
import { UploadDesk } from '../components/upload-desk/upload-desk.js';
import { inOrder } from '../lib/album-facts.js';
import { ApiError, isTemporary } from '../lib/api.js';
import { Chooser } from '../lib/chooser.js';
import { lineOf } from '../lib/large-files.js';
import { sendingOf } from '../lib/sending.js';
import { addStylesheets } from '../lib/stylesheet.js';
import { loadText } from '../lib/text.js';

const STYLES = [
  ...['panel/panel', 'fields/fields', 'upload-desk/upload-desk', 'photo-row/photo-row'],
  ...['thumbnail/thumbnail', 'total/total', 'drop/drop'],
];

/** @param {HostParts} parts */
export async function mount(parts) {
  const { element, text, place, naps, random } = parts;
  const left = new AbortController();
  const [photos, phone, sending] = await Promise.all([
    loadText('photos', naps, random),
    loadText('phone', naps, random),
    sendingOf(parts),
    addStylesheets(document, STYLES),
  ]);
  const own = Object.entries(text.words).filter(([key]) => key.startsWith('mine.'));
  const otherwise = own.map(([key, words]) => [key.replace('mine.', 'phone.'), words]);
  Object.assign(text.words, phone.words, photos.words, Object.fromEntries(otherwise));
  const albumId = place.query.album ?? null;
  const desk = UploadDesk(element, { text, albumId, onPick: (files) => void pick(files) });
  const shown = SentFiles(parts, sending, desk);
  const chooser = new Chooser({
    phone: sending.uploads,
    // At a desk files go as they are; how fast they will is worth a guess.
    line: () => ({ ...lineOf(/** @type {any} */ (navigator).connection), trouble: null }),
    smaller: async (file) => file,
    ...Choice(document, { text, naps, random }),
  });
  Drop(document.body, (files) => void pick(files), left.signal);
  void offer(parts, desk, left.signal);

  /** @param {File[]} files */
  async function pick(files) {
    const { address } = desk;
    let known = 0;
    for await (const some of chooser.chosen(files, sending.uploads.limits)) {
      const taken = sending.uploads.pick(some, address);
      taken.added.forEach((file, id) => sending.files.set(id, file));
      known += taken.known;
    }
    desk.note.update(known > 0 ? text.count('upload.known', known) : '');
    shown.update();
  }

  return {
    leave() {
      left.abort();
      shown.leave();
    },
  };
}

/** @type {(parts: HostParts, desk: ReturnType<typeof UploadDesk>, signal: AbortSignal) => Promise<void>} */
async function offer({ host, text }, desk, signal) {
  try {
    desk.offer(inOrder(await host.albums(signal)));
  } catch (error) {
    if (!(error instanceof ApiError || isTemporary(error))) {
      throw error;
    }
    desk.note.update(signal.aborted ? '' : text.of('upload.to.away'));
  }
}
