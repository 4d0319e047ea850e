/**
 * One print on the kiosk, which picture it shows and which it fetches: a pure core,
 * (state, event) → state.
 *
 * While its photo is on its way the print shows the preview, if there is one. The upload is shown
 * at once where the browser can draw it; as soon as there are pictures made for screens, the one
 * of the right size takes its place. Of a video none are made: it is played as it came.
 *
 * @import { Preview, PrintEvent, PrintSource, PrintState } from './states.d.ts'
 * @import { Photo, RenditionName } from './wire.d.ts'
 */

import { isVideo } from './file-names.js';
import { hasArrived } from './messages.js';
import { isDeveloping, isFinal, isWithheld } from './photos.js';

/** How long a photo may take to be developed before it is said that it cannot be shown. */
export const UNSHOWABLE_AFTER_MS = 40_000;
/** After a picture could not be had; doubled each time. */
const RETRY_MS = 1_000;
/** After a video could go no further. */
const HALT_MS = 3_000;
/** So often a picture fails before that is said. */
const FAILURES = 2;
/** What is shown only gets better: a print that goes into the row keeps what it has. */
const SIZES = ['preview', 'upload', 'thumb', 'medium', 'large'];
/** Two sizes of one picture differ by less: sides are whole pixels. */
const SAME_RATIO = 0.01;
/** More is not cut off a photo so that it fits on the paper of its preview. */
const MOST_CUT = 0.03;

/** @type {Readonly<PrintState>} */
export const START = Object.freeze({
  name: 'developing',
  shows: null,
  loading: null,
  percent: null,
  ratio: null,
  slack: SAME_RATIO,
  spoilt: false,
  since: null,
  isVideo: false,
  ready: false,
  halted: false,
  failures: 0,
  retryAt: 0,
});

/**
 * @param {PrintState} state
 * @param {PrintEvent} event
 * @returns {PrintState} `state` itself if nothing changes
 */
export function printState(state, event) {
  switch (event.type) {
    case 'TOLD':
      return told(state, event);
    case 'LOADED':
      return event.source === state.loading ? loaded(state, event.source, event.ratio) : state;
    case 'FAILED':
      return event.source === state.loading ? failed(state, event.at) : state;
    case 'HALTED':
      return halted(state, event.at);
    default:
      throw new TypeError(`Unknown print event ${/** @type {PrintEvent} */ (event).type}`);
  }
}

/**
 * @param {NonNullable<Photo['renditions']>} renditions
 * @param {number} side of a square, in the screen's own pixels
 * @returns {RenditionName} the smallest that fills it
 */
export function fitting({ thumb }, side) {
  return Math.min(thumb.width, thumb.height) >= side ? 'thumb' : 'medium';
}

/** @typedef {Extract<PrintEvent, {type: 'TOLD'}>} Told */

/** @type {(state: PrintState, event: Told) => PrintState} */
function told(state, event) {
  const { photo, at } = event;
  const { large } = photo.renditions ?? {};
  const ready = state.ready || isFinal(photo);
  // What could not be had of the upload is of no interest any more.
  const fresh = large && !state.ready ? { failures: 0, retryAt: 0 } : {};
  const known = { ...state, isVideo: isVideo(photo.contentType ?? ''), ready, ...fresh };
  // Known before there is anything to be seen, it spares the print a jump.
  const ratio = large && !known.shows ? large.width / large.height : known.ratio;
  const there = hasArrived(photo);
  if (isWithheld(photo)) {
    const withheld = { ...START, since: known.since ?? at, name: /** @type {const} */ ('unshowable') };
    return state.name === 'unshowable' && state.shows === null ? state : withheld;
  }
  const since = known.since ?? (there ? at : null);
  const percent = there ? null : event.percent;
  const loading = wanted(known, event);
  const after = named({ ...known, ratio, since, percent, loading }, at);
  const keys = /** @type {(keyof PrintState)[]} */ (Object.keys(after));
  return keys.every((key) => after[key] === state[key]) ? state : after;
}

/** @type {(state: PrintState, event: Told) => PrintSource | null} to be fetched now or still */
function wanted(state, { photo, size, preview, at }) {
  if (state.loading?.size === 'preview') {
    return state.loading;
  }
  if (photo.renditions) {
    return rendition(state, photo.renditions, size, at);
  }
  if (state.loading) {
    return state.loading;
  }
  if (preview && !state.shows && !state.spoilt) {
    return previewSource(preview);
  }
  const tries = isDeveloping(photo) ? 1 : FAILURES;
  // Where nothing else is to come there is no end to trying, only to saying that it will come.
  const may = (state.ready || state.failures < tries) && at >= state.retryAt;
  const wants = state.halted || !isAsGood(state.shows, 'upload');
  return photo.url !== null && may && wants
    ? { size: 'upload', isVideo: state.isVideo, url: photo.url, ratio: null }
    : null;
}

/** @type {(preview: Preview) => PrintSource} */
function previewSource({ jpeg, width, height }) {
  // It is so small that a part of a pixel is a larger share of its sides.
  const slack = Math.max(SAME_RATIO, Math.min(MOST_CUT, 1 / Math.min(width, height)));
  return { size: 'preview', jpeg, ratio: width / height, slack };
}

/**
 * @param {PrintState} state
 * @param {NonNullable<Photo['renditions']>} renditions
 * @param {RenditionName} size
 * @param {number} at
 * @returns {PrintSource | null}
 */
function rendition(state, renditions, size, at) {
  if (isAsGood(state.shows, size) || at < state.retryAt) {
    return null;
  }
  const { width, height } = renditions.large;
  const { url } = renditions[size];
  const source = { size, isVideo: false, url, ratio: width / height };
  return isAsGood(state.loading?.size ?? null, size) ? state.loading : source;
}

/** @type {(has: PrintState['shows'], size: PrintSource['size']) => boolean} */
function isAsGood(has, size) {
  return has !== null && SIZES.indexOf(has) >= SIZES.indexOf(size);
}

/** @type {(state: PrintState, at: number) => PrintState} */
function named(state, at) {
  const over = state.ready && state.failures >= FAILURES;
  // The preview of a video that is not played promises too much.
  if (state.shows && !(over && state.isVideo && state.shows === 'preview')) {
    return { ...state, name: nameWith(state.shows) };
  }
  if (state.percent !== null) {
    return { ...state, name: 'blank' };
  }
  const waited = at - (state.since ?? at);
  const hopeless = state.ready ? over : waited >= UNSHOWABLE_AFTER_MS;
  return { ...state, name: hopeless ? 'unshowable' : 'developing' };
}

/** @type {(shows: PrintSource['size']) => PrintState['name']} */
function nameWith(shows) {
  return shows === 'preview' ? 'previewed' : 'shown';
}

/** @type {(state: PrintState, source: PrintSource, natural: number) => PrintState} */
function loaded(state, source, natural) {
  const ratio = source.ratio ?? natural;
  const same = state.ratio !== null && Math.abs(ratio / state.ratio - 1) < state.slack;
  return {
    ...state,
    ...{ shows: source.size, loading: null, halted: false, failures: 0, retryAt: 0 },
    name: nameWith(source.size),
    ratio: same ? state.ratio : ratio,
    slack: same || source.size !== 'preview' ? state.slack : source.slack,
  };
}

/** @type {(state: PrintState, at: number) => PrintState} */
function failed(state, at) {
  if (state.loading?.size === 'preview') {
    return { ...state, loading: null, spoilt: true };
  }
  const retryAt = at + RETRY_MS * 2 ** Math.min(state.failures, 5);
  return named({ ...state, loading: null, failures: state.failures + 1, retryAt }, at);
}

/** @type {(state: PrintState, at: number) => PrintState} its last frame stays until it goes on */
function halted(state, at) {
  const stops = state.shows === 'upload' && !state.halted;
  return stops ? { ...state, halted: true, retryAt: at + HALT_MS } : state;
}
