/**
 * What a host hears of his album while he looks at it.
 *
 * @import { HostApi } from './host-api.js'
 * @import { LiveAlbum } from './live-album.js'
 * @import { Timers } from './ports.d.ts'
 * @import { ConfigFile } from './service.js'
 * @import { LiveAlbumEvents } from './walls.d.ts'
 */

import { albumWatcher } from './album-service.js';
import { shaped } from './host-api.js';

/**
 * @param {Window & typeof globalThis} window
 * @param {{host: Pick<HostApi, 'ask'>, config: ConfigFile, timers: Timers, random: () => number}} parts
 * @returns {(albumId: string, events: LiveAlbumEvents) => LiveAlbum} not started yet
 */
export function hostWatcher(window, { host, ...parts }) {
  const watch = albumWatcher(window, parts);
  return (albumId, events) => {
    const path = `/albums/${encodeURIComponent(albumId)}/listen`;
    // It is good for one handshake: whoever is signed in asks for another each time.
    const token = async () => (await host.ask(path, { method: 'POST' }, shaped('token'))).token;
    return watch(albumId, token, events);
  };
}
