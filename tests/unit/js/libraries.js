/** Photos of libraries, and a service that has them. */

import { ApiError } from '../../../static-site/lib/api.js';

export const NOW = 1_000_000_000_000;

/** @param {number} number the larger, the older */
export const aPhoto = (number, said = {}) => ({
  ...{ photoId: `photo-${number}`, state: 'READY', code: null, type: 'image' },
  ...{ fileName: `${number}.jpg`, contentType: 'image/jpeg', sizeBytes: 1000 },
  ...{ storedAt: 2_000_000_000 - number, readyAt: 2_000_000_000, ownerId: null, albumId: 'album' },
  ...{ guestName: null, comment: null, visibility: 'SHOWN', facts: null },
  ...{ sizes: ['thumb', 'large', 'original'], thumbUrl: `https://media.example/${number}?first` },
  ...said,
});

export const photos = (from, to) => Array.from({ length: to - from }, (_, each) => aPhoto(from + each));
export const ids = (from, to) => photos(from, to).map(({ photoId }) => photoId);

/** A service with these photos, newest first. Each answer of a page signs anew. */
export class Service {
  asked = [];
  removed = [];
  /** What is thrown next, by what is asked. */
  failing = [];
  #signed = 0;

  constructor(there) {
    this.there = there;
  }

  photos = async ({ visibility }, { cursor, limit }) => {
    this.asked.push(cursor ?? null);
    this.#fail();
    this.#signed += 1;
    const chosen = this.there.filter((each) => !visibility || each.visibility === visibility);
    const from = cursor ? chosen.findIndex((each) => each.storedAt < Number(cursor)) : 0;
    const page = from < 0 ? [] : chosen.slice(from, from + limit);
    const isLast = from < 0 || from + limit >= chosen.length;
    return {
      photos: page.map((each) => ({ ...each, thumbUrl: `${each.thumbUrl}${this.#signed}` })),
      cursor: isLast ? null : String(page.at(-1).storedAt),
    };
  };

  image = async (photoId, size) => {
    this.asked.push(`${photoId} ${size}`);
    this.#fail();
    const photo = this.there.find((each) => each.photoId === photoId);
    return { url: `https://media.example/${photoId}/${size}`, size, photo };
  };

  edit = async (photoId, change) => {
    this.asked.push(`edit ${photoId}`);
    this.#fail(photoId);
    const photo = this.there.find((each) => each.photoId === photoId);
    if (!photo) {
      throw new ApiError(404, 'PhotoNotFound', '');
    }
    const after = { ...photo, ...change };
    this.there = this.there.map((each) => (each === photo ? after : each));
    return after;
  };

  remove = async (photoIds) => {
    this.asked.push(`remove ${photoIds.length}`);
    this.#fail();
    return photoIds.map((photoId) => {
      const isThere = this.there.some((each) => each.photoId === photoId);
      const code = this.stubborn?.get(photoId) ?? (isThere ? null : 'PhotoNotFound');
      if (code === null) {
        this.there = this.there.filter((each) => each.photoId !== photoId);
      }
      return { photoId, deleted: code === null, code, message: null };
    });
  };

  #fail(photoId) {
    const index = this.failing.findIndex(([id]) => id === undefined || id === photoId);
    if (index >= 0) {
      throw this.failing.splice(index, 1)[0][1];
    }
  }
}
