/**
 * What is done with chosen photos, asked first where it has to be.
 *
 * @import { Desk } from '../../lib/desk.js'
 * @import { HostedAlbum, ImageSize } from '../../lib/host-wire.d.ts'
 * @import { HostParts } from '../../lib/host-parts.d.ts'
 * @import { Deed } from '../../lib/states.d.ts'
 * @import { Text } from '../../lib/text.js'
 */

import { Downloads } from '../../lib/downloads.js';
import { askBySheet } from '../choice/sheet.js';
import { pickBySheet } from '../choice/pick.js';

/** @typedef {HostParts & {desk: Desk, albums: readonly HostedAlbum[]}} DeedParts */

/** @type {Record<Deed, (parts: DeedParts, count: number) => Promise<void>>} */
const DEEDS = {
  approve: ({ desk }) => desk.edit('approve', { visibility: 'SHOWN' }),
  hide: ({ desk }) => desk.edit('hide', { visibility: 'HIDDEN' }),
  move,
  download,
  delete: remove,
};

/** @type {(parts: DeedParts) => (deed: Deed) => Promise<void>} */
export function deeds(parts) {
  const { desk, text, say } = parts;
  return async (deed) => {
    const count = desk.selection.ids.size;
    if (count > 0 && !desk.bulk.progress) {
      await DEEDS[deed](parts, count);
      const done = desk.last?.done ?? 0;
      if (done > 0) {
        say(text.count(`library.done.${deed}`, done));
      }
    }
  };
}

/** @param {DeedParts} parts @param {number} count */
async function move({ desk, albums, text }, count) {
  const album = await pickBySheet(document, {
    title: text.count('library.move.title', count),
    label: text.of('library.move.to'),
    options: [
      ...albums.map(({ albumId, name }) => /** @type {const} */ ([albumId, name])),
      ['', text.of('library.move.none')],
    ],
    ...{ yes: text.of('library.move.do'), no: text.of('library.cancel') },
  });
  if (album !== null) {
    await desk.edit('move', { album: album || null });
  }
}

/** @param {DeedParts} parts @param {number} count */
async function download({ desk, text, host, naps }, count) {
  const size = await askBySheet(document, {
    title: text.count('library.download.title', count),
    lead: text.of('library.download.lead'),
    answers: [
      ['original', text.of('library.download.original')],
      ['large', text.of('library.download.large')],
      ['', text.of('library.cancel')],
    ],
  });
  if (size) {
    const downloads = Downloads({
      ...{ document, host },
      fetch: (...asked) => window.fetch(...asked),
      nap: (ms) => naps.nap(ms),
    });
    await desk.download((id) => downloads.save(id, /** @type {ImageSize} */ (size)));
  }
}

/** @param {DeedParts} parts @param {number} count */
async function remove({ desk, text }, count) {
  if (await meansToDelete(text, count)) {
    await desk.remove();
  }
}

/** @type {(text: Text, count: number) => Promise<boolean>} */
export async function meansToDelete(text, count) {
  const answer = await askBySheet(document, {
    title: text.count('library.delete.title', count),
    lead: text.count('library.delete.lead', count),
    answers: [
      ['delete', text.of('library.delete.do')],
      ['', text.count('library.delete.keep', count)],
    ],
    // Enter, pressed once too often, deletes nothing.
    focus: '',
  });
  return answer === 'delete';
}
