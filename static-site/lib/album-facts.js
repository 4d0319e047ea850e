/**
 * What can be said of an album by what is known of it: a pure core. Times are epoch seconds.
 *
 * @import { HostedAlbum } from './host-wire.d.ts'
 */

/**
 * @typedef {object} AlbumState
 * @property {'open' | 'early' | 'closed' | 'full'} name
 * @property {number | null} at when that changes, or did; null: it does not by itself
 */

/** @type {(album: HostedAlbum, now: number) => AlbumState} as its guests would find it */
export function albumState({ opensAt, closesAt, photoCount, maxPhotos }, now) {
  if (opensAt !== null && now < opensAt) {
    return { name: 'early', at: opensAt };
  }
  if (closesAt !== null && now >= closesAt) {
    return { name: 'closed', at: closesAt };
  }
  return photoCount >= maxPhotos ? { name: 'full', at: null } : { name: 'open', at: closesAt };
}

/** @type {(albums: readonly HostedAlbum[]) => HostedAlbum[]} the newest first */
export function inOrder(albums) {
  return [...albums].sort((a, b) => b.createdAt - a.createdAt || a.albumId.localeCompare(b.albumId));
}

/** @type {(now: Date) => number} when the day of whoever looks began */
export function midnight(now) {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime() / 1000;
}

/** @type {(at: number | null) => string} as a `datetime-local` input has it, by this machine's clock */
export function toLocal(at) {
  if (at === null) {
    return '';
  }
  const time = new Date(at * 1000);
  const day = [time.getFullYear(), time.getMonth() + 1, time.getDate()];
  const moment = [time.getHours(), time.getMinutes()];
  return `${padded(day, '-')}T${padded(moment, ':')}`;
}

/** @type {(written: string) => number | null} NaN: it is no time */
export function fromLocal(written) {
  return written === '' ? null : Math.floor(new Date(written).getTime() / 1000);
}

/** @type {(numbers: number[], between: string) => string} */
function padded(numbers, between) {
  return numbers.map((each, index) => String(each).padStart(index === 0 && between === '-' ? 4 : 2, '0')).join(between);
}
