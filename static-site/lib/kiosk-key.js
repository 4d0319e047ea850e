/**
 * What lets an enrolled kiosk open sessions: its host's link brings the key once, this browser
 * keeps it, and with it how high its controls may be. A kiosk is one browser on one wall, so
 * `localStorage` is where it belongs.
 */

/** What else the link says, as the language of the screen, stays where it is. */
const KEY_LINK = /([#&])key=([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)(?:&|$)/;
const REACH_LINK = /([#&])reach=(low|standard)(?:&|$)/;

/** @typedef {{location: Location, history: History, localStorage: Storage}} Browser */

/**
 * The key of this kiosk. One that stands behind the `#` is taken, and taken out of the address: who
 * looks at the screen, or into its history, must not find it there.
 *
 * @param {Browser} window
 * @returns {string | null} null: it has none, which is fine where none is asked for
 */
export const kioskKey = (window) => brought(window, KEY_LINK, 'scandrop.kioskKey');

/** @param {Browser} window @returns {string | null} low or standard, as `kioskKey`; null: nothing was said */
export const linkedReach = (window) => brought(window, REACH_LINK, REACH);
export const REACH = 'scandrop.reach';

/** @type {(window: Browser, link: RegExp, name: string) => string | null} */
function brought(window, link, name) {
  const { location, history } = window;
  const said = link.exec(location.hash)?.[2] ?? null;
  if (said) {
    const rest = location.hash.replace(link, '$1').replace(/[#&]$/, '');
    history.replaceState(null, '', location.pathname + location.search + rest);
  }
  try {
    if (said) {
      window.localStorage.setItem(name, said);
    }
    return said ?? window.localStorage.getItem(name);
  } catch {
    // A browser that keeps nothing: what was said then lives as long as the page.
    return said;
  }
}
