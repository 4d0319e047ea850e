/**
 * What a host writes into the settings of an album → what is asked of the service, or what is wrong
 * with it: a pure core.
 *
 * @import { AlbumChange, OneAlbum } from './albums-wire.d.ts'
 */

import { fromLocal, toLocal } from './album-facts.js';

/** As the service has it. */
export const NAME_CHARACTERS = 60;
const MAX_PHOTOS = 100_000;
const MAX_DAYS = 3650;
const URL_CHARACTERS = 500;
/** The year 5138; later times are written wrong. */
const LATEST = 1e11;

/** @typedef {'name' | 'opensAt' | 'closesAt' | 'moderated' | 'guests' | 'kioskShowsOwn' | 'attract' | 'maxPhotos' | 'retentionDays' | 'webhookUrl'} Setting */
/** @typedef {string | boolean} Written */
/** @typedef {{change: AlbumChange} | {wrong: string}} Read wrong: the end of a key of texts */

/** @type {(setting: Setting, album: OneAlbum) => Written} as its input has it */
export function written(setting, album) {
  const value = album[setting];
  if (setting === 'opensAt' || setting === 'closesAt') {
    return toLocal(/** @type {number | null} */ (value));
  }
  return typeof value === 'boolean' ? value : String(value ?? '');
}

/** @type {(setting: Setting, value: Written, album: Pick<OneAlbum, 'opensAt' | 'closesAt'>) => Read} */
export function readSetting(setting, value, album) {
  const text = typeof value === 'string' ? value.trim() : '';
  switch (setting) {
    case 'name':
      return readName(text);
    case 'opensAt':
    case 'closesAt':
      return readMoment(setting, text, album);
    case 'maxPhotos':
      return readCount(setting, text, MAX_PHOTOS);
    case 'retentionDays':
      return text === '' ? { change: { retentionDays: null } } : readCount(setting, text, MAX_DAYS);
    case 'webhookUrl':
      return readUrl(text);
    default:
      return { change: { [setting]: value } };
  }
}

/** @type {(text: string) => Read} */
function readName(text) {
  // By code points, as the service counts them.
  const length = [...text].length;
  if (length === 0) {
    return { wrong: 'name.empty' };
  }
  return length > NAME_CHARACTERS ? { wrong: 'name.long' } : { change: { name: text } };
}

/** @type {(setting: 'opensAt' | 'closesAt', text: string, album: Pick<OneAlbum, 'opensAt' | 'closesAt'>) => Read} */
function readMoment(setting, text, album) {
  const at = fromLocal(text);
  if (at !== null && !(at > 0 && at <= LATEST)) {
    return { wrong: 'time' };
  }
  const opensAt = setting === 'opensAt' ? at : album.opensAt;
  const closesAt = setting === 'closesAt' ? at : album.closesAt;
  return closesAt !== null && closesAt <= (opensAt ?? 0)
    ? { wrong: 'order' }
    : { change: { [setting]: at } };
}

/** @type {(setting: 'maxPhotos' | 'retentionDays', text: string, most: number) => Read} */
function readCount(setting, text, most) {
  const count = Number(text);
  return /^\d+$/.test(text) && count >= 1 && count <= most
    ? { change: { [setting]: count } }
    : { wrong: setting };
}

/** @type {(text: string) => Read} which hosts are public, the service knows */
function readUrl(text) {
  if (text === '') {
    return { change: { webhookUrl: null } };
  }
  return /^https?:\/\/\S+$/i.test(text) && text.length <= URL_CHARACTERS
    ? { change: { webhookUrl: text } }
    : { wrong: 'webhookUrl' };
}
