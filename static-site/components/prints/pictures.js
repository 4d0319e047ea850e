/**
 * The pictures of one print: what its core wants is fetched, and given to the paper.
 *
 * @import { PrintEvent, PrintSource, PrintState } from '../../lib/states.d.ts'
 * @import { Shown } from './fetcher.js'
 */

import { printState, START } from '../../lib/print-state.js';
import { Fetcher } from './fetcher.js';

/**
 * @typedef {object} PicturesParts
 * @property {(picture: Shown) => number} put shows it; its ratio
 * @property {(state: PrintState) => void} onChange
 * @property {(source: PrintSource, there: boolean) => void} onSettled it is shown or was not to be
 *   had
 * @property {() => void} onHalt the video that is shown can go no further
 * @property {() => number} now monotonic milliseconds
 */

/** @param {PicturesParts} parts */
export function Pictures({ put, onChange, onSettled, onHalt, now }) {
  const fetcher = Fetcher();
  /** @type {PrintState} */
  let state = START;

  /** @param {PrintEvent} event */
  function dispatch(event) {
    const before = state;
    state = printState(before, event);
    if (state.loading !== before.loading) {
      fetcher.stop();
      if (state.loading) {
        void fetchPicture(state.loading);
      }
    }
    if (state !== before) {
      onChange(state);
    }
  }

  /** @param {PrintSource} source */
  async function fetchPicture(source) {
    const picture = await fetcher.fetch(source);
    if (state.loading === source) {
      dispatch(
        picture
          ? { type: 'LOADED', source, ratio: put(picture) }
          : { type: 'FAILED', source, at: now() },
      );
      onSettled(source, picture !== null);
      picture?.addEventListener('error', halt);
    }
  }

  function halt() {
    dispatch({ type: 'HALTED', at: now() });
    onHalt();
  }

  return {
    dispatch,
    discard() {
      state = START;
      fetcher.stop();
    },
  };
}
