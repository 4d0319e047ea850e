/**
 * What is to be asked before picked files are sent: a pure core. Much to send is said beforehand;
 * on a slow or metered line photos may be sent smaller.
 *
 * @import { FileFacts, Line, Question, Wanted } from './states.d.ts'
 */

import { isVideo } from './file-names.js';

const MEGABYTE = 1024 * 1024;
/** More is not sent without a word. */
export const LARGE_BYTES = 100 * MEGABYTE;
/** Below this it is not worth a question on any line. */
export const LIGHT_BYTES = 3 * MEGABYTE;
/** What a photo of a phone weighs about once it is made smaller (smaller.js). */
export const SMALLER_BYTES = 1.2 * MEGABYTE;
/** So many times lighter is clearly lighter: the weight above is a guess. */
const CLEARLY = 1.5;

const SLOW = ['slow-2g', '2g', '3g'];

/**
 * Of the Network Information API what we read; Safari and Firefox do not tell.
 *
 * @typedef {object} Connection
 * @property {boolean} [saveData]
 * @property {string} [effectiveType]
 * @property {string} [type]
 * @property {number} [downlink] megabits per second
 */

/** @type {(connection: Connection | undefined) => Line} */
export function lineOf({ saveData, effectiveType = '', type, downlink } = {}) {
  const metered = saveData || type === 'cellular';
  return {
    trouble: metered ? 'metered' : SLOW.includes(effectiveType) ? 'slow' : null,
    // That is how fast it brings, and browsers do not tell how fast it sends: a guess, mostly too
    // good, until we have seen it.
    bytesPerSecond: downlink ? (downlink * 1e6) / 8 : null,
  };
}

/** @type {(file: FileFacts) => boolean} */
export function becomesLighter({ contentType, sizeBytes }) {
  // A GIF may move, and a JPEG does not; a video stays what it is.
  const isPicture = !isVideo(contentType) && contentType !== 'image/gif';
  return isPicture && sizeBytes > CLEARLY * SMALLER_BYTES;
}

/**
 * @param {readonly FileFacts[]} files that would be sent
 * @param {Line} line
 * @param {object} known
 * @param {number | null} known.bytesPerSecond as seen on this page; null: not yet
 * @param {Wanted | null} known.wanted the answer that was given before; null: not yet
 * @returns {Question | null} null: they are sent without one
 */
export function questionOf(files, line, { bytesPerSecond, wanted }) {
  const lighter = line.trouble ? files.filter(becomesLighter) : [];
  const bytes = sum(files);
  const smallerBytes = bytes - sum(lighter) + lighter.length * SMALLER_BYTES;
  const asks = wanted === null && sum(lighter) > LIGHT_BYTES;
  const sent = wanted === 'smaller' ? smallerBytes : bytes;
  const isLarge = sent > LARGE_BYTES;
  if (!asks && !isLarge) {
    return null;
  }
  const perSecond = bytesPerSecond ?? line.bytesPerSecond;
  return {
    bytes: sent,
    seconds: isLarge && perSecond ? Math.max(1, Math.round(sent / perSecond)) : null,
    isLarge,
    smaller: asks && line.trouble ? { trouble: line.trouble, count: lighter.length, bytes: smallerBytes } : null,
  };
}

/** @type {(files: readonly FileFacts[]) => number} */
function sum(files) {
  return files.reduce((total, { sizeBytes }) => total + sizeBytes, 0);
}
