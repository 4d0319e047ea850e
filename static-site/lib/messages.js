/**
 * The wire messages of docs/messages.md, read and checked.
 *
 * @import { Message, Photo, PhotoState, SessionStatus, Snapshot } from './wire.d.ts'
 */

/** @type {readonly SessionStatus[]} in the order in which a session passes them */
export const SESSION_STATUSES = Object.freeze(['AWAITING_SCAN', 'UPLOAD_REQUESTED', 'COMPLETED']);

/** @type {readonly PhotoState[]} */
export const PHOTO_STATES = Object.freeze(['PENDING', 'STORED', 'READY', 'REJECTED']);

/**
 * @param {Photo} photo
 * @returns {boolean} it has arrived and may be shown
 */
export function hasArrived(photo) {
  return photo.state === 'STORED' || photo.state === 'READY';
}

/** What a message lacks or has wrong. */
export class MalformedMessage extends Error {
  /** @param {string} what */
  constructor(what) {
    super(`Malformed message: ${what}`);
    this.name = 'MalformedMessage';
  }
}

/** @typedef {Record<string, unknown>} Fields */

/** @type {(value: unknown, what: string) => Fields} */
function fields(value, what) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MalformedMessage(`${what} is not an object`);
  }
  return /** @type {Fields} */ (value);
}

/** @type {(from: Fields, key: string) => string} */
function text(from, key) {
  const value = from[key];
  if (typeof value !== 'string' || value === '') {
    throw new MalformedMessage(`${key} is not text`);
  }
  return value;
}

/** @type {(from: Fields, key: string) => number} */
function number(from, key) {
  const value = from[key];
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new MalformedMessage(`${key} is not a number`);
  }
  return value;
}

/**
 * @template T
 * @param {Fields} from
 * @param {string} key
 * @param {(from: Fields, key: string) => T} read
 * @returns {T | null}
 */
function orNull(from, key, read) {
  return from[key] === null || from[key] === undefined ? null : read(from, key);
}

/**
 * @template {string} T
 * @param {Fields} from
 * @param {string} key
 * @param {readonly T[]} known
 * @returns {T}
 */
function oneOf(from, key, known) {
  const value = /** @type {T} */ (text(from, key));
  if (!known.includes(value)) {
    throw new MalformedMessage(`${key} is not one of ${known.join(', ')}`);
  }
  return value;
}

/** @type {(from: Fields, key: string) => string} */
function webAddress(from, key) {
  const value = text(from, key);
  if (!/^https?:\/\//.test(value)) {
    throw new MalformedMessage(`${key} is not a web address`);
  }
  return value;
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
    code: orNull(from, 'code', text),
    url: orNull(from, 'url', webAddress),
  };
}

/**
 * A snapshot, from a message or from the answer of `GET /sessions/{sessionId}`.
 *
 * @param {unknown} value
 * @returns {Snapshot}
 */
export function readSnapshot(value) {
  const from = fields(value, 'snapshot');
  const photos = from.photos;
  if (!Array.isArray(photos)) {
    throw new MalformedMessage('photos is not a list');
  }
  return {
    sessionId: text(from, 'sessionId'),
    status: oneOf(from, 'status', SESSION_STATUSES),
    createdAt: number(from, 'createdAt'),
    expiresAt: number(from, 'expiresAt'),
    serverTime: number(from, 'serverTime'),
    photos: photos.map(readPhoto),
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
  UPLOAD_COMPLETED: (from) => ({
    type: 'UPLOAD_COMPLETED',
    sessionId: text(from, 'sessionId'),
    status: oneOf(from, 'status', SESSION_STATUSES),
    expiresAt: number(from, 'expiresAt'),
    photo: readPhoto(from.photo),
  }),
  PHOTO_REJECTED: (from) => ({
    type: 'PHOTO_REJECTED',
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

/** Reads frames and counts what it could not use: a newer server must not stop an older page. */
export class MessageReader {
  unknown = 0;
  malformed = 0;

  /**
   * @param {unknown} frame
   * @returns {Message | null} null: ignored and counted
   */
  read(frame) {
    try {
      const from = fields(JSON.parse(String(frame)), 'frame');
      const type = text(from, 'type');
      if (!Object.hasOwn(READERS, type)) {
        this.unknown += 1;
        return null;
      }
      return READERS[/** @type {Message['type']} */ (type)](from);
    } catch (error) {
      if (error instanceof MalformedMessage || error instanceof SyntaxError) {
        this.malformed += 1;
        return null;
      }
      throw error;
    }
  }
}
