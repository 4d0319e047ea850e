/**
 * A corner that nobody sees: held for five seconds, it is for the operator. By the keyboard, too.
 *
 * What is behind it is loaded when the page is at rest, for it is wanted most when there is no
 * network to load it from.
 *
 * @import { Timers } from '../../lib/ports.d.ts'
 */

export const HOLD_MS = 5_000;
export const LOADED_AFTER_MS = 20_000;

/** @typedef {{open: () => void, update: (at: number) => void}} Panel */

/**
 * @param {HTMLElement} button
 * @param {object} parts
 * @param {Timers} parts.timers
 * @param {() => Promise<Panel | null>} parts.load null: it cannot be had just now
 * @returns {{update: (at: number) => void}} to be called at each tick
 */
export function Corner(button, { timers, load }) {
  /** @type {Promise<Panel | null> | null} */
  let loading = null;
  /** @type {Panel | null} */
  let panel = null;
  let cancel = () => {};

  async function prepare() {
    loading ??= load();
    panel = await loading;
    if (!panel) {
      loading = null;
    }
  }

  async function open() {
    await prepare();
    panel?.open();
  }

  function hold() {
    cancel();
    void prepare();
    cancel = timers.after(HOLD_MS, () => void open());
  }

  timers.after(LOADED_AFTER_MS, () => void prepare());
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

  return { update: (at) => panel?.update(at) };
}
