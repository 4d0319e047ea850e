/**
 * Opens photos of a library one by one, each at an address of its own.
 *
 * @import { Desk } from '../../lib/desk.js'
 * @import { HostedAlbum, LibraryPhoto, PhotoChange } from '../../lib/host-wire.d.ts'
 * @import { HostParts } from '../../lib/host-parts.d.ts'
 * @import { KnownPhoto } from '../../lib/states.d.ts'
 */

import { ApiError, isTemporary } from '../../lib/api.js';
import { Downloads } from '../../lib/downloads.js';
import { Drafts } from '../../lib/drafts.js';
import { LargePictures } from '../../lib/large-pictures.js';
import { addStylesheets } from '../../lib/stylesheet.js';
import { PhotoDetail } from '../photo-detail/photo-detail.js';
import { meansToDelete } from './deeds.js';

/**
 * @typedef {object} DetailRoom
 * @property {Desk} desk
 * @property {readonly HostedAlbum[]} albums
 * @property {() => number} nowMs
 * @property {(photo: string | null) => string} hashAt address of a photo; null: of all
 * @property {() => void} onClose
 */

/** The page's: what could not be kept is still there in its other views and languages. */
const drafts = new Drafts({ keep: async () => {}, onChange() {} });

/** @param {BeforeUnloadEvent} event */
function warn(event) {
  event.preventDefault();
}

/** @param {HostParts & DetailRoom} parts */
export function Detail(parts) {
  const { host } = parts;
  const known = Known(parts);
  const detail = new PhotoDetail(document, detailParts(parts, known));
  drafts.keep = (id, comment) => known.change(id, { comment });
  drafts.onChange = () => {
    // Only while it is needed: a page with such a listener may be refused the back/forward cache.
    window[drafts.isEmpty ? 'removeEventListener' : 'addEventListener']('beforeunload', warn);
    detail.update();
  };

  return {
    /** @param {string} id */
    async open(id) {
      await addStylesheets(document, ['photo-detail/large', 'photo-detail/photo-detail']);
      const isThere = known.photoOf(id) || (await known.ask(id, host));
      if (isThere && detail.shown !== id) {
        detail.open(id);
      }
    },
    close: () => detail.close(),
    update: () => detail.update(),
    leave() {
      void drafts.saveAll();
      detail.remove();
    },
  };
}

/** Photos of the list, and those that are opened by their address. @param {DetailRoom} parts */
function Known({ desk, nowMs }) {
  const { library } = desk;
  /** @type {Map<string, KnownPhoto>} */
  const others = new Map();
  return {
    /** @param {string} id */
    photoOf: (id) => library.state.photos.get(id) ?? others.get(id),
    /** @type {(id: string, host: HostParts['host']) => Promise<boolean>} */
    async ask(id, host) {
      const answer = await host.image(id, 'original').catch(() => null);
      if (answer) {
        others.set(id, { ...answer.photo, goodUntilMs: nowMs() });
      }
      return answer !== null;
    },
    /** @type {(id: string, said: PhotoChange) => Promise<void>} */
    async change(id, said) {
      const photo = await library.edit(id, said);
      if (others.has(id)) {
        others.set(id, { ...photo, goodUntilMs: nowMs() });
      }
    },
    /** @param {string} id */
    drop(id) {
      others.delete(id);
      library.dispatch({ type: 'GONE', ids: [id] });
    },
  };
}

/**
 * @param {HostParts & DetailRoom} parts
 * @param {ReturnType<typeof Known>} known
 * @returns {import('../photo-detail/photo-detail.js').DetailParts}
 */
function detailParts(parts, known) {
  const { desk, albums, text, host, naps, nowMs, hashAt, onClose } = parts;
  const downloads = Downloads({
    ...{ document, host },
    fetch: (...asked) => window.fetch(...asked),
    nap: (ms) => naps.nap(ms),
  });
  /** @param {string | null} id */
  const goTo = (id) => history.replaceState(history.state, '', hashAt(id));
  return {
    ...{ text, albums, drafts, photoOf: known.photoOf, may: rights(parts) },
    pictures: new LargePictures({ ask: (id, size) => host.image(id, size), nowMs }),
    beside: (id) => beside(desk.library.state.order, id, (at) => desk.library.want(at)),
    onChange: (id, said) => codeOf(known.change(id, said)),
    onSave: (id) => codeOf(downloads.save(id, 'original')),
    onDelete: async (id) =>
      (await meansToDelete(text, 1)) ? codeOf(remove(host, id, () => known.drop(id))) : null,
    onShow(id) {
      desk.go(id);
      goTo(id);
    },
    onClose(id) {
      goTo(null);
      // Its dialog has put the focus where it was before; one is where one has gone to since.
      desk.go(id);
      queueMicrotask(onClose);
    },
  };
}

/** @type {(parts: HostParts & DetailRoom) => (photo: LibraryPhoto) => {edit: boolean, moderate: boolean}} */
function rights({ account, albums }) {
  const isOperator = account.groups.includes('operator');
  const isHosts = (/** @type {string | null} */ id) => albums.some(({ albumId }) => albumId === id);
  return ({ ownerId, albumId, state }) => ({
    edit:
      state !== 'REJECTED' &&
      (isOperator || ownerId === account.userId || (ownerId === null && isHosts(albumId))),
    moderate: isOperator || isHosts(albumId),
  });
}

/** @type {(order: readonly string[], id: string, onLook: (index: number) => void) => {previous: string | null, next: string | null}} */
function beside(order, id, onLook) {
  const at = order.indexOf(id);
  onLook(at);
  return at < 0
    ? { previous: null, next: null }
    : { previous: order[at - 1] ?? null, next: order[at + 1] ?? null };
}

/** @type {(host: HostParts['host'], id: string, onGone: () => void) => Promise<void>} */
async function remove(host, id, onGone) {
  const [deletion] = await host.remove([id]);
  if (!deletion?.deleted && deletion?.code !== 'PhotoNotFound') {
    throw new ApiError(409, deletion?.code ?? 'ServiceUnavailable', '');
  }
  onGone();
}

/** @type {(work: Promise<unknown>) => Promise<string | null>} null: it is done */
async function codeOf(work) {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof ApiError && !isTemporary(error)) {
      return error.code;
    }
    if (isTemporary(error)) {
      return 'ServiceUnavailable';
    }
    throw error;
  }
}
