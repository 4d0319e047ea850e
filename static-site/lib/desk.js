/**
 * A library at which somebody works: what he has chosen of it, what he does with that, and what
 * became of it.
 *
 * @import { HostApi } from './host-api.js'
 * @import { LibraryFilters, PhotoChange } from './host-wire.d.ts'
 * @import { Selection } from './selection.js'
 * @import { Naps } from './timers.js'
 */

import { Bulk } from './bulk.js';
import { Library } from './library.js';
import { cleared, everything, followed, goneTo, NOTHING, ranged, stretched, toggled } from './selection.js';

/** @typedef {import('./states.d.ts').Deed} Deed */

/**
 * @typedef {object} DeskParts
 * @property {HostApi} host
 * @property {LibraryFilters} filters
 * @property {Naps} naps
 * @property {() => number} random
 * @property {() => number} nowMs epoch milliseconds
 * @property {() => void} onChange
 */

export class Desk {
  /** @type {Selection} */
  selection = NOTHING;
  /** A press chooses. */
  isSelecting = false;
  /** Codes of those with which something did not work. @type {ReadonlyMap<string, string>} */
  failed = new Map();
  /** What was done last. @type {{deed: Deed, done: number} | null} */
  last = null;
  /** @type {(ids: readonly string[]) => Promise<Map<string, string>>} */
  #again = async () => new Map();

  /** @param {DeskParts} parts */
  constructor({ host, filters, naps, random, nowMs, onChange }) {
    this.onChange = onChange;
    let order = /** @type {readonly string[]} */ ([]);
    this.library = new Library({
      ...{ host, filters, naps, random, nowMs },
      onChange: () => {
        const { state, isWhole } = this.library;
        if (order !== state.order) {
          this.selection = followed(this.selection, state.order, order, isWhole);
          this.failed = new Map([...this.failed].filter(([id]) => state.photos.has(id)));
          order = state.order;
        }
        onChange();
      },
    });
    this.bulk = new Bulk({
      ...{ host, naps, random, onChange },
      onEdited: (photo) => this.library.dispatch({ type: 'EDITED', photo, atMs: nowMs() }),
      onRemoved: (ids) => this.library.dispatch({ type: 'GONE', ids }),
    });
  }

  /** @param {string} id */
  go(id) {
    this.#choose(goneTo(this.selection, id));
  }

  /** @param {string} id */
  toggle(id) {
    this.#choose(toggled(this.selection, id));
  }

  /** @param {string} id */
  range(id) {
    this.#choose(ranged(this.selection, id, this.library.state.order));
  }

  /** @param {string} id */
  stretch(id) {
    this.#choose(stretched(this.selection, id, this.library.state.order));
  }

  /** Also what has not been loaded yet. */
  all() {
    this.#choose(everything(this.selection, this.library.state.order));
    if (this.library.isWhole) {
      this.selection = { ...this.selection, all: false };
      this.onChange();
    }
  }

  clear() {
    this.isSelecting = false;
    this.last = null;
    this.failed = new Map();
    this.#choose(cleared(this.selection));
  }

  /** @param {boolean} isSelecting */
  choosing(isSelecting) {
    if (isSelecting) {
      this.isSelecting = true;
      this.onChange();
    } else {
      this.clear();
    }
  }

  /** @type {(deed: Deed, change: PhotoChange) => Promise<void>} */
  edit(deed, change) {
    return this.#do(deed, (ids) => this.bulk.edit(ids, change));
  }

  remove() {
    return this.#do('delete', (ids) => this.bulk.remove(ids));
  }

  /** @type {(work: (id: string) => Promise<unknown>) => Promise<void>} */
  download(work) {
    return this.#do('download', (ids) => this.bulk.each(ids, work, 1));
  }

  /** The same again, with those with which it did not work. */
  async again() {
    if (this.last) {
      await this.#do(this.last.deed, this.#again);
    }
  }

  leave() {
    this.bulk.stop();
    this.library.end();
  }

  /** @type {(deed: Deed, work: (ids: readonly string[]) => Promise<Map<string, string>>) => Promise<void>} */
  async #do(deed, work) {
    if (this.bulk.progress || this.selection.ids.size === 0) {
      return;
    }
    const ids = this.library.state.order.filter((id) => this.selection.ids.has(id));
    this.#again = work;
    this.last = null;
    this.failed = new Map();
    const failed = await work(ids);
    const { skipped } = this.bulk;
    const done = new Set(ids.filter((id) => !failed.has(id) && !skipped.has(id)));
    // What was done is done with; what was not stays chosen.
    const left = [...this.selection.ids].filter((id) => !done.has(id));
    this.selection = { ...this.selection, ids: new Set(left), all: false };
    this.failed = failed;
    this.last = { deed, done: done.size };
    this.isSelecting &&= left.length > 0;
    this.onChange();
  }

  /** @param {Selection} selection */
  #choose(selection) {
    const isNews = selection.all !== this.selection.all;
    this.selection = selection;
    if (isNews) {
      this.library.wantAll(selection.all);
    }
    this.onChange();
  }
}
