/**
 * A wall and which photo it shows when: a pure core, (state, event) → state.
 *
 * New photos come first, each once, in the order in which they came. When there is none, all are
 * shown in rounds: each once before any is shown again, in another order each time. Of the photos
 * themselves it keeps no more than their ids, so it may run for months.
 *
 * @import { AlbumMessage, AlbumNews } from './album-wire.d.ts'
 * @import { WallEvent, WallState } from './walls.d.ts'
 */

import { chosen, makeWay, named, published, shown, spoilt, shuffled, turnedBack, without } from './wall-rotation.js';

/** What was told so shortly before a list was asked for may be missing in it. */
const LIST_LAG_MS = 10_000;
/** A new photo does not push away what came only now. */
export const LEAST_MS = 2_000;

/** @type {Readonly<WallState>} */
export const START = Object.freeze({
  name: 'starting',
  reachable: true,
  album: null,
  known: new Map(),
  fresh: [],
  bag: [],
  current: null,
  currentIsFresh: false,
  upcoming: null,
  upcomingIsFresh: false,
  past: [],
  held: false,
  isListed: false,
  hurried: false,
  shownAt: 0,
});

/** @type {(state: WallState, event: WallEvent) => WallState} `state` itself if nothing changes */
export function wallState(state, event) {
  switch (event.type) {
    case 'PAGE_READ':
      return pageRead(state, event);
    case 'ALL_READ':
      return allRead(state, event);
    case 'ASKED':
      return asked(state, event);
    case 'MESSAGE':
      return heard(state, event.message, event.at);
    case 'CHOSEN':
      return chosen(state, event.random);
    case 'SHOWN':
      return shown(state, event);
    case 'SPOILT':
      return event.photoId === state.upcoming ? spoilt(state) : state;
    case 'TURNED_BACK':
      return turnedBack(state);
    case 'HURRIED':
      return { ...state, hurried: true };
    case 'HELD':
      return { ...state, held: event.held, shownAt: event.at };
    case 'KEY_REFUSED':
      // What it may not show any more is not kept either.
      return { ...START, name: event.code === 'KioskKeyRequired' ? 'unset' : 'refused' };
    case 'SERVICE_AWAY':
      return state.reachable ? { ...state, reachable: false } : state;
    case 'SERVICE_BACK':
      return state.reachable ? state : { ...state, reachable: true };
    default:
      throw new TypeError(`Unknown wall event ${/** @type {WallEvent} */ (event).type}`);
  }
}

/** @type {(state: WallState) => boolean} nobody wants it to go on by itself */
export function isPaused({ album, held }) {
  return held || (album?.paused ?? false);
}

/** @type {(state: WallState, at: number) => boolean} the next photo may take its place */
export function isDue(state, at) {
  const { current, album, shownAt, upcomingIsFresh, currentIsFresh, hurried } = state;
  if (current === null || hurried) {
    return true;
  }
  if (isPaused(state)) {
    return false;
  }
  // What was seen before gives way to what is new; what is new has its time.
  const soon = upcomingIsFresh && !currentIsFresh;
  return at - shownAt >= (soon ? LEAST_MS : (album?.seconds ?? 8) * 1000);
}

/** @type {(state: WallState, event: Extract<WallEvent, {type: 'PAGE_READ'}>) => WallState} */
function pageRead(state, { page, at }) {
  const { albumId, name, paused, seconds, joinUrl } = page;
  const joinQrSvg = page.joinQrSvg || (state.album?.joinQrSvg ?? '');
  const known = new Map(state.known);
  const added = page.photos.map(({ photoId }) => photoId).filter((id) => !known.has(id));
  for (const { photoId } of page.photos) {
    known.set(photoId, at);
  }
  // What it finds when it is switched on is not new to anybody; what it missed is.
  const fresh = state.isListed ? [...state.fresh, ...added.reverse()] : state.fresh;
  const album = { albumId, name, paused, seconds, joinUrl, joinQrSvg };
  return named({ ...makeWay(state, fresh), album, known, fresh });
}

/** @type {(state: WallState, event: Extract<WallEvent, {type: 'ALL_READ'}>) => WallState} */
function allRead(state, { photoIds, since, random }) {
  const gone = [...state.known].filter(
    ([id, at]) => !photoIds.has(id) && at < since - LIST_LAG_MS,
  );
  const left = without(state, gone.map(([id]) => id));
  if (left.isListed) {
    return left;
  }
  // The first round began with the first page: the others are in it, too.
  const { past, current, upcoming, fresh } = left;
  const seen = new Set([...past, current, upcoming, ...fresh]);
  const bag = shuffled([...left.known.keys()].filter((id) => !seen.has(id)), random);
  return named({ ...left, bag, isListed: true, name: 'empty' });
}

/** @type {(state: WallState, event: Extract<WallEvent, {type: 'ASKED'}>) => WallState} */
function asked(state, { photoIds, page }) {
  const there = new Set(page.photos.map(({ photoId }) => photoId));
  return follow(without(state, photoIds.filter((id) => !there.has(id))), page);
}

/** @type {(state: WallState, message: AlbumMessage, at: number) => WallState} */
function heard(state, message, at) {
  switch (message.type) {
    case 'ALBUM_STATE':
    case 'ALBUM_CHANGED':
      return follow(state, message);
    case 'PHOTO_GONE':
      return without(state, [message.photoId]);
    case 'PHOTO_PUBLISHED':
      return published(state, message.photoId, at);
    case 'NEXT_REQUESTED':
      return { ...state, hurried: true };
    case 'KIOSK_REMOVED':
      return { ...START, name: 'refused' };
    default:
      return state;
  }
}

/** @type {(state: WallState, news: AlbumNews) => WallState} how its host wants it to go on */
function follow(state, { name, paused, seconds, joinUrl }) {
  const { album } = state;
  if (!album) {
    return state;
  }
  const same =
    album.name === name &&
    album.paused === paused &&
    album.seconds === seconds &&
    album.joinUrl === joinUrl;
  // A code that was replaced leads nowhere; the new one comes with the next page.
  const joinQrSvg = album.joinUrl === joinUrl ? album.joinQrSvg : '';
  return same ? state : { ...state, album: { ...album, name, paused, seconds, joinUrl, joinQrSvg } };
}
