/**
 * Builds what talks to the service, from the browser's own parts. The front end's wiring.py.
 *
 * @import { ApiParts, LiveEvents } from './ports.d.ts'
 * @import { Api } from './api.js'
 * @import { SiteConfig } from './wire.d.ts'
 */

import { answeredEarly, wear } from './early.js';
import { LiveSession } from './live-session.js';
import { ReconnectingSocket } from './socket.js';
import { browserTimers, Naps } from './timers.js';

/** Reads config.json once it can be read; a failure is not remembered. */
export class ConfigFile {
  /** @type {SiteConfig | null} */
  #config = null;

  /**
   * @param {string | URL} url
   * @param {typeof globalThis.fetch} fetch
   */
  constructor(url, fetch) {
    this.url = url;
    this.fetch = fetch;
  }

  /** What was read; there is no session without it, so whoever has one may ask. */
  get known() {
    if (this.#config === null) {
      throw new Error('config.json has not been read');
    }
    return this.#config;
  }

  /**
   * @param {{fresh?: boolean, signal?: AbortSignal}} [how] fresh: ask the site even if known
   * @returns {Promise<SiteConfig>}
   * @throws {TypeError} it could not be had, or is not ours
   */
  async load({ fresh = false, signal } = {}) {
    if (this.#config === null || fresh) {
      const answer = await this.fetch(this.url, { cache: 'no-store', signal });
      const body = answer.ok ? await answer.json() : null;
      if (typeof body?.apiUrl !== 'string' || typeof body?.websocketUrl !== 'string') {
        throw new TypeError(`config.json answered ${answer.status} without the two URLs`);
      }
      const { apiUrl, websocketUrl, signUp, brand } = body;
      // Nothing is begun on a page that does not say whose it is, and what is to be accepted.
      await (brand && wear(document, brand));
      this.#config = { apiUrl, websocketUrl, signUp: signUp === true };
    }
    return this.#config;
  }
}

/**
 * @template {Api} T
 * @param {Window & typeof globalThis} window
 * @param {new (parts: ApiParts) => T} PageApi
 */
export function connect(window, PageApi) {
  const timers = browserTimers;
  const random = Math.random;
  /** @type {typeof globalThis.fetch} */
  const fetch = answeredEarly((input, init) => window.fetch(input, init));
  const config = new ConfigFile(new URL('../config.json', import.meta.url), fetch);
  const api = new PageApi({ config, fetch, timers });

  /** @type {(sessionId: string, token: string, events: LiveEvents) => LiveSession} */
  const watch = (sessionId, token, events) =>
    new LiveSession({
      sessionId,
      token,
      api,
      events,
      timers,
      random,
      openSocket: (socketEvents) =>
        new ReconnectingSocket({
          url: `${config.known.websocketUrl}?sessionId=${encodeURIComponent(sessionId)}`,
          token,
          events: socketEvents,
          timers,
          random,
          WebSocket: window.WebSocket,
        }),
    });

  return { api, config, watch, timers, random, naps: new Naps(timers) };
}
