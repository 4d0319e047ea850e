/**
 * Saves files of a library, one after the other.
 *
 * @import { HostApi } from './host-api.js'
 * @import { ImageSize, LibraryPhoto } from './host-wire.d.ts'
 */

import { ServiceAway } from './api.js';
import { cleanName } from './file-names.js';

/** Bytes; more than that is not held by the page, but left to the browser alone. */
const HELD = 200 * 1024 * 1024;
/** A browser that is told of the next file in the same moment may forget the one before. */
const BETWEEN_MS = 400;

/**
 * @param {object} parts
 * @param {Document} parts.document
 * @param {Pick<HostApi, 'image'>} parts.host
 * @param {typeof globalThis.fetch} parts.fetch
 * @param {(ms: number) => Promise<void>} parts.nap
 */
export function Downloads({ document, host, fetch, nap }) {
  /** @type {(url: string, name: string) => void} */
  const save = (url, name) => {
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.rel = 'noreferrer';
    document.body.append(link);
    link.click();
    link.remove();
  };

  return {
    /** @type {(photoId: string, wanted: ImageSize) => Promise<void>} of what has no such size, the original */
    async save(photoId, wanted) {
      const known = await host.image(photoId, 'original');
      const size = known.photo.sizes.includes(wanted) ? wanted : 'original';
      const { url } = size === 'original' ? known : await host.image(photoId, size);
      const name = savedAs(known.photo, size);
      if (size === 'original' && (known.photo.sizeBytes ?? 0) > HELD) {
        // Its answer says that it is to be saved: the page stays.
        save(url, name);
      } else {
        const held = URL.createObjectURL(await fetched(fetch, url));
        save(held, name);
        setTimeout(() => URL.revokeObjectURL(held), 60_000);
      }
      await nap(BETWEEN_MS);
    },
  };
}

/** @type {(fetch: typeof globalThis.fetch, url: string) => Promise<Blob>} */
async function fetched(fetch, url) {
  try {
    const answer = await fetch(url, { credentials: 'omit', referrerPolicy: 'no-referrer' });
    if (answer.ok) {
      return await answer.blob();
    }
  } catch (error) {
    throw new ServiceAway('The file did not come', { cause: error });
  }
  throw new ServiceAway('The file was not there');
}

/** @type {(photo: LibraryPhoto, size: ImageSize) => string} one name for one file, on any system */
export function savedAs({ photoId, fileName }, size) {
  const [, stem = '', suffix = ''] = /^(.*?)(\.[A-Za-z0-9]{1,5})?$/.exec(cleanName(fileName)) ?? [];
  // What separates folders, and what some systems take for something else.
  const plain = stem.replace(/[\\/:*?"<>|]/g, '_').replace(/^\.+/, '');
  return (plain || photoId) + (size === 'original' ? suffix : '.jpg');
}
