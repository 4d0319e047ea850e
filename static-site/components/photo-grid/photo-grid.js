/**
 * A grid of photos, however many: only those that are seen are in the page.
 *
 * @import { LibraryState } from '../../lib/states.d.ts'
 * @import { Selection } from '../../lib/selection.js'
 * @import { Text } from '../../lib/text.js'
 */

import { gridOf, moved, rowsShown } from '../../lib/grid-geometry.js';
import { isFresh } from '../../lib/library-state.js';
import { Cell } from './cell.js';
import { listen } from './gestures.js';

/**
 * @typedef {object} GridParts
 * @property {Text} text
 * @property {() => number} nowMs epoch milliseconds
 * @property {(ids: string[], last: number) => void} onSeen these are in the page
 * @property {(id: string) => void} onBroken
 * @property {(id: string) => void} onOpen
 * @property {(id: string) => void} onGo one is at this photo
 * @property {(id: string) => void} onToggle
 * @property {(id: string) => void} onRange from where a range began to this one
 * @property {(id: string) => void} onStretch the same, by keys
 * @property {() => void} onAll
 * @property {() => void} onClear
 * @property {() => void} onDelete
 *
 * @typedef {object} Shown
 * @property {LibraryState} library
 * @property {Selection} selection
 * @property {ReadonlyMap<string, string>} failed why something was not done, by id
 * @property {boolean} isSelecting a press chooses
 */

export class PhotoGrid {
  /** @type {Map<string, ReturnType<typeof Cell>>} those in the page, by id */
  #cells = new Map();
  /** @type {Map<number, HTMLElement>} */
  #rows = new Map();
  /** @type {Shown | null} */
  #shown = null;
  #grid = { columns: 1, side: 0, gap: 0 };
  #leaving = new AbortController();
  #isDue = false;

  /** @param {HTMLElement} parent @param {GridParts} parts */
  constructor(parent, parts) {
    this.parts = parts;
    this.el = document.createElement('div');
    this.el.className = 'photo-grid';
    this.el.setAttribute('role', 'grid');
    this.el.setAttribute('aria-label', parts.text.of('library.grid'));
    this.el.setAttribute('aria-multiselectable', 'true');
    this.el.hidden = true;
    parent.append(this.el);
    const { signal } = this.#leaving;
    listen(this, signal);
    window.addEventListener('scroll', () => this.#drawSoon(), { passive: true, signal });
    this.observer = new ResizeObserver(() => this.#measure());
    this.observer.observe(this.el);
    window.addEventListener('resize', () => this.#drawSoon(), { signal });
  }

  /** @param {Shown} shown */
  update(shown) {
    const hadFocus = this.el.contains(document.activeElement);
    this.#shown = shown;
    this.el.hidden = shown.library.order.length === 0;
    this.el.toggleAttribute('data-selecting', shown.isSelecting);
    this.#draw();
    if (hadFocus && !this.el.contains(document.activeElement)) {
      this.focus();
    }
  }

  /** Whether a press chooses. */
  get isSelecting() {
    return this.#shown?.isSelecting ?? false;
  }

  /** Puts the focus where one is, into view. */
  focus() {
    const index = this.#indexOf(this.#at);
    if (index >= 0) {
      this.#reveal(index);
      this.#draw();
      this.#cells.get(this.#at)?.el.focus({ preventScroll: true });
    }
  }

  /** @type {(key: string, stretches: boolean) => boolean} whether that key moves */
  move(key, stretches) {
    const { order } = this.#library;
    const { columns } = this.#grid;
    const isRtl = getComputedStyle(this.el).direction === 'rtl';
    const pageRows = Math.floor(window.innerHeight / this.#rowHeight) - 1;
    const index = Math.max(0, this.#indexOf(this.#at));
    const to = moved(key, index, { columns, count: order.length, pageRows, isRtl });
    if (to === null) {
      return false;
    }
    (stretches ? this.parts.onStretch : this.parts.onGo)(order[to]);
    // What that changes is drawn once for all changes of this moment.
    queueMicrotask(() => this.focus());
    return true;
  }

  leave() {
    this.#leaving.abort();
    this.observer.disconnect();
  }

  get #library() {
    return /** @type {Shown} */ (this.#shown).library;
  }

  get #rowHeight() {
    return this.#grid.side + this.#grid.gap;
  }

  get #at() {
    return this.#shown?.selection.at ?? this.#library.order[0] ?? '';
  }

  /** @param {string} id */
  #indexOf(id) {
    return this.#library.order.indexOf(id);
  }

  #measure() {
    const style = getComputedStyle(this.el);
    const gap = parseFloat(style.getPropertyValue('--gap-px')) || 8;
    const least = parseFloat(style.getPropertyValue('--cell-px')) || 110;
    const grid = { ...gridOf(this.el.clientWidth, { least, gap }), gap };
    if (this.el.clientWidth > 0 && grid.side !== this.#grid.side) {
      this.#grid = grid;
      this.el.style.setProperty('--side', `${grid.side}px`);
      this.el.setAttribute('aria-colcount', String(grid.columns));
      this.#rows.forEach((row) => row.remove());
      this.#rows.clear();
      this.#draw();
    }
  }

  #drawSoon() {
    if (!this.#isDue) {
      this.#isDue = true;
      requestAnimationFrame(() => {
        this.#isDue = false;
        if (!this.#leaving.signal.aborted) {
          this.#draw();
        }
      });
    }
  }

  #draw() {
    if (!this.#shown || this.#grid.side === 0 || this.el.hidden) {
      return;
    }
    const { order, next } = this.#library;
    const { columns } = this.#grid;
    const rows = Math.ceil(order.length / columns);
    this.el.style.blockSize = `${rows * this.#rowHeight - this.#grid.gap}px`;
    this.el.setAttribute('aria-rowcount', String(next === null ? rows : -1));
    const { from, to } = rowsShown({
      ...{ top: -this.el.getBoundingClientRect().top, height: window.innerHeight },
      ...{ rowHeight: this.#rowHeight, rows },
    });
    const wanted = new Set(Array.from({ length: to - from }, (_, index) => from + index));
    const at = Math.floor(this.#indexOf(this.#at) / columns);
    if (at >= 0) {
      // Where one is stays, however far one scrolls: the focus is on it, or comes back to it.
      wanted.add(at);
    }
    this.#drawRows([...wanted].sort((a, b) => a - b));
    const seen = order.slice(from * columns, to * columns);
    this.parts.onSeen(seen, to * columns);
  }

  /** @param {number[]} wanted */
  #drawRows(wanted) {
    const { order } = this.#library;
    const { columns } = this.#grid;
    const ids = wanted.flatMap((row) => order.slice(row * columns, (row + 1) * columns));
    const inPage = new Set(ids);
    [...this.#cells.keys()].filter((id) => !inPage.has(id)).forEach((id) => this.#cells.delete(id));
    for (const [row, el] of this.#rows) {
      if (!wanted.includes(row)) {
        el.remove();
        this.#rows.delete(row);
      }
    }
    for (const row of wanted) {
      this.#drawRow(row, order.slice(row * columns, (row + 1) * columns));
    }
    // In the order in which they stand, for who listens.
    const els = wanted.map((row) => /** @type {HTMLElement} */ (this.#rows.get(row)));
    els.forEach((el, index) => {
      if (this.el.children[index] !== el) {
        this.el.insertBefore(el, this.el.children[index] ?? null);
      }
    });
  }

  /** @type {(row: number, ids: string[]) => void} */
  #drawRow(row, ids) {
    const { library, selection, failed } = /** @type {Shown} */ (this.#shown);
    const el = this.#rows.get(row) ?? document.createElement('div');
    this.#rows.set(row, el);
    el.className = 'photo-grid-row';
    el.setAttribute('role', 'row');
    el.setAttribute('aria-rowindex', String(row + 1));
    el.style.transform = `translateY(${row * this.#rowHeight}px)`;
    const cells = ids.map((id, index) => {
      const photo = /** @type {import('../../lib/states.d.ts').KnownPhoto} */ (library.photos.get(id));
      const cell = this.#cells.get(id) ?? Cell(this.parts);
      this.#cells.set(id, cell);
      cell.update(photo, {
        isSelected: selection.ids.has(id),
        isAt: id === this.#at,
        failed: failed.get(id),
        isFresh: isFresh(photo, this.parts.nowMs()),
        column: index + 1,
      });
      return cell.el;
    });
    if (cells.length !== el.children.length || cells.some((each, index) => el.children[index] !== each)) {
      el.replaceChildren(...cells);
    }
  }

  /** @param {number} index scrolled to, if it is not seen */
  #reveal(index) {
    const row = Math.floor(index / this.#grid.columns);
    const top = this.el.getBoundingClientRect().top + row * this.#rowHeight;
    const style = getComputedStyle(document.documentElement);
    const above = parseFloat(style.scrollPaddingBlockStart) || 0;
    const below = window.innerHeight - (parseFloat(style.scrollPaddingBlockEnd) || 0);
    if (top < above) {
      window.scrollBy({ top: top - above, behavior: 'instant' });
    } else if (top + this.#grid.side > below) {
      window.scrollBy({ top: top + this.#grid.side - below, behavior: 'instant' });
    }
  }
}
