/**
 * A service with its network, as a kiosk meets it over months: API, WebSocket gateway with its cuts,
 * and trouble of every kind. What is asked goes through all of the kiosk's own code.
 */

import { Kiosk } from '../../../static-site/lib/kiosk.js';
import { shownName } from '../../../static-site/lib/kiosk-state.js';
import { LiveSession } from '../../../static-site/lib/live-session.js';
import { ScreenApi } from '../../../static-site/lib/screen-api.js';
import { ConfigFile } from '../../../static-site/lib/service.js';
import { ReconnectingSocket } from '../../../static-site/lib/socket.js';
import { Naps } from '../../../static-site/lib/timers.js';
import { FakeTimers } from './fake-timers.js';
import { aPhoto } from './samples.js';

const EPOCH = 1_000_000;
const LATENCY_MS = 40;
const IDLE_CUT_MS = 10 * 60_000;
const AGE_CUT_MS = 2 * 3_600_000;
const CONFIG = { apiUrl: 'https://api.example', websocketUrl: 'wss://ws.example' };

export class Service {
  /** How it fails: null, `refused`, `hangs` (no answer ever), `broken` (500). */
  trouble = null;
  lifeSeconds = 600;
  /** Opened so far. */
  made = 0;
  cuts = 0;
  /** @type {Map<string, object>} */
  sessions = new Map();
  /** Connected on both ends as far as each knows. */
  sockets = new Set();

  constructor(timers) {
    this.timers = timers;
  }

  get now() {
    return EPOCH + Math.floor(this.timers.now() / 1000);
  }

  /** Those whose code has not run out. */
  get good() {
    return [...this.sessions.values()].filter(({ expiresAt }) => expiresAt > this.now);
  }

  fetch = (url, { method = 'GET', signal }) =>
    new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
      if (this.trouble === 'hangs') {
        return;
      }
      this.timers.after(LATENCY_MS, () => {
        if (this.trouble === 'refused') {
          reject(new TypeError('Failed to fetch'));
        } else {
          resolve(this.#answer(method, String(url)));
        }
      });
    });

  #answer(method, url) {
    const [status, body] = this.trouble === 'broken' ? [500, {}] : this.#said(method, url);
    const text = JSON.stringify(body);
    return { ok: status < 300, status, json: async () => JSON.parse(text) };
  }

  #said(method, url) {
    if (url.endsWith('config.json')) {
      return [200, CONFIG];
    }
    if (method === 'POST' && url.endsWith('/sessions')) {
      return [201, this.#open()];
    }
    if (method === 'POST') {
      return [200, { messages: [] }];
    }
    const session = this.sessions.get(url.split('/').at(-1));
    return session && session.expiresAt > this.now
      ? [200, this.snapshot(session)]
      : [410, { Code: 'SessionExpired', Message: '' }];
  }

  #open() {
    const sessionId = `session-${String((this.made += 1)).padStart(14, '0')}`;
    const session = {
      ...{ sessionId, status: 'AWAITING_SCAN', createdAt: this.now, photos: [] },
      expiresAt: this.now + this.lifeSeconds,
    };
    this.sessions.set(sessionId, session);
    const page = `https://x/phone.html#${sessionId}`;
    return { ...this.snapshot(session), uploadPageUrl: page, qrSvg: '<svg/>', screenToken: 's' };
  }

  snapshot(session) {
    return { ...session, serverTime: this.now };
  }

  /** The phone of this code is there, or sends a photo. */
  happens(session, photos = 0) {
    session.status = photos ? 'COMPLETED' : 'UPLOAD_REQUESTED';
    for (let count = 0; count < photos; count += 1) {
      const photoId = `${session.sessionId}-photo-${session.photos.length}`;
      session.photos.push(aPhoto({ photoId, storedAt: this.now }));
    }
    for (const socket of this.sockets) {
      if (socket.sessionId === session.sessionId) {
        this.#push(socket, session);
      }
    }
  }

  #push(socket, session) {
    const text = JSON.stringify({ type: 'SESSION_STATE', ...this.snapshot(session) });
    this.timers.after(LATENCY_MS, () => {
      if (!this.trouble) {
        socket.onmessage?.({ data: text });
      }
    });
  }

  /** Every connection ends, as when the service is started anew. */
  drop() {
    for (const socket of this.sockets) {
      this.sockets.delete(socket);
      socket.onclose?.();
    }
  }

  /** What the gateway does by itself, and what DynamoDB does in its own time. */
  tidy() {
    const at = this.timers.now();
    for (const socket of this.sockets) {
      if (at - socket.openedAt >= AGE_CUT_MS || at - socket.heardAt >= IDLE_CUT_MS) {
        this.cuts += 1;
        this.sockets.delete(socket);
        socket.onclose?.();
      }
    }
    for (const [id, { expiresAt }] of this.sessions) {
      if (expiresAt + 3_600 < this.now) {
        this.sessions.delete(id);
      }
    }
  }

  /** The class of sockets to it. */
  get WebSocket() {
    const service = this;
    return class {
      constructor(url) {
        this.sessionId = new URL(url).searchParams.get('sessionId');
        if (service.trouble !== 'hangs') {
          service.timers.after(LATENCY_MS, () => this.#shake());
        }
      }

      #shake() {
        const session = service.sessions.get(this.sessionId);
        if (service.trouble || !session || session.expiresAt <= service.now) {
          this.onclose?.();
        } else if (this.onopen) {
          this.openedAt = this.heardAt = service.timers.now();
          service.sockets.add(this);
          this.onopen();
        }
      }

      send() {
        if (!service.trouble && service.sockets.has(this)) {
          this.heardAt = service.timers.now();
          service.timers.after(LATENCY_MS, () => {
            const session = service.sessions.get(this.sessionId);
            if (session) {
              service.happensTo(this, session);
            }
          });
        }
      }

      close() {
        service.sockets.delete(this);
      }
    };
  }

  /** The answer to a `sync`. */
  happensTo(socket, session) {
    this.#push(socket, session);
  }
}

/** A kiosk with all its parts, and the service that it stands before. */
export function aStanding(random = Math.random) {
  const timers = new FakeTimers();
  const service = new Service(timers);
  const { WebSocket } = service;
  const config = new ConfigFile('https://x/config.json', service.fetch);
  const api = new ScreenApi({ config, fetch: service.fetch, timers });
  const watch = (sessionId, token, events) =>
    new LiveSession({
      ...{ sessionId, token, api, events, timers, random },
      openSocket: (socketEvents) =>
        new ReconnectingSocket({
          ...{ url: `wss://ws.example?sessionId=${sessionId}`, token, events: socketEvents },
          ...{ timers, random, WebSocket },
        }),
    });
  const seen = [];
  const kiosk = new Kiosk({
    ...{ api, watch, timers, random, naps: new Naps(timers) },
    onChange: (state, at) => seen.forEach((look) => look(state, at)),
    onRest: () => {},
    prepare: async () => true,
  });
  kiosk.start();
  return { kiosk, timers, service, seen, shown: () => shownName(kiosk.state) };
}
