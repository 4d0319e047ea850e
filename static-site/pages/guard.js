/**
 * Before all else on the kiosk page: if a part of the page cannot be loaded, nobody is there to load
 * it again. A script of its own, without any other, for those may be what is missing.
 */

/** Long enough for a network that has just come up, short enough for whoever stands before it. */
const AGAIN_MS = 5_000;

window.addEventListener(
  'error',
  ({ target }) => {
    if (target instanceof HTMLScriptElement || target instanceof HTMLLinkElement) {
      setTimeout(() => location.reload(), AGAIN_MS * (1 + Math.random()));
    }
  },
  // Such errors do not bubble.
  true,
);
