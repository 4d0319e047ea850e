/**
 * What can be said of a picked file before it is sent.
 *
 * @import { FileFacts } from './states.d.ts'
 * @import { Limits } from './wire.d.ts'
 */

import { isVideo } from './file-names.js';

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
  ['avi', 'video/x-msvideo'],
  ['mp3', 'audio/mpeg'],
  ['m4a', 'audio/mp4'],
  ['aac', 'audio/aac'],
  ['wav', 'audio/wav'],
  ['ogg', 'audio/ogg'],
  ['oga', 'audio/ogg'],
  ['opus', 'audio/ogg'],
  ['flac', 'audio/flac'],
  ['pdf', 'application/pdf'],
  ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['pptx', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
  ['odt', 'application/vnd.oasis.opendocument.text'],
  ['ods', 'application/vnd.oasis.opendocument.spreadsheet'],
  ['odp', 'application/vnd.oasis.opendocument.presentation'],
  ['txt', 'text/plain'],
  ['csv', 'text/csv'],
  ['md', 'text/markdown'],
]);

/** All that anybody may keep; what a visitor may send of it, his limits say. */
export const KNOWN_TYPES = [...new Set(TYPE_OF_ENDING.values())];

/** Names of types that mean one of ours. */
const SAME_TYPE = new Map([
  ['image/jpg', 'image/jpeg'],
  ['image/pjpeg', 'image/jpeg'],
  ['image/x-png', 'image/png'],
  ['image/heic-sequence', 'image/heic'],
  ['image/heif-sequence', 'image/heif'],
  ['video/x-m4v', 'video/mp4'],
  ['video/avi', 'video/x-msvideo'],
  ['video/msvideo', 'video/x-msvideo'],
  ['video/vnd.avi', 'video/x-msvideo'],
  ['audio/mp3', 'audio/mpeg'],
  ['audio/x-mp3', 'audio/mpeg'],
  ['audio/m4a', 'audio/mp4'],
  ['audio/x-m4a', 'audio/mp4'],
  ['audio/aacp', 'audio/aac'],
  ['audio/x-aac', 'audio/aac'],
  ['audio/wave', 'audio/wav'],
  ['audio/x-wav', 'audio/wav'],
  ['audio/vnd.wave', 'audio/wav'],
  ['audio/opus', 'audio/ogg'],
  ['application/ogg', 'audio/ogg'],
  ['audio/x-flac', 'audio/flac'],
  ['application/x-pdf', 'application/pdf'],
  ['text/x-markdown', 'text/markdown'],
]);

/** @type {(file: {name: string, size: number, type: string}) => FileFacts} */
export function fileFacts({ name, size, type }) {
  const told = type.toLowerCase().split(';')[0].trim();
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  // Where a spreadsheet program has taken the ending for itself, tables are called by its name.
  const isTable = ending === 'csv' && told === 'application/vnd.ms-excel';
  const vague = told === '' || told === 'application/octet-stream' || isTable;
  const contentType = vague ? (TYPE_OF_ENDING.get(ending) ?? told) : (SAME_TYPE.get(told) ?? told);
  return { name, sizeBytes: size, contentType };
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

/** @type {(file: File, limits: Limits | null) => FileFacts & {code: string | null}} code: why it need not be sent */
export function judged(file, limits) {
  const facts = fileFacts(file);
  return { ...facts, code: limits && refusal(facts, limits) };
}

/** @type {(facts: Pick<FileFacts, 'contentType'>, limits: Limits) => number} */
export function mostBytes({ contentType }, { maxUploadBytes, maxVideoBytes, maxFileBytes }) {
  if (isVideo(contentType)) {
    return maxVideoBytes;
  }
  return contentType.startsWith('image/') ? maxUploadBytes : maxFileBytes;
}

/** @type {(facts: FileFacts, limits: Limits) => boolean} it is sent in parts, else in one piece */
export function goesInParts({ sizeBytes, contentType }, { maxPutBytes }) {
  return sizeBytes > maxPutBytes || isVideo(contentType);
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

/** @type {(file: Blob) => Promise<boolean>} false: deleted or moved since it was picked */
export async function canRead(file) {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
