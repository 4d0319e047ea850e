/**
 * What is known of a photo, in words.
 *
 * @import { LibraryPhoto } from '../../lib/host-wire.d.ts'
 * @import { Text } from '../../lib/text.js'
 */

import { cleanName } from '../../lib/file-names.js';
import { moment } from '../photo-grid/describe.js';

/** @type {(photo: LibraryPhoto, text: Text) => [term: string, said: string][]} */
export function factsOf(photo, text) {
  const { facts } = photo;
  const taken = facts?.takenAt ? Date.parse(`${facts.takenAt.slice(0, 19)}Z`) / 1000 : NaN;
  /** @type {[string, string | null | undefined][]} */
  const all = [
    ['guest', photo.guestName],
    ['name', cleanName(photo.fileName)],
    // As the camera's clock had it, wherever that was.
    ['taken', Number.isFinite(taken) ? moment(text, taken, CAMERA) : null],
    ['stored', photo.storedAt === null ? null : moment(text, photo.storedAt)],
    ['camera', facts?.camera],
    ['pixels', facts && text.of('library.fact.pixels.of', { width: facts.width, height: facts.height })],
    ['size', photo.sizeBytes === null ? null : sizeOf(photo.sizeBytes, text)],
    ['kind', facts?.format ?? photo.contentType],
    ['position', facts?.position],
  ];
  return all
    .filter(([, said]) => Boolean(said))
    .map(([term, said]) => [text.of(`library.fact.${term}`), String(said)]);
}

/** @type {Intl.DateTimeFormatOptions} */
const CAMERA = { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' };

/** @type {(bytes: number, text: Text) => string} */
function sizeOf(bytes, text) {
  const megabytes = bytes / (1024 * 1024);
  return megabytes >= 0.1
    ? text.of('library.fact.megabytes', { size: text.megabytes(bytes) })
    : text.of('library.fact.kilobytes', { size: Math.ceil(bytes / 1024) });
}
