/**
 * The wire messages of docs/messages.md, read and checked.
 *
 * @import { Message, Photo, PhotoState, Progress, Rendition, SessionStatus } from './wire.d.ts'
 * @import { Snapshot } from './wire.d.ts'
 */

import {
  FrameReader,
  MalformedMessage,
  base64,
  fields,
  list,
  number,
  oneOf,
  orNull,
  pixels,
  text,
  webAddress,
} from './fields.js';

/** @typedef {import('./fields.js').Fields} Fields */

export { MalformedMessage };

/** @type {readonly SessionStatus[]} in the order in which a session passes them */
export const SESSION_STATUSES = Object.freeze(['AWAITING_SCAN', 'UPLOAD_REQUESTED', 'COMPLETED']);

/** @type {readonly PhotoState[]} */
export const PHOTO_STATES = Object.freeze(['PENDING', 'STORED', 'READY', 'REJECTED']);

/** @type {(photo: Photo) => boolean} it has arrived and may be shown */
export function hasArrived({ state }) {
  return state === 'STORED' || state === 'READY';
}

/** @type {(value: unknown) => Rendition} */
function readRendition(value) {
  const from = fields(value, 'rendition');
  return {
    url: webAddress(from, 'url'),
    width: pixels(from, 'width'),
    height: pixels(from, 'height'),
  };
}

/** @type {(from: Fields, key: string) => NonNullable<Photo['renditions']>} */
export function renditions(from, key) {
  const { thumb, medium, large } = fields(from[key], key);
  return { thumb: readRendition(thumb), medium: readRendition(medium), large: readRendition(large) };
}

/** @type {(value: unknown) => Photo} */
export function readPhoto(value) {
  const from = fields(value, 'photo');
  return {
    photoId: text(from, 'photoId'),
    state: oneOf(from, 'state', PHOTO_STATES),
    fileName: orNull(from, 'fileName', text),
    contentType: orNull(from, 'contentType', text),
    sizeBytes: orNull(from, 'sizeBytes', number),
    storedAt: orNull(from, 'storedAt', number),
    shownAt: orNull(from, 'shownAt', number),
    code: orNull(from, 'code', text),
    url: orNull(from, 'url', webAddress),
    renditions: orNull(from, 'renditions', renditions),
  };
}

/** @type {(value: unknown) => Progress} */
function readProgress(value) {
  const percent = number(fields(value, 'photo'), 'percent');
  if (percent < 0 || percent > 100) {
    throw new MalformedMessage('percent is not a share');
  }
  return { ...readPhoto(value), percent };
}

/** @type {(value: unknown) => Snapshot} from a message or an answer of the API */
export function readSnapshot(value) {
  const from = fields(value, 'snapshot');
  return {
    sessionId: text(from, 'sessionId'),
    status: oneOf(from, 'status', SESSION_STATUSES),
    createdAt: number(from, 'createdAt'),
    expiresAt: number(from, 'expiresAt'),
    serverTime: number(from, 'serverTime'),
    photos: list(from, 'photos', readPhoto),
  };
}

/** @type {Record<Message['type'], (from: Fields) => Message>} */
const READERS = {
  SESSION_STATE: (from) => ({ type: 'SESSION_STATE', ...readSnapshot(from) }),
  PONG: (from) => ({
    type: 'PONG',
    sessionId: text(from, 'sessionId'),
    serverTime: number(from, 'serverTime'),
  }),
  PHONE_CONNECTED: (from) => ({
    type: 'PHONE_CONNECTED',
    sessionId: text(from, 'sessionId'),
    status: oneOf(from, 'status', SESSION_STATUSES),
    expiresAt: number(from, 'expiresAt'),
  }),
  UPLOAD_PROGRESS: (from) => ({
    type: 'UPLOAD_PROGRESS',
    sessionId: text(from, 'sessionId'),
    photos: list(from, 'photos', readProgress),
    secondsLeft: orNull(from, 'secondsLeft', number),
  }),
  UPLOAD_PREVIEW: (from) => ({
    type: 'UPLOAD_PREVIEW',
    sessionId: text(from, 'sessionId'),
    photo: readPhoto(from.photo),
    jpeg: base64(from, 'jpeg'),
    width: pixels(from, 'width'),
    height: pixels(from, 'height'),
  }),
  UPLOAD_COMPLETED: (from) => ({
    type: 'UPLOAD_COMPLETED',
    sessionId: text(from, 'sessionId'),
    status: oneOf(from, 'status', SESSION_STATUSES),
    expiresAt: number(from, 'expiresAt'),
    photo: readPhoto(from.photo),
  }),
  PHOTO_READY: (from) => ({
    type: 'PHOTO_READY',
    sessionId: text(from, 'sessionId'),
    photo: readPhoto(from.photo),
  }),
  PHOTO_REJECTED: (from) => ({
    type: 'PHOTO_REJECTED',
    sessionId: text(from, 'sessionId'),
    photo: readPhoto(from.photo),
  }),
  PHOTO_DELETED: (from) => ({
    ...{ sessionId: text(from, 'sessionId'), photo: readPhoto(from.photo) },
    type: 'PHOTO_DELETED',
  }),
  PHOTO_SHOWN: (from) => ({
    type: 'PHOTO_SHOWN',
    sessionId: text(from, 'sessionId'),
    photo: readPhoto(from.photo),
  }),
  SESSION_EXPIRED: (from) => ({ type: 'SESSION_EXPIRED', sessionId: text(from, 'sessionId') }),
  ERROR: (from) => ({ type: 'ERROR', Code: text(from, 'Code'), Message: text(from, 'Message') }),
};

/** Every type that we know; a test holds it to docs/messages.md and chalicelib/messages.py. */
export const MESSAGE_TYPES = Object.freeze(
  /** @type {Message['type'][]} */ (Object.keys(READERS)),
);

/** @extends {FrameReader<Message>} */
export class MessageReader extends FrameReader {
  constructor() {
    super(READERS);
  }
}
