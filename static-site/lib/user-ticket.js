/**
 * The ticket of one file of a user, and a file that goes in parts by it.
 *
 * @import { Api } from './api.js'
 * @import { Put } from './ports.d.ts'
 * @import { UserTicket } from './user-wire.d.ts'
 * @import { MultipartUpload } from './wire.d.ts'
 */

import { ApiError, readLimits } from './api.js';
import { MalformedMessage } from './messages.js';
import { MultipartFile } from './multipart-file.js';

/** Codes that say that a ticket finds nothing any more. */
const GONE = new Set([
  ...['UploadGone', 'PhotoNotFound', 'SessionExpired', 'SessionNotFound', 'TokenRefused'],
]);

/** @type {(error: unknown) => boolean} by this ticket nothing can be had any more */
export function isGone(error) {
  return error instanceof ApiError && GONE.has(error.code);
}

/** @type {(body: any) => UserTicket} */
export function readTicket(body) {
  const isPut = typeof body?.url === 'string';
  const isInParts = body?.partBytes > 0 && body.partCount > 0;
  const named = [body?.sessionId, body?.photoId, body?.phoneToken];
  if (!(isPut || isInParts) || named.some((each) => typeof each !== 'string')) {
    throw new MalformedMessage('not a ticket of a user');
  }
  return { ...body, limits: readLimits(body.limits) };
}

/** A file in parts by a ticket that is there already. */
export class UserFile extends MultipartFile {
  isGone = false;

  /**
   * @param {File} file
   * @param {UserTicket} ticket
   * @param {{api: Pick<Api, 'ask'>, put: Put}} parts
   */
  constructor(file, ticket, { api, put }) {
    super('', file, {
      ...{ sessionId: ticket.sessionId, token: ticket.phoneToken, put },
      api: { ask: (path, how, read) => this.#watched(api.ask(path, how, read)) },
      // Parts of users have no digests of their own.
      sha256: async () => undefined,
    });
    this.ticket = ticket;
  }

  /** @override @returns {Promise<MultipartUpload>} */
  async create() {
    if (this.isGone) {
      // Nothing is to be had by trying again.
      throw new ApiError(404, 'SessionNotFound', '');
    }
    return /** @type {MultipartUpload} */ (this.ticket);
  }

  /** @template T @param {Promise<T>} asked @returns {Promise<T>} */
  async #watched(asked) {
    try {
      return await asked;
    } catch (error) {
      this.isGone ||= isGone(error);
      throw error;
    }
  }
}
