/**
 * What the operator of a kiosk is told of it: a pure core. Nothing of its visitor is in it, and no
 * secret: whoever holds the corner may be anybody.
 *
 * @import { KioskName, KioskState } from './states.d.ts'
 */

import { shownName } from './kiosk-state.js';
import { timeLeft } from './kiosk-times.js';
import { arrived } from './photos.js';

/**
 * @typedef {object} Facts
 * @property {KioskName | 'away'} state
 * @property {number | null} leftMs of the code; null: there is none
 * @property {number} photos that are on the screen
 * @property {'live' | 'asks' | 'away' | 'idle'} line idle: there is nothing to be heard
 */

/**
 * @param {KioskState} state
 * @param {number} at monotonic milliseconds
 * @param {boolean} isLive a socket is open
 * @returns {Facts}
 */
export function operatorFacts(state, at, isLive) {
  const watched = state.session !== null && !state.over;
  const left = timeLeft(state, at);
  return {
    state: shownName(state),
    leftMs: watched && Number.isFinite(left) ? Math.max(0, left) : null,
    photos: arrived(state.photos).length,
    line: lineOf(state, watched, isLive),
  };
}

/** @type {(state: KioskState, watched: boolean, isLive: boolean) => Facts['line']} */
function lineOf({ reachable }, watched, isLive) {
  if (!reachable) {
    return 'away';
  }
  if (!watched) {
    return 'idle';
  }
  return isLive ? 'live' : 'asks';
}
