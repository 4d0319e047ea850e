/**
 * Which of its album's latest photos a kiosk shows while it waits: a pure core, (state, event) →
 * state. It keeps their ids alone, and of no more than a few, so it may run for months.
 *
 * @import { AttractEvent, AttractState, Candidate } from './attract.d.ts'
 * @import { Rendition, RenditionName } from './wire.d.ts'
 */

/** So many are shown in turn; the service tells of no more. */
const LATEST = 12;
/** So many are seen at once. */
export const PLACES = 3;
/** One print changes after so long, and the next one after as long again. */
export const CHANGE_MS = 12_000;

/** @type {Readonly<AttractState>} */
export const START = Object.freeze({
  latest: Object.freeze([]),
  places: Object.freeze(Array.from({ length: PLACES }, () => null)),
  seenAt: new Map(),
  changedAt: -Infinity,
});

/** @type {(state: AttractState, event: AttractEvent) => AttractState} `state` itself if nothing changes */
export function attractState(state, event) {
  switch (event.type) {
    case 'LISTED':
      return { ...state, latest: newest(event.photos) };
    case 'ASKED': {
      const there = new Set(event.there);
      return without(state, event.photoIds.filter((id) => !there.has(id)));
    }
    case 'PUBLISHED':
      return published(state, event.photo);
    case 'GONE':
      return without(state, [event.photoId]);
    case 'SHOWN':
      return shown(state, event);
    case 'SPOILT':
      // Others come first; perhaps it can be had later.
      return { ...state, seenAt: new Map(state.seenAt).set(event.photoId, event.at) };
    case 'EMPTIED':
      return START;
    default:
      throw new TypeError(`Unknown attract event ${/** @type {AttractEvent} */ (event).type}`);
  }
}

/** @type {(state: AttractState) => string[]} what is seen */
export function seen({ places }) {
  return places.filter((id) => id !== null);
}

/** @type {(state: AttractState) => Set<string>} all that may be seen, now or later */
export function known(state) {
  return new Set([...state.latest.map(({ photoId }) => photoId), ...seen(state)]);
}

/**
 * What is to be shown now, and where: free places are filled at once, else one print gives way to
 * another. Those that nobody has seen come first, the newest of them before all.
 *
 * @type {(state: AttractState, at: number) => Candidate[]}
 */
export function due(state, at) {
  const { latest, places, seenAt, changedAt } = state;
  const lastSeen = (/** @type {string} */ id) => seenAt.get(id) ?? -Infinity;
  const waiting = latest
    .map(({ photoId }) => photoId)
    .filter((id) => !places.includes(id))
    .sort((a, b) => Math.sign(lastSeen(a) - lastSeen(b)) || 0);
  const free = [...places.keys()].filter((place) => places[place] === null);
  if (free.length > 0) {
    return waiting.slice(0, free.length).map((photoId, index) => ({ photoId, place: free[index] }));
  }
  if (waiting.length === 0 || at - changedAt < CHANGE_MS) {
    return [];
  }
  const ages = places.map((id) => lastSeen(/** @type {string} */ (id)));
  return [{ photoId: waiting[0], place: ages.indexOf(Math.min(...ages)) }];
}

/**
 * @param {Record<RenditionName, Rendition>} renditions
 * @param {number} side the longer one of its print, in the screen's own pixels
 * @returns {Rendition} the smallest that is sharp there
 */
export function fitting({ thumb, medium, large }, side) {
  return [thumb, medium].find(({ width, height }) => Math.max(width, height) >= side) ?? large;
}

/** @type {(photos: AttractState['latest']) => AttractState['latest']} */
function newest(photos) {
  return [...photos].sort((a, b) => b.storedAt - a.storedAt).slice(0, LATEST);
}

/** @type {(state: AttractState, photo: AttractState['latest'][number]) => AttractState} */
function published(state, photo) {
  const { latest } = state;
  if (latest.some(({ photoId }) => photoId === photo.photoId)) {
    return state;
  }
  // It may be an old one, of which its host says something else.
  return { ...state, latest: newest([...latest, photo]) };
}

/** @type {(state: AttractState, photoIds: readonly string[]) => AttractState} they are not shown any more */
function without(state, photoIds) {
  const there = known(state);
  if (!photoIds.some((id) => there.has(id))) {
    return state;
  }
  return {
    ...state,
    latest: state.latest.filter(({ photoId }) => !photoIds.includes(photoId)),
    places: state.places.map((id) => (id !== null && photoIds.includes(id) ? null : id)),
  };
}

/** @type {(state: AttractState, event: Extract<AttractEvent, {type: 'SHOWN'}>) => AttractState} */
function shown(state, { photoId, place, at }) {
  const places = state.places.map((id, index) => (index === place ? photoId : id));
  const after = { ...state, places, changedAt: at };
  const there = known(after);
  // Of those that have gone nothing is kept.
  const times = [...state.seenAt].filter(([id]) => there.has(id));
  return { ...after, seenAt: new Map(times).set(photoId, at) };
}
