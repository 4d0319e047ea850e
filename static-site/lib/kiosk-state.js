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
import { awaited, OVERDUE_MS, refusals, returnsAt, timeLeft } from './kiosk-times.js';
import { hasArrived, SESSION_STATUSES } from './messages.js';
import { isSignOfLife, NOTHING, onTheWay } from './on-the-way.js';
import { isRefused, isVisible, mergePhotos, newly, steps } from './photos.js';
import { allow } from './transitions.js';

/** @type {Readonly<KioskState>} */
export const START = Object.freeze({
  name: 'attract',
  reachable: true,
  session: null,
  earlier: null,
  status: 'AWAITING_SCAN',
  expiresAt: 0,
  clock: null,
  photos: Object.freeze([]),
  way: NOTHING,
  over: false,
  staysMs: null,
  refusal: null,
  newsAt: 0,
  arrivedAt: 0,
  touchedAt: 0,
  refused: Object.freeze([]),
  refusedAt: 0,
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
      allow(event.type, shownName(state), ['attract', 'expired', 'refused']);
      return { ...START, name: 'opening', newsAt: event.at };
    case 'SESSION_OPENED':
      allow(event.type, state.name, ['opening']);
      return opened({ ...state, staysMs: event.staysMs ?? null }, event.session, event.at);
    case 'RENEWED':
      return renewed(state, event.session, event.at);
    case 'OPENING_REFUSED':
      allow(event.type, state.name, ['opening']);
      return { ...START, name: 'refused', refusal: event.code, newsAt: event.at };
    case 'SERVICE_AWAY':
      return state.reachable ? { ...state, reachable: false } : state;
    case 'SERVICE_BACK':
      return state.reachable ? state : { ...state, reachable: true };
    case 'MESSAGE':
      return told(state, event.message, event.at);
    case 'TICKED':
      return ticked(state, event.at);
    case 'TOUCHED':
      return returnsAt(state) === null ? state : { ...state, touchedAt: event.at };
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
  const stays = state.reachable || ['photos', 'expired', 'refused'].includes(state.name);
  return stays ? state.name : 'away';
}

/** @type {(state: KioskState, session: OpenedSession, at: number) => KioskState} */
function opened(state, session, at) {
  const after = {
    ...state,
    reachable: true,
    session,
    status: session.status,
    expiresAt: session.expiresAt,
    clock: observe(null, session.serverTime, at),
    photos: session.photos,
    newsAt: at,
  };
  return settle(after, at);
}

/**
 * A new code is shown in the place of one that soon runs out. That one is still listened to: somebody
 * may be holding a camera over it just now.
 *
 * @type {(state: KioskState, session: OpenedSession, at: number) => KioskState}
 */
function renewed(state, session, at) {
  if (state.name !== 'code' || !state.session) {
    return state;
  }
  const earlier = { session: state.session, expiresAt: state.expiresAt };
  return { ...opened(state, session, at), earlier };
}

/**
 * @param {KioskState} state
 * @param {Message} message
 * @returns {KioskState} of the earlier code, if its phone has come after all
 */
function ofWhomeverCame(state, message) {
  const { earlier } = state;
  if (!earlier || !('sessionId' in message) || message.sessionId !== earlier.session.sessionId) {
    return state;
  }
  const claimed = 'status' in message && message.status !== 'AWAITING_SCAN';
  if (claimed || photosOf(message).length > 0) {
    return { ...state, ...earlier, earlier: null };
  }
  return message.type === 'SESSION_EXPIRED' ? { ...state, earlier: null } : state;
}

/**
 * @param {KioskState} state
 * @returns {KioskState} the start, with nothing of this visitor left in it
 */
function left(state) {
  return state.name === 'attract' ? state : { ...START, reachable: state.reachable };
}

/** @type {(known: KioskState, message: Message, at: number) => KioskState} */
function told(known, message, at) {
  const state = ofWhomeverCame(known, message);
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
  const way = onTheWay(state.way, photos, message);
  const over = state.over || message.type === 'SESSION_EXPIRED';
  const moves = isSignOfLife(message, photos);
  if (
    !moves &&
    way === state.way &&
    status === state.status &&
    photos === state.photos &&
    over === state.over &&
    clock === state.clock &&
    expiresAt === state.expiresAt
  ) {
    return state;
  }
  // A freshly signed URL is no news: every snapshot brings one.
  const news = moves || over !== state.over || steps(photos) !== steps(state.photos);
  const newsAt = news ? at : state.newsAt;
  const facts = { clock, status, expiresAt, photos, way, over, newsAt };
  return settle({ ...state, ...facts, ...arrivals(state, photos, at) }, at);
}

/** @type {(state: KioskState, photos: readonly Photo[], at: number) => Partial<KioskState>} */
function arrivals(state, photos, at) {
  const landed = newly(state.photos, photos, hasArrived).length > 0;
  // What had to be developed first is given its own time, too.
  const seen = landed || newly(state.photos, photos, isVisible).length > 0;
  const refused = newly(state.photos, photos, isRefused).map(({ photoId }) => photoId);
  const before = landed ? [] : refusals(state, at).map(({ photoId }) => photoId);
  return {
    arrivedAt: seen ? at : state.arrivedAt,
    refused: landed || refused.length > 0 ? [...before, ...refused] : state.refused,
    refusedAt: refused.length > 0 ? at : state.refusedAt,
  };
}

/** @type {(message: Message) => Photo[]} */
function photosOf(message) {
  if (message.type === 'UPLOAD_PROGRESS') {
    // How far they are is kept apart from what is true of them.
    return message.photos.map(({ percent: _, ...photo }) => photo);
  }
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
 * @param {number} at
 * @returns {KioskState} with the name that its facts give it
 */
function settle(state, at) {
  if (isOccupied(state, at)) {
    return { ...state, name: 'photos', earlier: null };
  }
  if (state.over) {
    // Nothing is left to be done with the token or the code: they go now, not with the visitor.
    return { ...START, name: 'expired', reachable: state.reachable, newsAt: state.newsAt };
  }
  // Where there is a photo there is a phone, even if nobody has told us of it yet.
  const alone = state.status === 'AWAITING_SCAN' && state.photos.length === 0;
  return alone ? { ...state, name: 'code' } : { ...state, name: 'connected', earlier: null };
}

/** @type {(state: KioskState, at: number) => boolean} there are photos to be shown */
function isOccupied(state, at) {
  return state.photos.some(hasArrived) || awaited(state, at).length > 0;
}

/** @type {(state: KioskState, at: number) => KioskState} */
function ticked(state, at) {
  const back = returnsAt(state);
  if (back !== null && at >= back) {
    return left(state);
  }
  if (!state.over && timeLeft(state, at) <= -OVERDUE_MS) {
    return settle({ ...state, over: true, newsAt: at }, at);
  }
  if (state.earlier && remainingMs(state.earlier.expiresAt, state.clock, at) <= -OVERDUE_MS) {
    return { ...state, earlier: null };
  }
  // What was on its way never came: the screen is as it was before.
  return state.name === 'photos' && !isOccupied(state, at) ? settle(state, at) : state;
}
