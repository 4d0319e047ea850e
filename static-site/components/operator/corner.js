/**
 * A corner that nobody sees: held for five seconds, it is for the operator. By the keyboard, too.
 *
 * What is behind it is loaded when the page is at rest, for it is wanted most when there is no
 * network to load it from.
 *
 * @import { Timers } from '../../lib/ports.d.ts'
 */

import { Late } from '../../lib/late.js';

export const HOLD_MS = 5_000;
export const LOADED_AFTER_MS = 20_000;

/** @typedef {{open: () => void, update: (at: number) => void}} Panel */

/**
 * @param {HTMLElement} button
 * @param {object} parts
 * @param {Timers} parts.timers
 * @param {(again: string) => Promise<Panel | null>} parts.load null: it cannot be had just now
 * @returns {{update: (at: number) => void}} to be called at each tick
 */
export function Corner(button, { timers, load }) {
  /** @type {Late<Panel>} */
  const panel = new Late(load);
  let cancel = () => {};

  async function open() {
    await panel.prepare();
    panel.here?.open();
  }

  function hold() {
    cancel();
    void panel.prepare();
    cancel = timers.after(HOLD_MS, () => void open());
  }

  timers.after(LOADED_AFTER_MS, () => void panel.prepare());
  button.addEventListener('pointerdown', hold);
  button.addEventListener('keydown', ({ key, repeat }) => {
    if ((key === 'Enter' || key === ' ') && !repeat) {
      hold();
    }
  });
  for (const type of ['pointerup', 'pointercancel', 'pointerleave', 'keyup', 'blur']) {
    button.addEventListener(type, () => cancel());
  }
  // What a browser does of itself with what is held for long.
  button.addEventListener('contextmenu', (event) => event.preventDefault());

  return { update: (at) => panel.here?.update(at) };
}
