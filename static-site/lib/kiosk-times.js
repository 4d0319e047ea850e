/**
 * How long things stay on the kiosk. Times are monotonic milliseconds.
 *
 * @import { KioskState } from './states.d.ts'
 * @import { Photo } from './wire.d.ts'
 */

import { remainingMs } from './clock.js';
import { isVideo } from './file-names.js';
import { hasArrived } from './messages.js';
import { arrived, isComing, isDeveloping } from './photos.js';

/** How long the last photo stays, or what was touched, before the screen is free for the next visitor. */
export const RETURN_AFTER_MS = 30_000;
/** So long before it is said that it will go: as WCAG 2.2 has it, 2.2.1. A touch keeps it. */
export const WARNED_BEFORE_MS = 20_000;
/** The same where there is a video to be watched: most that phones send are shorter. */
export const RETURN_AFTER_VIDEO_MS = 60_000;
/** How long the photo that landed last is looked at before the next one's preview takes its place. */
export const LANDED_SEEN_MS = 3_000;
/** How long photos on their way are waited for that do not move; their phone may have left the room. */
export const PENDING_PATIENCE_MS = 180_000;
/** How long one is waited for that has arrived and cannot be seen yet. */
export const DEVELOPING_PATIENCE_MS = 60_000;
/** How long it is said that a photo was refused, and no screen goes before that was read. */
export const REFUSAL_SHOWN_MS = 20_000;
/** How long "this code has run out" is shown, or why there is none. */
export const EXPIRED_SHOWN_MS = 20_000;
/** How long after its time a session is taken for over if the service has not said so. */
export const OVERDUE_MS = 4_000;
/** A code that nobody has scanned gives way to a new one while a phone still has this long for it. */
export const RENEW_BEFORE_MS = 60_000;
/** Of short codes it is this share of their life, and none that is shorter than a request may take. */
const RENEW_SHARE = 0.25;
const RENEWAL_TAKES_MS = 2_500;
/** How often a screen that waits for visitors looks whether there is a service for them. */
export const LOOK_EVERY_MS = 60_000;
/** A page that is as old as this begins anew: with what was published since, and with an empty memory. */
export const RESTART_AFTER_MS = 24 * 3_600_000;
/** But only where nobody has been for so long. */
export const REST_MS = 10 * 60_000;

/**
 * @param {KioskState} state
 * @param {number} at
 * @returns {number} milliseconds until the code runs out; Infinity when there is none
 */
export function timeLeft(state, at) {
  return state.session ? remainingMs(state.expiresAt, state.clock, at) : Infinity;
}

/**
 * @param {KioskState} state
 * @param {number} at
 * @returns {boolean} the code is to be replaced, for it runs out soon and nobody has scanned it
 */
export function isRenewalDue(state, at) {
  if (state.name !== 'code' || !state.reachable || !state.session) {
    return false;
  }
  const life = (state.session.expiresAt - state.session.createdAt) * 1000;
  const before = Math.min(RENEW_BEFORE_MS, life * RENEW_SHARE);
  return before >= RENEWAL_TAKES_MS && timeLeft(state, at) <= before;
}

/**
 * @param {KioskState} state
 * @param {number} at
 * @returns {Photo[]} photos on their way that are still waited for
 */
export function awaited({ photos, newsAt, over }, at) {
  const patient = !over && at < newsAt + PENDING_PATIENCE_MS;
  return patient ? photos.filter(isComing) : [];
}

/**
 * When the kiosk goes back to its start by itself.
 *
 * @param {KioskState} state
 * @returns {number | null} monotonic milliseconds; null: not by time alone
 */
export function returnsAt(state) {
  if (state.name === 'expired' || state.name === 'refused') {
    return Math.max(state.newsAt, state.touchedAt) + EXPIRED_SHOWN_MS;
  }
  // Where nothing has landed yet, that a phone is gone does not free the screen: it may come back.
  if (state.name !== 'photos' || !state.photos.some(hasArrived)) {
    return null;
  }
  const filmed = arrived(state.photos).some(({ contentType }) => isVideo(contentType ?? ''));
  const photoMs = state.staysMs ?? RETURN_AFTER_MS;
  const lookedAt = Math.max(state.arrivedAt, state.touchedAt);
  const seen = lookedAt + (filmed ? Math.max(photoMs, RETURN_AFTER_VIDEO_MS) : photoMs);
  const calm = Math.max(seen, state.refusedAt + REFUSAL_SHOWN_MS);
  if (state.over) {
    return calm;
  }
  const patience = state.photos.some(isComing) ? PENDING_PATIENCE_MS : DEVELOPING_PATIENCE_MS;
  const waits = state.photos.some((photo) => isComing(photo) || isDeveloping(photo));
  return waits ? Math.max(calm, state.newsAt + patience) : calm;
}

/**
 * Photos of which is to be said that they were refused: the last ones, until another arrives.
 *
 * @param {KioskState} state
 * @param {number} at
 * @returns {Photo[]}
 */
export function refusals({ photos, refused, refusedAt }, at) {
  const told = at < refusedAt + REFUSAL_SHOWN_MS;
  return told ? photos.filter(({ photoId }) => refused.includes(photoId)) : [];
}
