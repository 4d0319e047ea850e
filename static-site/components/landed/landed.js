/**
 * What stands on the counter while photos are shown or on their way.
 *
 * @import { KioskState } from '../../lib/states.d.ts'
 * @import { Text } from '../../lib/text.js'
 * @import { Photo } from '../../lib/wire.d.ts'
 *
 * @typedef {object} Tally
 * @property {Photo[]} photos that have arrived, oldest first
 * @property {Photo[]} coming
 * @property {number} percent of all of them
 */

import { cleanName } from '../../lib/file-names.js';
import { awaited, returnsAt, WARNED_BEFORE_MS } from '../../lib/kiosk-times.js';
import { percentOf } from '../../lib/on-the-way.js';
import { arrived, isDeveloping } from '../../lib/photos.js';
import { UNSHOWABLE_AFTER_MS } from '../../lib/print-state.js';

/** From here on how long it takes is told in minutes. */
const MINUTES_S = 90;
/** Percent between two that are said. */
const QUARTER = 25;

/**
 * @param {HTMLElement} heading
 * @param {HTMLElement} note
 * @param {{text: Text}} parts
 */
export function Landed(heading, note, { text }) {
  let saidAt = 0;
  /** The last quarter that was said of what is on its way; null: nothing is. @type {number | null} */
  let quarter = null;
  /** It was said that the photos will go. */
  let warned = false;

  /** @type {(tally: Tally) => string} what is new; never a torrent */
  function newsOf({ coming, percent }) {
    const before = quarter;
    if (coming.length === 0) {
      quarter = null;
      return '';
    }
    quarter = Math.max(before ?? 0, Math.min(3, Math.floor(percent / QUARTER)));
    if (before === null) {
      return text.count('kiosk.say.coming', coming.length);
    }
    const said = text.percent(quarter * QUARTER);
    return quarter > before ? text.of('kiosk.say.percent', { percent: said }) : '';
  }

  return {
    /**
     * @param {KioskState} state
     * @param {number} at monotonic milliseconds
     * @returns {string} what is new, to be said; empty if nothing is
     */
    update(state, at) {
      const tally = tallyOf(state, at);
      const progress = newsOf(tally);
      if (state.name !== 'photos') {
        warned = false;
        return '';
      }
      write(heading, headingFor(state, tally, at, text));
      const goes = returning(state, at, text);
      write(note, goes || noteFor(state, tally, text));
      const warning = warned ? '' : goes;
      warned = goes !== '';
      const newest = tally.photos.at(-1);
      if (saidAt === state.arrivedAt || !newest) {
        return both(progress, warning);
      }
      saidAt = state.arrivedAt;
      const name = cleanName(newest.fileName) || text.of('kiosk.photos.unnamed');
      return both(text.of('kiosk.say.landed', { name }), warning);
    },
  };
}

/** @type {(...said: string[]) => string} */
function both(...said) {
  return said.filter(Boolean).join(' ');
}

/** @type {(state: KioskState, at: number) => Tally} */
function tallyOf(state, at) {
  const photos = arrived(state.photos);
  const coming = awaited(state, at);
  return { photos, coming, percent: percentOf([...photos, ...coming], state.way) };
}

/** @type {(state: KioskState, tally: Tally, at: number, text: Text) => string} */
function headingFor(state, { photos, coming }, at, text) {
  if (coming.length > 0) {
    const count = photos.length + coming.length;
    return text.count('kiosk.coming.title', count, { number: photos.length + 1 });
  }
  const newest = photos.at(-1);
  const almost = newest && isDeveloping(newest) && at < state.arrivedAt + UNSHOWABLE_AFTER_MS;
  return almost ? text.of('kiosk.photos.almost') : text.count('kiosk.photos.title', photos.length);
}

/** @type {(state: KioskState, at: number, text: Text) => string} empty: not yet */
function returning(state, at, text) {
  const leftMs = (returnsAt(state) ?? Infinity) - at;
  if (leftMs > WARNED_BEFORE_MS) {
    return '';
  }
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  return text.of('kiosk.photos.touch', { returning: text.count('kiosk.photos.returning', seconds) });
}

/** @type {(state: KioskState, tally: Tally, text: Text) => string} */
function noteFor({ reachable, over, way }, { coming, percent }, text) {
  if (!reachable && !over) {
    return text.of('kiosk.photos.cut');
  }
  return coming.length > 0
    ? progressNote(percent, way.secondsLeft, text)
    : text.of('kiosk.photos.lead');
}

/** @type {(share: number, secondsLeft: number | null, text: Text) => string} */
function progressNote(share, secondsLeft, text) {
  const percent = text.percent(share);
  if (secondsLeft === null) {
    return share === 0 ? text.of('kiosk.coming.starting') : text.of('kiosk.coming.percent', { percent });
  }
  if (secondsLeft === 0) {
    return text.of('kiosk.coming.soon', { percent });
  }
  return secondsLeft < MINUTES_S
    ? text.count('kiosk.coming.seconds', secondsLeft, { percent })
    : text.count('kiosk.coming.minutes', Math.round(secondsLeft / 60), { percent });
}

/** @type {(element: HTMLElement, words: string) => void} */
function write(element, words) {
  if (element.textContent !== words) {
    element.textContent = words;
  }
}
