/**
 * What a wall asks of the API, by its kiosk key.
 *
 * @import { WallPage, WallPhoto } from './album-wire.d.ts'
 */

import { readNews } from './album-messages.js';
import { Api, ApiError } from './api.js';
import { fields, list, number, orNull, text } from './fields.js';
import { renditions } from './messages.js';

export class WallApi extends Api {
  /** @type {string | null} */
  kioskKey = null;

  /**
   * A page of what it may show, the newest first, or those of certain photos that it may.
   *
   * @param {{cursor?: string | null, photoIds?: readonly string[], attract?: boolean}} wanted
   *   attract: what a kiosk may show while it waits
   * @returns {Promise<WallPage>}
   * @throws {ApiError | ServiceAway}
   */
  async look({ cursor = null, photoIds = [], attract = false }) {
    if (this.kioskKey === null) {
      throw new ApiError(401, 'KioskKeyRequired', 'This screen has no key');
    }
    const query = new URLSearchParams();
    if (cursor !== null) {
      query.set('cursor', cursor);
    }
    if (photoIds.length > 0) {
      query.set('photoIds', photoIds.join(','));
    }
    if (attract) {
      query.set('attract', 'true');
    }
    return this.ask(`/wall?${query}`, { token: this.kioskKey }, readWallPage);
  }
}

/** @type {(value: unknown) => WallPage} */
export function readWallPage(value) {
  const from = fields(value, 'wall');
  return {
    ...readNews(from),
    joinQrSvg: orNull(from, 'joinQrSvg', text) ?? '',
    serverTime: number(from, 'serverTime'),
    photos: list(from, 'photos', readWallPhoto),
    cursor: orNull(from, 'cursor', text),
    expiresAt: number(from, 'expiresAt'),
  };
}

/** @type {(value: unknown) => WallPhoto} */
function readWallPhoto(value) {
  const from = fields(value, 'photo');
  return {
    photoId: text(from, 'photoId'),
    storedAt: number(from, 'storedAt'),
    guestName: orNull(from, 'guestName', text),
    comment: orNull(from, 'comment', text),
    renditions: renditions(from, 'renditions'),
  };
}
