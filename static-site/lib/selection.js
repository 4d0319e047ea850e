/**
 * Which photos are chosen, and where one is among them: pure, over the order in which they stand.
 *
 * @typedef {object} Selection
 * @property {ReadonlySet<string>} ids
 * @property {string | null} anchor where a range begins
 * @property {string | null} at where one is
 * @property {boolean} all everything that comes is chosen as well
 */

/** @type {Readonly<Selection>} */
export const NOTHING = Object.freeze({ ids: new Set(), anchor: null, at: null, all: false });

/** @type {(selection: Selection, at: string | null) => Selection} */
export function goneTo(selection, at) {
  return { ...selection, at };
}

/** @type {(selection: Selection, id: string) => Selection} */
export function toggled(selection, id) {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) {
    ids.add(id);
  }
  return { ids, anchor: id, at: id, all: false };
}

/**
 * All from where the range began to this one; what was chosen before stays so.
 *
 * @type {(selection: Selection, id: string, order: readonly string[]) => Selection}
 */
export function ranged(selection, id, order) {
  const begin = order.indexOf(selection.anchor ?? selection.at ?? id);
  const end = order.indexOf(id);
  const from = Math.min(begin < 0 ? end : begin, end);
  const to = Math.max(begin, end);
  const ids = new Set([...selection.ids, ...order.slice(from, to + 1)]);
  return { ids, anchor: order[begin < 0 ? end : begin] ?? null, at: id, all: false };
}

/**
 * By keys a range grows and shrinks: what it leaves is not chosen any more.
 *
 * @type {(selection: Selection, id: string, order: readonly string[]) => Selection}
 */
export function stretched(selection, id, order) {
  const anchor = selection.anchor ?? selection.at ?? id;
  const left = ranged({ ...NOTHING, anchor }, selection.at ?? anchor, order).ids;
  const ids = new Set([...selection.ids].filter((each) => !left.has(each)));
  return ranged({ ...selection, ids, anchor }, id, order);
}

/** @type {(selection: Selection, order: readonly string[]) => Selection} also what is still to come */
export function everything(selection, order) {
  return { ...selection, ids: new Set(order), all: true };
}

/** @type {(selection: Selection) => Selection} */
export function cleared({ at }) {
  return { ...NOTHING, at };
}

/**
 * What was chosen and is not there any more is not chosen; where one was, one is still.
 *
 * @param {Selection} selection
 * @param {readonly string[]} order
 * @param {readonly string[]} before the order until now
 * @param {boolean} isWhole nothing more will come
 * @returns {Selection}
 */
export function followed(selection, order, before, isWhole) {
  const there = new Set(order);
  const { at, anchor, all } = selection;
  const ids = all ? there : new Set([...selection.ids].filter((id) => there.has(id)));
  return {
    ids,
    anchor: anchor !== null && there.has(anchor) ? anchor : null,
    at: at === null || there.has(at) ? at : neighbour(at, before, there),
    all: all && !isWhole,
  };
}

/** @type {(id: string, before: readonly string[], there: ReadonlySet<string>) => string | null} */
function neighbour(id, before, there) {
  const index = before.indexOf(id);
  const behind = before.slice(index + 1).find((each) => there.has(each));
  const inFront = before.slice(0, Math.max(index, 0)).filter((each) => there.has(each));
  return behind ?? inFront.at(-1) ?? null;
}
