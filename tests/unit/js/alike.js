/**
 * Texts that are the same in English and in another language, and rightly so: why, in which
 * languages, and their keys, without the ends of plural forms.
 */

const ALL = ['de', 'fr', 'es', 'pt', 'it', 'nl', 'pl', 'tr', 'ar', 'hi', 'zh', 'ja'];

/** @type {{why: string, languages: string[], keys: string[]}[]} */
export const ALIKE = [
  { why: 'names of paper sizes', languages: ALL, keys: ['poster.size.a4', 'poster.size.letter'] },
  {
    why: 'units',
    languages: ALL,
    keys: ['hosted.export.file', 'library.fact.megabytes', 'library.fact.kilobytes'],
  },
  {
    why: 'German words, too',
    languages: ['de'],
    keys: [
      ...['hosted.settings.name', 'hosted.wall.pause', 'library.album', 'library.type.video'],
      ...['library.fact.name', 'host.album', 'sign-in.code'],
    ],
  },
  {
    why: 'French words, too',
    languages: ['fr'],
    keys: [
      ...['gallery.title', 'kiosk.title', 'gallery.photo', 'albums.title', 'albums.photos', 'library.count'],
      ...['library.photos', 'library.grid', 'library.type.image', 'library.type.document'],
      ...['library.fact.pixels', 'library.album', 'host.album', 'host.albums', 'phone.unnamed'],
      ...['sign-in.code', 'hosted.wall.pause', 'hosted.coming.unnamed'],
    ],
  },
  { why: 'a Spanish word, too', languages: ['es'], keys: ['operator.key.no'] },
  { why: 'a Portuguese word, too', languages: ['pt'], keys: ['library.fact.pixels'] },
  {
    why: 'Italian words, too',
    languages: ['it'],
    keys: [
      ...['library.album', 'library.type.video', 'host.album', 'host.account', 'operator.key.no'],
      ...['sign-in.password', 'mine.unnamed'],
    ],
  },
  {
    why: 'Dutch words, too',
    languages: ['nl'],
    keys: [
      ...['library.album', 'library.type.video', 'library.type.document', 'library.bulk.stop'],
      ...['library.fact.pixels', 'library.fact.camera', 'albums.title', 'albums.open'],
      ...['hosted.open', 'hosted.visit', 'host.album', 'host.albums', 'host.account'],
      ...['host.upload', 'upload.title', 'operator.line.live', 'sign-in.code'],
      ...['poster.title', 'poster.print', 'poster.kind.poster'],
    ],
  },
  { why: 'Polish words, too', languages: ['pl'], keys: ['library.album', 'host.album', 'library.bulk.stop'] },
  { why: 'a Turkish word, too', languages: ['tr'], keys: ['library.type.video'] },
];
