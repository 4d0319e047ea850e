/**
 * What the kiosk is doing: a pure core, (state, event) → state.
 *
 * After a session has been opened the name of the state is not set but derived from facts that
 * only ever grow (status, photos, expiry), so no order of events can move it backwards.
 *
 * @import { KioskEvent, KioskName, KioskState } from './states.d.ts'
 * @import { Message, OpenedSession, Photo, SessionStatus } from './wire.d.ts'
 */

import { observe, remainingMs } from './clock.js';
import { SESSION_STATUSES } from './messages.js';
import { arrived, isComing, mergePhotos, steps } from './photos.js';
import { allow } from './transitions.js';

/** How long the last photo stays before the screen is free for the next visitor. */
export const RETURN_AFTER_MS = 20_000;
/** How long an announced photo is waited for; its phone may have left the room. */
export const PENDING_PATIENCE_MS = 180_000;
/** How long "this code has run out" is shown. */
export const EXPIRED_SHOWN_MS = 20_000;
/** How long after its time a session is taken for over if the service has not said so. */
export const OVERDUE_MS = 4_000;

/** @type {Readonly<KioskState>} */
export const START = Object.freeze({
  name: 'attract',
  reachable: true,
  session: null,
  status: 'AWAITING_SCAN',
  expiresAt: 0,
  clock: null,
  photos: Object.freeze([]),
  over: false,
  newsAt: 0,
  arrivedAt: 0,
});

/**
 * @param {KioskState} state
 * @param {KioskEvent} event
 * @returns {KioskState} `state` itself if nothing changes
 * @throws {IllegalTransition} for a command that the state does not allow
 */
export function kioskState(state, event) {
  switch (event.type) {
    case 'UPLOAD_PRESSED':
      allow(event.type, shownName(state), ['attract', 'expired']);
      return { ...START, name: 'opening', newsAt: event.at };
    case 'SESSION_OPENED':
      allow(event.type, state.name, ['opening']);
      return opened(state, event.session, event.at);
    case 'SERVICE_AWAY':
      return state.reachable ? { ...state, reachable: false } : state;
    case 'SERVICE_BACK':
      return state.reachable ? state : { ...state, reachable: true };
    case 'MESSAGE':
      return told(state, event.message, event.at);
    case 'TICKED':
      return ticked(state, event.at);
    case 'LEFT':
      return left(state);
    default:
      throw new TypeError(`Unknown kiosk event ${/** @type {KioskEvent} */ (event).type}`);
  }
}

/**
 * What is to be seen: while the service is away there is no code to scan and nothing to press.
 * Photos that are already on the screen stay.
 *
 * @param {KioskState} state
 * @returns {KioskName | 'away'}
 */
export function shownName(state) {
  const stays = state.reachable || state.name === 'photos' || state.name === 'expired';
  return stays ? state.name : 'away';
}

/**
 * @param {KioskState} state
 * @param {number} at
 * @returns {number} milliseconds until the code runs out; Infinity when there is none
 */
export function timeLeft(state, at) {
  return state.session ? remainingMs(state.expiresAt, state.clock, at) : Infinity;
}

/**
 * When the kiosk goes back to its start by itself.
 *
 * @param {KioskState} state
 * @returns {number | null} monotonic milliseconds; null: not by time alone
 */
export function returnsAt(state) {
  if (state.name === 'expired') {
    return state.newsAt + EXPIRED_SHOWN_MS;
  }
  if (state.name !== 'photos') {
    return null;
  }
  const calm = state.arrivedAt + RETURN_AFTER_MS;
  const coming = !state.over && state.photos.some(isComing);
  return coming ? Math.max(calm, state.newsAt + PENDING_PATIENCE_MS) : calm;
}

/** @type {(state: KioskState, session: OpenedSession, at: number) => KioskState} */
function opened(state, session, at) {
  return settle({
    ...state,
    name: 'code',
    reachable: true,
    session,
    status: session.status,
    expiresAt: session.expiresAt,
    clock: observe(null, session.serverTime, at),
    photos: session.photos,
    newsAt: at,
  });
}

/**
 * @param {KioskState} state
 * @returns {KioskState} the start, with nothing of this visitor left in it
 */
function left(state) {
  if (state.name === 'attract') {
    return state;
  }
  return { ...START, reachable: state.reachable || state.name === 'expired' };
}

/** @type {(state: KioskState, message: Message, at: number) => KioskState} */
function told(state, message, at) {
  if (!state.session || state.name === 'expired' || !('sessionId' in message)) {
    return state;
  }
  if (message.sessionId !== state.session.sessionId) {
    return state;
  }
  const clock = 'serverTime' in message ? observe(state.clock, message.serverTime, at) : state.clock;
  const status = 'status' in message ? furthest(state.status, message.status) : state.status;
  const expiresAt =
    'expiresAt' in message ? Math.max(state.expiresAt, message.expiresAt) : state.expiresAt;
  const photos = mergePhotos(state.photos, photosOf(message));
  const over = state.over || message.type === 'SESSION_EXPIRED';
  if (
    status === state.status &&
    photos === state.photos &&
    over === state.over &&
    clock === state.clock &&
    expiresAt === state.expiresAt
  ) {
    return state;
  }
  // A freshly signed URL is no news: every snapshot brings one.
  const news = over !== state.over || steps(photos) !== steps(state.photos);
  const more = arrived(photos).length > arrived(state.photos).length;
  return settle({
    ...state,
    clock,
    status,
    expiresAt,
    photos,
    over,
    newsAt: news ? at : state.newsAt,
    arrivedAt: more ? at : state.arrivedAt,
  });
}

/** @type {(message: Message) => Photo[]} */
function photosOf(message) {
  if (message.type === 'SESSION_STATE') {
    return message.photos;
  }
  return 'photo' in message ? [message.photo] : [];
}

/** @type {(one: SessionStatus, other: SessionStatus) => SessionStatus} */
function furthest(one, other) {
  return SESSION_STATUSES.indexOf(other) > SESSION_STATUSES.indexOf(one) ? other : one;
}

/**
 * @param {KioskState} state of an open session
 * @returns {KioskState} with the name that its facts give it
 */
function settle(state) {
  if (arrived(state.photos).length > 0) {
    return { ...state, name: 'photos' };
  }
  if (state.over) {
    // Nothing is left to be done with the token or the code: they go now, not with the visitor.
    return { ...START, name: 'expired', reachable: state.reachable, newsAt: state.newsAt };
  }
  return { ...state, name: state.status === 'AWAITING_SCAN' ? 'code' : 'connected' };
}

/** @type {(state: KioskState, at: number) => KioskState} */
function ticked(state, at) {
  const back = returnsAt(state);
  if (back !== null && at >= back) {
    return left(state);
  }
  if (!state.over && timeLeft(state, at) <= -OVERDUE_MS) {
    return settle({ ...state, over: true, newsAt: at });
  }
  return state;
}
