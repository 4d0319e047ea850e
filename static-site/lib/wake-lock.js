/**
 * Keeps the screen on while it is wanted. The browser takes the lock away whenever the page is
 * hidden, so it is asked for anew each time the page is seen.
 */
export class WakeLock {
  #wanted = false;
  #asking = false;
  /** @type {WakeLockSentinel | null} */
  #lock = null;

  /** @param {Window} window */
  constructor(window) {
    this.window = window;
    window.document.addEventListener('visibilitychange', () => void this.#settle());
  }

  /** @param {boolean} wanted */
  want(wanted) {
    if (this.#wanted !== wanted) {
      this.#wanted = wanted;
      void this.#settle();
    }
  }

  /** For a screen that is never hidden: what was refused, or taken away, is asked for again. */
  renew() {
    void this.#settle();
  }

  async #settle() {
    const { navigator, document } = this.window;
    if (!('wakeLock' in navigator) || this.#asking) {
      return;
    }
    this.#asking = true;
    try {
      if (!this.#wanted) {
        await this.#lock?.release();
        this.#lock = null;
      } else if (!document.hidden && (!this.#lock || this.#lock.released)) {
        this.#lock = await navigator.wakeLock.request('screen');
      }
    } catch {
      // Low battery or a policy: the screen may then go dark, and nothing else is lost.
      this.#lock = null;
    } finally {
      this.#asking = false;
    }
    if (!this.#wanted && this.#lock) {
      await this.#settle();
    }
  }
}
