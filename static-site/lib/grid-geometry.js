/**
 * Where the cells of a large grid are, and which of them have to be there: pure.
 */

/**
 * @param {number} width of the grid, in pixels
 * @param {{least: number, gap: number}} cell its side, at least; what is between two
 * @returns {{columns: number, side: number}} as many as fit, and their side
 */
export function gridOf(width, { least, gap }) {
  const columns = Math.max(1, Math.floor((width + gap) / (least + gap)));
  return { columns, side: (width - gap * (columns - 1)) / columns };
}

/**
 * @param {object} seen
 * @param {number} seen.top how far the grid's top is above that of the window, in pixels
 * @param {number} seen.height of the window
 * @param {number} seen.rowHeight with its gap
 * @param {number} seen.rows
 * @param {number} [seen.over] rows beyond what is seen, so that scrolling meets no blank ones
 * @returns {{from: number, to: number}} rows; `to` itself is out
 */
export function rowsShown({ top, height, rowHeight, rows, over = 3 }) {
  const from = Math.floor(top / rowHeight) - over;
  const to = Math.ceil((top + height) / rowHeight) + over;
  return { from: Math.min(Math.max(from, 0), rows), to: Math.min(Math.max(to, 0), rows) };
}

/** Steps by key, in cells; `c`: columns, `p`: cells of a page. */
const STEPS = new Map(
  Object.entries(
    /** @type {Record<string, (c: number, p: number) => number>} */ ({
      ArrowLeft: () => -1,
      ArrowRight: () => 1,
      ArrowUp: (c) => -c,
      ArrowDown: (c) => c,
      PageUp: (_, p) => -p,
      PageDown: (_, p) => p,
      Home: () => -Infinity,
      End: () => Infinity,
    }),
  ),
);

/** What is pressed where lines are read from the right. @type {Record<string, string>} */
const MIRRORED = { ArrowLeft: 'ArrowRight', ArrowRight: 'ArrowLeft' };

/**
 * @param {string} key
 * @param {number} index of the cell one is at
 * @param {{columns: number, count: number, pageRows: number, isRtl?: boolean}} grid
 * @returns {number | null} where one is then; null: no key that moves
 */
export function moved(key, index, { columns, count, pageRows, isRtl = false }) {
  const meant = (isRtl && MIRRORED[key]) || key;
  const step = STEPS.get(meant)?.(columns, columns * Math.max(1, pageRows));
  if (step === undefined) {
    return null;
  }
  const to = index + step;
  const isVertical = key === 'ArrowUp' || key === 'ArrowDown';
  if (isVertical && to < 0) {
    return index;
  }
  if (isVertical && to >= count && Math.floor(index / columns) === Math.floor((count - 1) / columns)) {
    return index;
  }
  return Math.min(Math.max(to, 0), count - 1);
}
