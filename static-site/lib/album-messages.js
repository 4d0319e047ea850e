/**
 * The messages on the channel of an album, as docs/messages.md has them, read and checked.
 *
 * @import { AlbumMessage, AlbumNews, ComingPhoto, HostedPhoto } from './album-wire.d.ts'
 */

import { FrameReader, fields, flag, list, number, oneOf, orNull, text, webAddress } from './fields.js';
import { PHOTO_STATES } from './messages.js';

/** @typedef {import('./fields.js').Fields} Fields */

/** @type {readonly HostedPhoto['visibility'][]} */
export const VISIBILITIES = Object.freeze(['WAITING', 'SHOWN', 'HIDDEN']);
/** @type {readonly AlbumNews['attract'][]} */
const ATTRACT = ['MESSAGES', 'PHOTOS'];
/** @type {readonly HostedPhoto['type'][]} */
const FILE_TYPES = ['image', 'video', 'audio', 'document'];

/** @type {(value: unknown) => AlbumNews} from a message or an answer of the API */
export function readNews(value) {
  const from = fields(value, 'album');
  return {
    albumId: text(from, 'albumId'),
    name: text(from, 'name'),
    paused: flag(from, 'paused'),
    seconds: number(from, 'seconds'),
    joinUrl: webAddress(from, 'joinUrl'),
    attract: oneOf(from, 'attract', ATTRACT),
  };
}

/** @type {(value: unknown) => HostedPhoto} */
export function readHostedPhoto(value) {
  const from = fields(value, 'photo');
  return {
    photoId: text(from, 'photoId'),
    state: oneOf(from, 'state', PHOTO_STATES),
    code: orNull(from, 'code', text),
    type: oneOf(from, 'type', FILE_TYPES),
    fileName: orNull(from, 'fileName', text),
    contentType: orNull(from, 'contentType', text),
    sizeBytes: orNull(from, 'sizeBytes', number),
    storedAt: orNull(from, 'storedAt', number),
    readyAt: orNull(from, 'readyAt', number),
    ownerId: orNull(from, 'ownerId', text),
    albumId: orNull(from, 'albumId', text),
    guestName: orNull(from, 'guestName', text),
    comment: orNull(from, 'comment', text),
    visibility: oneOf(from, 'visibility', VISIBILITIES),
    facts: orNull(from, 'facts', (of, key) => fields(of[key], key)),
    sizes: list(from, 'sizes', String),
    thumbUrl: orNull(from, 'thumbUrl', webAddress),
  };
}

/** @type {(value: unknown) => ComingPhoto} */
function readComing(value) {
  const from = fields(value, 'photo');
  return {
    photoId: text(from, 'photoId'),
    fileName: orNull(from, 'fileName', text),
    percent: number(from, 'percent'),
  };
}

/** @type {<T extends AlbumMessage['type']>(type: T) => (from: Fields) => {type: T, albumId: string, photo: HostedPhoto}} */
function ofPhoto(type) {
  return (from) => ({ type, albumId: text(from, 'albumId'), photo: readHostedPhoto(from.photo) });
}

/** @type {{[T in AlbumMessage['type']]: (from: Fields) => Extract<AlbumMessage, {type: T}>}} */
const READERS = {
  ALBUM_STATE: (from) => ({
    type: 'ALBUM_STATE',
    ...readNews(from),
    serverTime: number(from, 'serverTime'),
  }),
  PONG: (from) => ({
    type: 'PONG',
    albumId: text(from, 'albumId'),
    serverTime: number(from, 'serverTime'),
  }),
  ALBUM_CHANGED: (from) => ({ type: 'ALBUM_CHANGED', ...readNews(from) }),
  NEXT_REQUESTED: (from) => ({ type: 'NEXT_REQUESTED', albumId: text(from, 'albumId') }),
  PHOTO_PUBLISHED: (from) => ({
    type: 'PHOTO_PUBLISHED',
    albumId: text(from, 'albumId'),
    photoId: text(from, 'photoId'),
    storedAt: number(from, 'storedAt'),
  }),
  PHOTO_GONE: (from) => ({
    type: 'PHOTO_GONE',
    albumId: text(from, 'albumId'),
    photoId: text(from, 'photoId'),
  }),
  PHOTO_STORED: ofPhoto('PHOTO_STORED'),
  PHOTO_READY: ofPhoto('PHOTO_READY'),
  PHOTO_REJECTED: ofPhoto('PHOTO_REJECTED'),
  PHOTO_CHANGED: ofPhoto('PHOTO_CHANGED'),
  UPLOAD_PROGRESS: (from) => ({
    type: 'UPLOAD_PROGRESS',
    albumId: text(from, 'albumId'),
    photos: list(from, 'photos', readComing),
    secondsLeft: orNull(from, 'secondsLeft', number),
  }),
  KIOSK_REMOVED: (from) => ({ type: 'KIOSK_REMOVED', albumId: text(from, 'albumId') }),
  ERROR: (from) => ({ type: 'ERROR', Code: text(from, 'Code'), Message: text(from, 'Message') }),
};

/** Every type that we know; a test holds it to docs/messages.md and chalicelib/album_messages.py. */
export const ALBUM_MESSAGE_TYPES = Object.freeze(
  /** @type {AlbumMessage['type'][]} */ (Object.keys(READERS)),
);

/** @extends {FrameReader<AlbumMessage>} */
export class AlbumMessageReader extends FrameReader {
  constructor() {
    super(READERS);
  }
}
