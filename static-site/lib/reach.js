/**
 * How high on a kiosk's screen that is which is touched. From a wheelchair nothing above 1220 mm is
 * reached (ADA Standards 308, ISO 21542): of a tall screen that is its lower half.
 *
 * @typedef {'standard' | 'low'} Reach
 */

import { REACH } from './kiosk-key.js';
import { addStylesheets } from './stylesheet.js';

/** Where nothing can be kept it holds until the page is loaded again. @type {Reach | null} */
let unkept = null;

/** @type {(window: {localStorage: Storage}) => Reach} what the operator of this screen has chosen */
export function ownReach(window) {
  try {
    return unkept ?? (window.localStorage.getItem(REACH) === 'low' ? 'low' : 'standard');
  } catch {
    return 'standard';
  }
}

/** @type {(window: {localStorage: Storage}, reach: Reach) => void} for this screen, for good */
export function keepReach(window, reach) {
  try {
    window.localStorage.setItem(REACH, reach);
    unkept = null;
  } catch {
    unkept = reach;
  }
}

/** @type {(document: Document, reach: Reach) => Promise<void>} once all stands where it should */
export async function showReach(document, reach) {
  document.documentElement.dataset.reach = reach;
  await addStylesheets(document, ['reach/reach']);
}

/** @type {(window: Window, reach: Reach) => void} it is so from now on */
export function setReach(window, reach) {
  keepReach(window, reach);
  void showReach(window.document, reach);
}
