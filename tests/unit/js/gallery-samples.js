import { galleryState } from '../../../static-site/lib/gallery-state.js';

const SERVER_TIME = 1_700_000_000;

/** A photo as others see it; the higher its number, the newer. */
export function aShownPhoto(number, changes = {}) {
  const picture = (name) => ({ url: `https://media.example/${number}/${name}.jpg`, width: 40, height: 30 });
  return {
    photoId: String(number),
    storedAt: SERVER_TIME + number,
    guestName: 'Ada',
    comment: null,
    renditions: { thumb: picture('thumb'), medium: picture('medium'), large: picture('large') },
    downloadUrl: `https://media.example/${number}/large.jpg?save`,
    ...changes,
  };
}

/** A page of these photos. */
export function aShownPage(numbers, changes = {}) {
  return {
    albumId: 'album',
    name: 'Party',
    photos: numbers.map((number) => aShownPhoto(number)),
    cursor: null,
    expiresAt: SERVER_TIME + 600,
    serverTime: SERVER_TIME,
    ...changes,
  };
}

/** The state when this page has been read. */
export function read(state, page, { from = null, at = 0 } = {}) {
  return galleryState(state, { type: 'READ', page, from, at });
}
