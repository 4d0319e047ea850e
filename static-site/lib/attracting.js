/**
 * What a kiosk with a key shows besides words while it waits, with all that it needs. Loaded when
 * the page is at rest.
 *
 * @import { ConfigFile } from './service.js'
 * @import { Naps } from './timers.js'
 * @import { Timers } from './ports.d.ts'
 */

import { Rack } from '../components/attract/rack.js';
import { albumWatcher } from './album-service.js';
import { AttractPhotos } from './attract-photos.js';
import { addStylesheet } from './stylesheet.js';
import { loadText } from './text.js';
import { WallApi } from './wall-api.js';

/**
 * @param {Window & typeof globalThis} window
 * @param {object} parts
 * @param {string} parts.key
 * @param {ConfigFile} parts.config
 * @param {Timers} parts.timers
 * @param {Naps} parts.naps
 * @param {() => number} parts.random
 * @returns {Promise<{update: (waits: boolean) => void} | null>} null: not to be had just now
 */
export async function attracting(window, { key, config, timers, naps, random }) {
  const { document } = window;
  const style = new URL('../components/attract/rack.css', import.meta.url);
  const [text, isStyled] = await Promise.all([
    loadText('attract', naps, random),
    addStylesheet(document, style),
  ]);
  if (!isStyled) {
    return null;
  }
  const api = new WallApi({ config, fetch: (input, init) => window.fetch(input, init), timers });
  const listen = albumWatcher(window, { config, timers, random });
  const drawing = /** @type {Element} */ (document.querySelector('.rack'));
  const rack = Rack(drawing, { text, after: timers.after });
  api.kioskKey = key;
  let isWaiting = false;
  /** @type {AttractPhotos | null} while nobody is there, and somebody might look */
  let photos = null;

  function settle() {
    const wanted = isWaiting && !document.hidden;
    if (wanted && photos === null) {
      photos = new AttractPhotos({
        ...{ api, rack, timers, random },
        watch: (albumId, events) => listen(albumId, key, events),
      });
      photos.start();
    } else if (!wanted && photos !== null) {
      photos.stop();
      photos = null;
    }
  }

  document.addEventListener('visibilitychange', settle);
  window.addEventListener('online', () => photos?.check());

  return {
    /** @param {boolean} waits nobody is there */
    update(waits) {
      isWaiting = waits;
      rack.update();
      settle();
    },
  };
}
