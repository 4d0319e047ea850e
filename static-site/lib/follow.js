/**
 * Keeps a library up with what others do: by its album's channel, or, of no album, by looking.
 *
 * @import { AlbumMessage } from './album-wire.d.ts'
 * @import { HostParts } from './host-parts.d.ts'
 * @import { LibraryPhoto } from './host-wire.d.ts'
 * @import { Library } from './library.js'
 */

import { AlbumWatch } from './album-watch.js';
import { coming, onTheWay } from './coming.js';

const LOOK_EVERY_MS = 10_000;

/**
 * @param {Library} library
 * @param {Pick<HostParts, 'host' | 'openLine' | 'timers' | 'naps' | 'random'> & {
 *   albumId: string | undefined, nowMs: () => number, onChange: () => void,
 * }} parts
 */
export function follow(library, parts) {
  const { host, albumId, timers, nowMs, onChange } = parts;
  /** @type {import('./coming.js').Coming} */
  let known = new Map();
  if (albumId === undefined) {
    return { ...looking(library, parts), onTheWay: () => onTheWay(known, timers.now()) };
  }
  const watch = new AlbumWatch({
    ...{ ...parts, albumId },
    askToken: () => host.listen(albumId),
    onLook: () => void library.look(),
    onMessage(message) {
      const before = known;
      known = coming(known, message, timers.now());
      tell(library, message, nowMs());
      if (before !== known) {
        onChange();
      }
    },
  });
  return {
    start: () => watch.start(),
    stop: () => watch.stop(),
    onTheWay: () => onTheWay(known, timers.now()),
  };
}

/** @type {(library: Library, message: AlbumMessage, atMs: number) => void} */
function tell(library, message, atMs) {
  switch (message.type) {
    case 'PHOTO_STORED':
    case 'PHOTO_READY':
    case 'PHOTO_REJECTED':
    case 'PHOTO_CHANGED':
      library.dispatch({ type: 'TOLD', photo: /** @type {LibraryPhoto} */ (message.photo), atMs });
      break;
    case 'PHOTO_GONE':
      library.dispatch({ type: 'LEFT', id: message.photoId });
      break;
    default:
  }
}

/** @type {(library: Library, parts: Pick<HostParts, 'timers'>) => {start(): void, stop(): void}} */
function looking(library, { timers }) {
  let cancel = () => {};
  const look = () => {
    void library.look();
    cancel = timers.after(LOOK_EVERY_MS, look);
  };
  return { start: look, stop: () => cancel() };
}
