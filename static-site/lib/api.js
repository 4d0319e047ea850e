/**
 * The HTTP API: one place for URLs, tokens, JSON and errors.
 *
 * Whatever is asked for rejects with ApiError or ServiceAway.
 *
 * @import { ApiParts } from './ports.d.ts'
 * @import { Limits, Photo, Saying, Snapshot, Ticket, UploadRequest } from './wire.d.ts'
 */

import { MalformedMessage, readPhoto, readSnapshot } from './messages.js';

/** The API has answered, and the answer is no. */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {string} code `Unknown`: none
   * @param {string} message
   * @param {any} [body] with facts that some codes bring along
   */
  constructor(status, code, message, body) {
    super(message);
    this.body = body;
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
  }
}

/** Nothing came back that is from our API: no network, a cut, a time-out, a captive portal. */
export class ServiceAway extends Error {
  /** @param {string} message @param {{cause?: unknown}} [options] */
  constructor(message, options) {
    super(message, options);
    this.name = 'ServiceAway';
  }
}

/** @type {(error: unknown) => boolean} the same request may well succeed in a moment */
export function isTemporary(error) {
  return (
    error instanceof ServiceAway ||
    (error instanceof ApiError && (error.status >= 500 || error.status === 429))
  );
}

export class Api {
  /** @param {ApiParts} parts */
  constructor({ config, fetch, timers, timeoutMs = 15_000 }) {
    this.config = config;
    this.fetch = fetch;
    this.timers = timers;
    this.timeoutMs = timeoutMs;
  }

  /**
   * @param {string} sessionId
   * @param {string} token
   * @param {AbortSignal} [signal]
   * @returns {Promise<Snapshot>}
   */
  snapshot(sessionId, token, signal) {
    return this.ask(`/sessions/${encodeURIComponent(sessionId)}`, { token, signal }, readSnapshot);
  }

  /**
   * Claims the session, and asks for a URL to which one photo can be sent.
   *
   * @param {UploadRequest} request
   * @param {string} token
   * @param {AbortSignal} [signal]
   * @returns {Promise<Ticket>}
   */
  requestUpload(request, token, signal) {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(request)) {
      if (value !== undefined) {
        query.set(name, String(value));
      }
    }
    // A form, as browsers send it without asking first: that would be a round trip more.
    const form = new URLSearchParams({ access_token: token });
    return this.ask(`/upload-url?${query}`, { method: 'POST', form, signal }, readTicket);
  }

  /**
   * The visitor takes a photo back: on its way or there, it will not be seen any more.
   *
   * @param {string} sessionId
   * @param {string} photoId
   * @param {string} token
   * @returns {Promise<Photo>} what is left of it
   */
  withdraw(sessionId, photoId, token) {
    const path = `/uploads/${encodeURIComponent(photoId)}?sessionId=${encodeURIComponent(sessionId)}`;
    return this.ask(path, { method: 'DELETE', token }, readPhoto);
  }

  /**
   * Says something of photos where no socket is open.
   *
   * @param {string} sessionId
   * @param {string} token
   * @param {Saying} saying `preview` is not taken here
   * @param {AbortSignal} [signal]
   * @returns {Promise<void>} once it was heard; what it changes is told by the next snapshot
   */
  say(sessionId, token, saying, signal) {
    const path = `/sessions/${encodeURIComponent(sessionId)}/messages`;
    return this.ask(path, { method: 'POST', token, body: saying, signal }, ({ messages }) => {
      if (!Array.isArray(messages)) {
        throw new MalformedMessage('messages is not a list');
      }
    });
  }

  /**
   * @template T
   * @param {string} path
   * @param {{method?: string, token?: string, body?: object, form?: URLSearchParams, signal?: AbortSignal}} how
   *   body: sent as JSON
   * @param {(body: any) => T} read
   * @returns {Promise<T>}
   */
  async ask(path, { method = 'GET', token, body: sent, form, signal }, read) {
    /** @type {Response} */
    let answer;
    let body;
    try {
      [answer, body] = await this.inTime(async (inTime) => {
        const { apiUrl } = await this.config.load({ signal: inTime });
        const got = await this.fetch(apiUrl + path, {
          method,
          headers: {
            ...(token && { Authorization: `Bearer ${token}` }),
            ...(sent && { 'Content-Type': 'application/json' }),
          },
          body: form ?? (sent && JSON.stringify(sent)),
          cache: 'no-store',
          credentials: 'omit',
          signal: inTime,
        });
        return [got, await got.json()];
      }, signal);
    } catch (error) {
      throw new ServiceAway('The service did not answer', { cause: error });
    }
    if (!answer.ok) {
      throw new ApiError(answer.status, String(body?.Code ?? 'Unknown'), String(body?.Message), body);
    }
    try {
      return read(body);
    } catch (error) {
      if (error instanceof MalformedMessage) {
        throw new ServiceAway('The answer was not from our service', { cause: error });
      }
      throw error;
    }
  }

  /**
   * @protected
   * @template T
   * @param {(signal: AbortSignal) => Promise<T>} ask
   * @param {AbortSignal} [signal]
   * @returns {Promise<T>}
   */
  async inTime(ask, signal) {
    // AbortSignal.any and .timeout are younger than many phones.
    const ending = new AbortController();
    const end = () => ending.abort();
    const cancel = this.timers.after(this.timeoutMs, end);
    signal?.addEventListener('abort', end);
    if (signal?.aborted) {
      end();
    }
    try {
      return await ask(ending.signal);
    } finally {
      cancel();
      signal?.removeEventListener('abort', end);
    }
  }
}

/** @type {(body: any) => Ticket} */
function readTicket(body) {
  if (
    typeof body?.photoId !== 'string' ||
    typeof body.url !== 'string' ||
    typeof body.serverTime !== 'number' ||
    typeof body.sessionExpiresAt !== 'number'
  ) {
    throw new MalformedMessage('not an upload ticket');
  }
  return { ...body, limits: readLimits(body.limits) };
}

/** @type {(limits: any) => Limits} */
export function readLimits(limits) {
  if (
    typeof limits?.maxPhotos !== 'number' ||
    typeof limits.maxUploadBytes !== 'number' ||
    !Array.isArray(limits.contentTypes)
  ) {
    throw new MalformedMessage('no limits');
  }
  // A service that is older than this page knows of no previews, no parts and no videos.
  return { maxPreviewBytes: 0, maxPutBytes: Infinity, maxVideoBytes: 0, maxFileBytes: 0, ...limits };
}
