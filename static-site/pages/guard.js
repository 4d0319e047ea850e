/**
 * Before all else on a screen's page: if a part of the page cannot be loaded, nobody is there to load
 * it again. A script of its own, without any other, for those may be what is missing.
 */

/** Long enough for a network that has just come up, short enough for whoever stands before it. */
const AGAIN_MS = 5_000;

/** @param {Event} event */
function missing({ target }) {
  if (target instanceof HTMLScriptElement || target instanceof HTMLLinkElement) {
    again();
  }
}

function again() {
  setTimeout(async () => {
    try {
      // A page that cannot be had would be lost for a browser's error.
      await fetch(location.href, { method: 'HEAD', cache: 'no-store' });
      location.reload();
    } catch {
      again();
    }
  }, AGAIN_MS * (1 + Math.random()));
}

// Such errors do not bubble. What is loaded later, the page can do without: then it stays.
window.addEventListener('error', missing, true);
window.addEventListener('load', () => window.removeEventListener('error', missing, true));
