/**
 * What can be said of a picked file before it is sent.
 *
 * @import { FileFacts } from './states.d.ts'
 * @import { Limits } from './wire.d.ts'
 */

/** Some systems give photos no type at all, HEIC above all; their names tell. */
const TYPE_OF_ENDING = new Map([
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['jpe', 'image/jpeg'],
  ['jfif', 'image/jpeg'],
  ['png', 'image/png'],
  ['webp', 'image/webp'],
  ['gif', 'image/gif'],
  ['heic', 'image/heic'],
  ['heif', 'image/heif'],
  ['hif', 'image/heif'],
  ['avif', 'image/avif'],
  ['mp4', 'video/mp4'],
  ['m4v', 'video/mp4'],
  ['mov', 'video/quicktime'],
  ['webm', 'video/webm'],
]);

/** Names of types that mean one of ours. */
const SAME_TYPE = new Map([
  ['image/jpg', 'image/jpeg'],
  ['image/pjpeg', 'image/jpeg'],
  ['image/x-png', 'image/png'],
  ['image/heic-sequence', 'image/heic'],
  ['image/heif-sequence', 'image/heif'],
  ['video/x-m4v', 'video/mp4'],
]);

/** @type {(file: {name: string, size: number, type: string}) => FileFacts} */
export function fileFacts({ name, size, type }) {
  const told = type.toLowerCase().split(';')[0].trim();
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  const vague = told === '' || told === 'application/octet-stream';
  const contentType = vague ? (TYPE_OF_ENDING.get(ending) ?? told) : (SAME_TYPE.get(told) ?? told);
  return { name, sizeBytes: size, contentType };
}

/**
 * What two picks of the same file have in common, and hardly two files. Their checksum would take
 * reading them, and is not to be had everywhere.
 *
 * @type {(file: File) => string}
 */
export function fingerprint({ name, size, lastModified }) {
  return `${lastModified} ${size} ${name}`;
}

/**
 * Why a file need not be sent; the server would refuse it too, but only after the visitor waited.
 *
 * @type {(facts: FileFacts, limits: Limits) => string | null} a code of the API
 */
export function refusal(facts, limits) {
  const { sizeBytes, contentType } = facts;
  if (!limits.contentTypes.includes(contentType)) {
    return 'UnsupportedContentType';
  }
  if (sizeBytes === 0) {
    return 'PhotoEmpty';
  }
  return sizeBytes > mostBytes(facts, limits) ? 'PhotoTooLarge' : null;
}

/** @type {(facts: Pick<FileFacts, 'contentType'>, limits: Limits) => number} */
export function mostBytes({ contentType }, { maxUploadBytes, maxVideoBytes }) {
  return isVideo(contentType) ? maxVideoBytes : maxUploadBytes;
}

/** @type {(facts: FileFacts, limits: Limits) => boolean} it is sent in parts, else in one piece */
export function goesInParts({ sizeBytes, contentType }, { maxPutBytes }) {
  return sizeBytes > maxPutBytes || isVideo(contentType);
}

/** @type {(contentType: string) => boolean} */
export function isVideo(contentType) {
  return contentType.startsWith('video/');
}

/**
 * A file name fit to be shown: without the characters that steer writing, which could make
 * "gpj.exe" of "exe.jpg".
 *
 * @type {(name: string | null) => string} empty if there is nothing to show
 */
export function cleanName(name) {
  return (name ?? '').replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '').trim();
}

/**
 * @param {Blob} file
 * @returns {Promise<string | undefined>} base64 of its SHA-256; undefined where the browser has no
 *   means to tell (a page over plain http on a LAN) or the file cannot be read
 */
export async function sha256(file) {
  if (!globalThis.crypto?.subtle) {
    return undefined;
  }
  try {
    const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
    return btoa(String.fromCharCode(...new Uint8Array(digest)));
  } catch {
    return undefined;
  }
}
