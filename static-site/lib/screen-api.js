/**
 * What only a screen asks of the API.
 *
 * @import { OpenedSession } from './wire.d.ts'
 */

import { Api, ServiceAway } from './api.js';
import { readSnapshot } from './messages.js';

export class ScreenApi extends Api {
  /** Of an enrolled kiosk. @type {string | null} */
  kioskKey = null;

  /**
   * @param {AbortSignal} [signal]
   * @returns {Promise<OpenedSession>}
   * @throws {ApiError | ServiceAway}
   */
  openSession(signal) {
    const token = this.kioskKey ?? undefined;
    return this.ask('/sessions', { method: 'POST', token, signal }, (body) => ({
      ...readSnapshot(body),
      uploadPageUrl: String(body.uploadPageUrl),
      qrSvg: String(body.qrSvg),
      screenToken: String(body.screenToken),
    }));
  }

  /**
   * Looks whether the site can be reached at all.
   *
   * @param {AbortSignal} [signal]
   * @throws {ServiceAway}
   */
  async reach(signal) {
    try {
      await this.inTime((inTime) => this.config.load({ fresh: true, signal: inTime }), signal);
    } catch (error) {
      throw new ServiceAway('The site did not answer', { cause: error });
    }
  }
}
