/**
 * All photos of this phone, one row each.
 *
 * @import { Queue } from '../../lib/states.d.ts'
 * @import { Text } from '../../lib/text.js'
 * @import { Limits } from '../../lib/wire.d.ts'
 */

import { PhotoRow } from '../photo-row/photo-row.js';
import { Thumbnail } from '../thumbnail/thumbnail.js';

/**
 * @param {HTMLElement} list
 * @param {object} parts
 * @param {Text} parts.text
 * @param {(id: string) => void} parts.onRetry
 * @param {(id: string) => void} parts.onRemove
 */
export function PhotoList(list, { text, onRetry, onRemove }) {
  /** @type {Map<string, ReturnType<typeof PhotoRow>>} */
  const rows = new Map();

  return {
    /**
     * @param {Queue} queue
     * @param {{limits: Limits | null, open: boolean}} code open: it takes photos
     */
    update(queue, code) {
      const ids = new Set(queue.map(({ id }) => id));
      for (const [id, row] of rows) {
        if (!ids.has(id)) {
          moveFocus(row.el, list);
          row.el.remove();
          rows.delete(id);
        }
      }
      for (const upload of queue) {
        let row = rows.get(upload.id);
        if (!row) {
          const { id } = upload;
          row = PhotoRow({ text, onRetry: () => onRetry(id), onRemove: () => onRemove(id) });
          rows.set(id, row);
          list.append(row.el);
        }
        row.update(upload, code);
      }
      list.hidden = queue.length === 0;
    },

    /** @param {ReadonlyMap<string, File>} files by the id of their uploads */
    develop(files) {
      for (const [id, file] of files) {
        const row = rows.get(id);
        if (row) {
          Thumbnail(row.frame, file);
        }
      }
    },
  };
}

/**
 * The keyboard goes on with the next row, not from the top of the page.
 *
 * @param {HTMLElement} row that is about to go
 * @param {HTMLElement} list
 */
function moveFocus(row, list) {
  if (row.contains(row.ownerDocument.activeElement)) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    const button = /** @type {HTMLElement | null | undefined} */ (
      next?.querySelector('button:not([hidden])')
    );
    (button ?? list).focus();
  }
}
