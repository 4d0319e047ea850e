/**
 * Builds what a page of signed-in users talks to the service with, from the browser's own parts.
 *
 * @import { HostParts } from './host-parts.d.ts'
 */

import { Api } from './api.js';
import { HostApi } from './host-api.js';
import { connect } from './service.js';
import { SignInKeeper } from './sign-in-keeper.js';
import { ReconnectingSocket } from './socket.js';

const CHANNEL = 'scandrop.signIn';

/**
 * @param {Window & typeof globalThis} window
 * @param {() => Promise<void>} signIn asks whoever sits there; resolves once the keeper knows
 */
export function connectHost(window, signIn) {
  const parts = connect(window, Api);
  const keeper = new SignInKeeper({
    tab: () => window.sessionStorage,
    browser: () => window.localStorage,
    channel: 'BroadcastChannel' in window ? new window.BroadcastChannel(CHANNEL) : null,
    timers: parts.timers,
  });
  const locks = window.navigator.locks;
  const nowMs = () => Date.now();
  const host = new HostApi({ api: parts.api, keeper, signIn, nowMs, locks });
  /** @type {HostParts['openLine']} */
  const openLine = (albumId, events) =>
    new ReconnectingSocket({
      url: `${parts.config.known.websocketUrl}?albumId=${encodeURIComponent(albumId)}`,
      // Each handshake has one of its own.
      token: '',
      events,
      timers: parts.timers,
      random: parts.random,
      WebSocket: window.WebSocket,
    });
  return { ...parts, keeper, host, openLine };
}
