/**
 * What a photo is, in words: for who listens, and where there is no picture.
 *
 * @import { LibraryPhoto } from '../../lib/host-wire.d.ts'
 * @import { Text } from '../../lib/text.js'
 */

import { cleanName } from '../../lib/file-names.js';

/** Of a comment or a name: what tells it from the others, not all of it. */
const CHARACTERS = 80;

/** @type {Map<string, Intl.DateTimeFormat>} making one takes longer than all else here */
const FORMATS = new Map();

/** @type {Intl.DateTimeFormatOptions} */
const MOMENT = { dateStyle: 'medium', timeStyle: 'short' };

/** @type {(text: Text, at: number, style?: Intl.DateTimeFormatOptions) => string} epoch seconds */
export function moment({ language }, at, style = MOMENT) {
  const key = JSON.stringify([language, style]);
  const own = navigator.languages.filter((tag) => tag.toLowerCase().split('-')[0] === language);
  const format = FORMATS.get(key) ?? new Intl.DateTimeFormat([...own, language], style);
  FORMATS.set(key, format);
  return format.format(at * 1000);
}

/** @type {(photo: LibraryPhoto, text: Text) => string} */
export function nameOf({ fileName, type }, text) {
  const name = cleanName(fileName);
  return name === '' ? text.of(`library.type.${type}`) : brief(name);
}

/** @type {(photo: LibraryPhoto, text: Text, failed?: string) => string} */
export function describe(photo, text, failed) {
  const { comment, storedAt, state, visibility } = photo;
  const said = comment ? text.of('library.cell.commented', { comment: brief(comment) }) : '';
  const mark =
    state === 'REJECTED' ? 'refused' : state === 'STORED' ? 'making' : visibility.toLowerCase();
  return [
    text.of('library.cell', { name: nameOf(photo, text) }),
    storedAt === null ? '' : moment(text, storedAt),
    mark === 'shown' ? '' : text.of(`library.mark.${mark}`),
    said,
    failed ? reason(failed, text) : '',
  ]
    .filter(Boolean)
    .join(', ');
}

/** @type {(code: string, text: Text) => string} why something was not done with a photo */
export function reason(code, text) {
  const key = `library.failed.${code}`;
  return text.of(text.has(key) ? key : 'library.failed.other');
}

/** @type {(words: string) => string} */
function brief(words) {
  const letters = [...words];
  return letters.length <= CHARACTERS ? words : `${letters.slice(0, CHARACTERS - 1).join('')}…`;
}
