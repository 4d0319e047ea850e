/**
 * The HTTP API: one place for URLs, tokens, JSON and errors.
 *
 * @import { ApiParts } from './ports.d.ts'
 * @import { OpenedSession, Snapshot, Ticket, UploadRequest } from './wire.d.ts'
 */

import { MalformedMessage, readSnapshot } from './messages.js';

/** The API has answered, and the answer is no. */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {string} code the wire `Code`; `Unknown` when the answer has none
   * @param {string} message for the record, not for visitors
   */
  constructor(status, code, message) {
    super(message);
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

/**
 * @param {unknown} error
 * @returns {boolean} the same request may well succeed in a moment
 */
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
   * @param {AbortSignal} [signal]
   * @returns {Promise<OpenedSession>}
   * @throws {ApiError | ServiceAway}
   */
  openSession(signal) {
    return this.#ask('/sessions', { method: 'POST', signal }, (body) => ({
      ...readSnapshot(body),
      uploadPageUrl: String(body.uploadPageUrl),
      qrSvg: String(body.qrSvg),
      screenToken: String(body.screenToken),
    }));
  }

  /**
   * @param {string} sessionId
   * @param {string} token
   * @param {AbortSignal} [signal]
   * @returns {Promise<Snapshot>}
   * @throws {ApiError | ServiceAway}
   */
  snapshot(sessionId, token, signal) {
    return this.#ask(`/sessions/${encodeURIComponent(sessionId)}`, { token, signal }, readSnapshot);
  }

  /**
   * Claims the session, and asks for a URL to which one photo can be sent.
   *
   * @param {UploadRequest} request
   * @param {string} token
   * @param {AbortSignal} [signal]
   * @returns {Promise<Ticket>}
   * @throws {ApiError | ServiceAway}
   */
  requestUpload(request, token, signal) {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(request)) {
      if (value !== undefined) {
        query.set(name, String(value));
      }
    }
    return this.#ask(`/upload-url?${query}`, { token, signal }, readTicket);
  }

  /**
   * Looks whether the site can be reached at all.
   *
   * @param {AbortSignal} [signal]
   * @throws {ServiceAway}
   */
  async reach(signal) {
    try {
      await this.#inTime((inTime) => this.config.load({ fresh: true, signal: inTime }), signal);
    } catch (error) {
      throw new ServiceAway('The site did not answer', { cause: error });
    }
  }

  /**
   * @template T
   * @param {string} path
   * @param {{method?: string, token?: string, signal?: AbortSignal}} how
   * @param {(body: any) => T} read
   * @returns {Promise<T>}
   */
  async #ask(path, { method = 'GET', token, signal }, read) {
    /** @type {Response} */
    let answer;
    let body;
    try {
      [answer, body] = await this.#inTime(async (inTime) => {
        const { apiUrl } = await this.config.load({ signal: inTime });
        const headers = token ? { Authorization: `Bearer ${token}` } : undefined;
        const got = await this.fetch(apiUrl + path, {
          method,
          headers,
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
      throw new ApiError(answer.status, String(body?.Code ?? 'Unknown'), String(body?.Message));
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
   * @template T
   * @param {(signal: AbortSignal) => Promise<T>} ask
   * @param {AbortSignal} [signal]
   * @returns {Promise<T>}
   */
  async #inTime(ask, signal) {
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

/**
 * @param {any} body
 * @returns {Ticket}
 * @throws {MalformedMessage}
 */
function readTicket(body) {
  const limits = body?.limits;
  if (
    typeof body?.photoId !== 'string' ||
    typeof body.url !== 'string' ||
    typeof body.serverTime !== 'number' ||
    typeof body.sessionExpiresAt !== 'number' ||
    typeof limits?.maxPhotos !== 'number' ||
    typeof limits.maxUploadBytes !== 'number' ||
    !Array.isArray(limits.contentTypes)
  ) {
    throw new MalformedMessage('not an upload ticket');
  }
  return body;
}
