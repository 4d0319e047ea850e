/**
 * The values in a message or an answer of the service, read and checked: nothing is taken on trust.
 */

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
export function fields(value, what) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MalformedMessage(`${what} is not an object`);
  }
  return /** @type {Fields} */ (value);
}

/** @type {(from: Fields, key: string) => string} */
export function text(from, key) {
  const value = from[key];
  if (typeof value !== 'string' || value === '') {
    throw new MalformedMessage(`${key} is not text`);
  }
  return value;
}

/** @type {(from: Fields, key: string) => number} */
export function number(from, key) {
  const value = from[key];
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new MalformedMessage(`${key} is not a number`);
  }
  return value;
}

/** @type {(from: Fields, key: string) => boolean} */
export function flag(from, key) {
  const value = from[key];
  if (typeof value !== 'boolean') {
    throw new MalformedMessage(`${key} is neither true nor false`);
  }
  return value;
}

/** @type {<T>(from: Fields, key: string, read: (from: Fields, key: string) => T) => T | null} */
export function orNull(from, key, read) {
  return from[key] === null || from[key] === undefined ? null : read(from, key);
}

/** @type {<T extends string>(from: Fields, key: string, known: readonly T[]) => T} */
export function oneOf(from, key, known) {
  const value = known.find((each) => each === text(from, key));
  if (value === undefined) {
    throw new MalformedMessage(`${key} is not one of ${known.join(', ')}`);
  }
  return value;
}

/** @type {(from: Fields, key: string) => string} */
export function webAddress(from, key) {
  const value = text(from, key);
  if (!/^https?:\/\//.test(value)) {
    throw new MalformedMessage(`${key} is not a web address`);
  }
  return value;
}

/** @type {(from: Fields, key: string) => number} */
export function pixels(from, key) {
  const value = number(from, key);
  if (value < 1) {
    throw new MalformedMessage(`${key} is not a size`);
  }
  return value;
}

/** @type {(from: Fields, key: string) => string} */
export function base64(from, key) {
  const value = text(from, key);
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(value)) {
    throw new MalformedMessage(`${key} is not base64`);
  }
  return value;
}

/** @type {<T>(from: Fields, key: string, read: (value: unknown) => T) => T[]} */
export function list(from, key, read) {
  const values = from[key];
  if (!Array.isArray(values)) {
    throw new MalformedMessage(`${key} is not a list`);
  }
  return values.map(read);
}

/**
 * Reads frames and counts what it could not use: a newer server must not stop an older page.
 *
 * @template {{type: string}} M
 */
export class FrameReader {
  unknown = 0;
  malformed = 0;

  /** @param {Record<M['type'], (from: Fields) => M>} readers by the type of message */
  constructor(readers) {
    this.readers = readers;
  }

  /**
   * @param {unknown} frame
   * @returns {M | null} null: ignored and counted
   */
  read(frame) {
    try {
      const from = fields(JSON.parse(String(frame)), 'frame');
      const type = text(from, 'type');
      if (!Object.hasOwn(this.readers, type)) {
        this.unknown += 1;
        return null;
      }
      return this.readers[/** @type {M['type']} */ (type)](from);
    } catch (error) {
      if (error instanceof MalformedMessage || error instanceof SyntaxError) {
        this.malformed += 1;
        return null;
      }
      throw error;
    }
  }
}
