/**
 * What lets an enrolled kiosk open sessions: its host's link brings the key once, this browser
 * keeps it. A kiosk is one browser on one wall, so `localStorage` is where it belongs.
 */

/** What else the link says, as the language of the screen, stays where it is. */
const LINK = /([#&])key=([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)(?:&|$)/;
const NAME = 'scandrop.kioskKey';

/**
 * The key of this kiosk. One that stands behind the `#` is taken, and taken out of the address: who
 * looks at the screen, or into its history, must not find it there.
 *
 * @param {{location: Location, history: History, localStorage: Storage}} window
 * @returns {string | null} null: it has none, which is fine where none is asked for
 */
export function kioskKey(window) {
  const { location, history } = window;
  const brought = LINK.exec(location.hash)?.[2] ?? null;
  if (brought) {
    const rest = location.hash.replace(LINK, '$1').replace(/[#&]$/, '');
    history.replaceState(null, '', location.pathname + location.search + rest);
  }
  try {
    if (brought) {
      window.localStorage.setItem(NAME, brought);
    }
    return brought ?? window.localStorage.getItem(NAME);
  } catch {
    // A browser that keeps nothing: the key then lives as long as the page.
    return brought;
  }
}
