/**
 * Builds what listens to an album, from the browser's own parts: for walls and for hosts.
 *
 * @import { Timers } from './ports.d.ts'
 * @import { ConfigFile } from './service.js'
 * @import { LiveAlbumEvents } from './walls.d.ts'
 */

import { LiveAlbum } from './live-album.js';
import { ReconnectingSocket } from './socket.js';

/**
 * @param {Window & typeof globalThis} window
 * @param {{config: ConfigFile, timers: Timers, random: () => number}} parts
 */
export function albumWatcher(window, { config, timers, random }) {
  /**
   * @param {string} albumId
   * @param {string | (() => Promise<string>)} token a host's is good for one handshake, so he asks
   *   for another each time
   * @param {LiveAlbumEvents} events
   */
  return (albumId, token, events) =>
    new LiveAlbum({
      albumId,
      events,
      timers,
      openSocket: (socketEvents) =>
        new ReconnectingSocket({
          url: `${config.known.websocketUrl}?albumId=${encodeURIComponent(albumId)}`,
          token,
          events: socketEvents,
          timers,
          random,
          WebSocket: window.WebSocket,
        }),
    });
}
