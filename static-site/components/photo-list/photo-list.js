/**
 * All photos of this phone, one row each.
 *
 * @import { ListParts, RowPlace } from '../../lib/ports.d.ts'
 * @import { Queue } from '../../lib/states.d.ts'
 */

import { PhotoRow } from '../photo-row/photo-row.js';

/** @param {HTMLElement} list @param {ListParts} parts */
export function PhotoList(list, { text, onRetry, onRemove, onDelete, onEmpty }) {
  /** @type {Map<string, ReturnType<typeof PhotoRow>>} */
  const rows = new Map();

  return {
    /** @type {(queue: Queue, code: RowPlace) => void} */
    update(queue, code) {
      const hadFocus = list.contains(list.ownerDocument.activeElement);
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
          row = PhotoRow({
            text,
            onRetry: () => onRetry(id),
            onRemove: () => onRemove(id),
            onDelete: () => onDelete(id),
          });
          rows.set(id, row);
          list.append(row.el);
        }
        row.update(upload, code);
      }
      list.hidden = queue.length === 0;
      if (list.hidden && hadFocus) {
        onEmpty();
      }
    },

    /** @type {(id: string, picture: HTMLElement) => void} a small one, of the upload's file */
    develop(id, picture) {
      const frame = rows.get(id)?.frame;
      if (frame) {
        frame.replaceChildren(picture);
        frame.dataset.state = 'shown';
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
