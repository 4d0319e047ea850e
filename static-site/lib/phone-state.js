/**
 * What the phone page as a whole is doing: a pure core, (state, event) → state.
 *
 * @import { Mood, PhoneEvent, PhoneName, PhoneState, Queue } from './states.d.ts'
 * @import { Message } from './wire.d.ts'
 */

import { observe, remainingMs } from './clock.js';
import { overall, room } from './upload-sum.js';

/** A screen says after as long that it cannot show a photo; one that has moved on says nothing. */
export const UNSEEN_AFTER_MS = 40_000;

/** @type {Readonly<PhoneState>} */
export const START = Object.freeze({
  name: 'starting',
  reachable: true,
  limits: null,
  expiresAt: 0,
  clock: null,
  unseenSince: null,
  isUnseen: false,
});

/** @type {Map<string, PhoneName>} codes of the API after which nothing can be sent */
const END_OF_CODE = new Map([
  ['InvalidRequest', 'no-code'],
  ['SessionNotFound', 'not-found'],
  ['SessionExpired', 'expired'],
  ['SessionClaimed', 'claimed'],
  ['TokenRefused', 'claimed'],
  ['TokenRequired', 'claimed'],
  ['PhotoLimitReached', 'full'],
]);

/** @type {Map<string, PhoneName>} codes after which nobody is let in; who is in has his photos still */
const SHUT = new Map([
  ['AlbumFull', 'album-full'],
  ['AlbumClosed', 'album-closed'],
  ['AlbumNotFound', 'album-gone'],
]);

/** @type {readonly PhoneName[]} from which there is no way on with this code */
const ENDS = ['expired', 'claimed', 'not-found', 'no-code', ...SHUT.values()];

/** @type {(state: PhoneState, event: PhoneEvent) => PhoneState} itself if nothing changes */
export function phoneState(state, event) {
  if (ENDS.includes(state.name)) {
    return state;
  }
  switch (event.type) {
    case 'CLAIMED':
      return {
        ...state,
        name: state.name === 'full' ? 'full' : 'ready',
        reachable: true,
        limits: event.ticket.limits,
        expiresAt: Math.max(state.expiresAt, event.ticket.sessionExpiresAt),
        clock: observe(state.clock, event.ticket.serverTime, event.at),
      };
    case 'REFUSED':
      return refused(state, event.code);
    case 'FREED':
      // Whoever was never let in has to ask again.
      return state.name === 'full'
        ? { ...state, name: state.limits ? 'ready' : 'starting' }
        : state;
    case 'SERVICE_AWAY':
      return away(state);
    case 'SERVICE_BACK':
      return state.reachable ? state : { ...state, reachable: true };
    case 'MESSAGE':
      return told(state, event.message, event.at);
    case 'TICKED':
      return ticked(state, event);
    default:
      throw new TypeError(`Unknown phone event ${/** @type {PhoneEvent} */ (event).type}`);
  }
}

/** @type {(state: PhoneState, event: Extract<PhoneEvent, {type: 'TICKED'}>) => PhoneState} */
function ticked(state, { at, busy, unseen }) {
  // What is on its way may still arrive, and the service may have given it more time.
  if (!busy && state.clock !== null && timeLeft(state, at) <= 0) {
    return { ...state, name: 'expired' };
  }
  const unseenSince = unseen && !busy ? (state.unseenSince ?? at) : null;
  const isUnseen = unseenSince !== null && at - unseenSince >= UNSEEN_AFTER_MS;
  return unseenSince === state.unseenSince && isUnseen === state.isUnseen
    ? state
    : { ...state, unseenSince, isUnseen };
}

/** @type {(state: PhoneState, at: number) => number} milliseconds until the code runs out */
export function timeLeft(state, at) {
  return remainingMs(state.expiresAt, state.clock, at);
}

/** @type {(code: string) => boolean} it tells of the session, not of one photo or of the moment */
export function endsTheCode(code) {
  return END_OF_CODE.has(code);
}

/** @type {(state: PhoneState, code: string) => PhoneState} */
function refused(state, code) {
  const name = END_OF_CODE.get(code) ?? (state.limits ? undefined : SHUT.get(code));
  // An answer that we do not know is the service's trouble, not the visitor's.
  return name ? (name === state.name ? state : { ...state, name }) : away(state);
}

/** @type {(state: PhoneState) => PhoneState} */
function away(state) {
  if (state.name === 'starting') {
    return { ...state, name: 'away', reachable: false };
  }
  return state.reachable ? { ...state, reachable: false } : state;
}

/** @type {(state: PhoneState, message: Message, at: number) => PhoneState} */
function told(state, message, at) {
  if (message.type === 'SESSION_EXPIRED') {
    return { ...state, name: 'expired' };
  }
  const clock = 'serverTime' in message ? observe(state.clock, message.serverTime, at) : state.clock;
  const expiresAt =
    'expiresAt' in message ? Math.max(state.expiresAt, message.expiresAt) : state.expiresAt;
  return clock === state.clock && expiresAt === state.expiresAt
    ? state
    : { ...state, clock, expiresAt };
}

/**
 * What there is to say, of all that is true at once: the most useful thing.
 *
 * @param {PhoneState} state
 * @param {Queue} queue
 * @param {boolean} online as the browser believes; it only chooses the words
 * @param {boolean} kept what is on its way outlives the page
 * @returns {{mood: Mood, count: number, canPick: boolean}} count: for the words that name a number
 */
export function phoneMood(state, queue, online, kept) {
  const { sent, busy } = overall(queue);
  const free = state.limits ? room(queue, state.limits.maxPhotos) : 0;
  switch (state.name) {
    case 'ready':
      return { mood: readyMood(state, queue, free, kept), count: free, canPick: free > 0 };
    case 'away':
      return { mood: online ? 'away' : 'offline', count: 0, canPick: false };
    case 'expired':
      return { mood: sent > 0 ? 'expired-after' : 'expired', count: sent, canPick: false };
    case 'full':
      return { mood: busy ? sending(kept) : 'full', count: sent, canPick: false };
    default:
      return { mood: state.name, count: 0, canPick: false };
  }
}

/** @type {(kept: boolean) => Mood} */
function sending(kept) {
  return kept ? 'sending-kept' : 'sending';
}

/** @type {(state: PhoneState, queue: Queue, free: number, kept: boolean) => Mood} */
function readyMood(state, queue, free, kept) {
  const { sent, busy } = overall(queue);
  // A cut line is only told to whom it matters: something waits, or may be picked.
  if (!state.reachable && (busy || free > 0)) {
    return 'cut';
  }
  if (busy) {
    return sending(kept);
  }
  if (queue.some((upload) => upload.state === 'failed')) {
    return 'trouble';
  }
  if (state.isUnseen) {
    return 'unseen';
  }
  if (queue.some((upload) => upload.state === 'refused')) {
    return sent > 0 ? 'partly' : 'unusable';
  }
  if (sent > 0) {
    return free > 0 ? 'sent' : 'complete';
  }
  return 'empty';
}
