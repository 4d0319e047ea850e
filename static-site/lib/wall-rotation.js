/**
 * Which photo of a wall comes next: new ones first, then rounds in which each comes once. Pure, and
 * part of `wall-state`.
 *
 * @import { WallEvent, WallState } from './walls.d.ts'
 */

/** How many can be gone back to. */
const PAST = 20;

/** @type {(state: WallState, photoId: string, at: number) => WallState} */
export function published(state, photoId, at) {
  const known = new Map(state.known).set(photoId, at);
  if (state.known.has(photoId)) {
    return { ...state, known };
  }
  const fresh = [...state.fresh, photoId];
  return named({ ...makeWay(state, fresh), known, fresh });
}

/** @type {(state: WallState, fresh: readonly string[]) => WallState} new ones are not kept waiting */
export function makeWay(state, fresh) {
  const { upcoming, upcomingIsFresh, bag } = state;
  if (upcoming === null || upcomingIsFresh || fresh.length === state.fresh.length) {
    return state;
  }
  return { ...state, upcoming: null, bag: [...bag, upcoming] };
}

/** @type {(state: WallState, photoIds: readonly string[]) => WallState} they are not shown any more */
export function without(state, photoIds) {
  const gone = new Set(photoIds.filter((id) => state.known.has(id)));
  if (gone.size === 0) {
    return state;
  }
  /** @type {(ids: readonly string[]) => string[]} */
  const left = (ids) => ids.filter((id) => !gone.has(id));
  const { current, upcoming } = state;
  return named({
    ...state,
    known: new Map([...state.known].filter(([id]) => !gone.has(id))),
    fresh: left(state.fresh),
    bag: left(state.bag),
    past: left(state.past),
    current: current !== null && gone.has(current) ? null : current,
    upcoming: upcoming !== null && gone.has(upcoming) ? null : upcoming,
  });
}

/** @type {(state: WallState, random: () => number) => WallState} with the photo that comes next */
export function chosen(state, random) {
  if (state.upcoming !== null) {
    return state;
  }
  const [first, ...fresh] = state.fresh;
  if (first !== undefined) {
    return { ...state, fresh, upcoming: first, upcomingIsFresh: true };
  }
  const bag = state.bag.length > 0 ? [...state.bag] : round(state, random);
  const upcoming = bag.pop() ?? null;
  return upcoming === null ? state : { ...state, bag, upcoming, upcomingIsFresh: false };
}

/** @type {(ids: string[], random: () => number) => string[]} in any order (Fisher and Yates) */
export function shuffled(ids, random) {
  for (let last = ids.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [ids[last], ids[other]] = [ids[other], ids[last]];
  }
  return ids;
}

/**
 * Another round: all photos, but the one that stands there now does not follow itself.
 *
 * @type {(state: WallState, random: () => number) => string[]}
 */
function round({ known, current }, random) {
  const ids = shuffled([...known.keys()].filter((id) => id !== current), random);
  if (current === null || !known.has(current) || ids.length === 0) {
    return ids;
  }
  // Anywhere but at once: the next one is the last.
  ids.splice(Math.floor(random() * ids.length), 0, current);
  return ids;
}

/** @type {(state: WallState, event: Extract<WallEvent, {type: 'SHOWN'}>) => WallState} */
export function shown(state, { photoId, at }) {
  if (photoId !== state.upcoming) {
    return state;
  }
  const past = state.current === null ? state.past : [...state.past, state.current].slice(-PAST);
  return named({
    ...state,
    past,
    current: photoId,
    currentIsFresh: state.upcomingIsFresh,
    upcoming: null,
    hurried: false,
    shownAt: at,
  });
}

/** @type {(state: WallState) => WallState} others come first; perhaps it can be had later */
export function spoilt(state) {
  return { ...state, upcoming: null, bag: [/** @type {string} */ (state.upcoming), ...state.bag] };
}

/** @type {(state: WallState) => WallState} the one before is what comes next */
export function turnedBack(state) {
  const before = state.past.at(-1);
  if (before === undefined) {
    return state;
  }
  const { upcoming, upcomingIsFresh, current } = state;
  const later = [current, upcomingIsFresh ? null : upcoming].filter((id) => id !== null);
  const fresh = upcomingIsFresh && upcoming !== null ? [upcoming, ...state.fresh] : state.fresh;
  return {
    ...state,
    fresh,
    bag: [...state.bag.filter((id) => id !== before), ...later.reverse()],
    past: state.past.slice(0, -1),
    current: null,
    upcoming: before,
    upcomingIsFresh: false,
  };
}

/** @type {(state: WallState) => WallState} */
export function named(state) {
  if (state.known.size > 0) {
    return { ...state, name: 'showing' };
  }
  return state.name === 'showing' ? { ...state, name: 'empty' } : state;
}
