/**
 * The photos of a library as far as they are known: a pure core, (state, event) → state.
 *
 * They come in pages, each from where the last one ended. A page may be asked for again: for fresh
 * URLs, and to hear what others have done. What is answered then is the truth of its stretch, but
 * for what this page has changed itself in the last seconds: the list follows the photos by a
 * moment.
 *
 * @import { LibraryPhoto } from './host-wire.d.ts'
 * @import { KnownPhoto, LibraryEvent, LibraryState } from './states.d.ts'
 */

/** How long the service signs URLs for is ten minutes; one that is on its way must not run out. */
const GOOD_MS = 540_000;
/** By then the list has heard of a change. */
const FOLLOWS_MS = 15_000;

/** @type {(filters: LibraryState['filters']) => LibraryState} */
export function libraryStart(filters) {
  const [photos, own, gone] = [new Map(), new Map(), new Set()];
  return { filters, pages: [], next: undefined, order: [], photos, own, gone };
}

/** @type {(state: LibraryState, event: LibraryEvent) => LibraryState} itself if nothing changes */
export function libraryState(state, event) {
  switch (event.type) {
    case 'PAGE':
      return paged(state, event);
    case 'EDITED':
      return edited(state, event.photo, event.atMs);
    case 'TOLD':
      return told(state, event.photo, event.atMs);
    case 'LEFT':
      return settled({ ...state, pages: dropped(state.pages, new Set([event.id])) });
    case 'BROKEN':
      return stale(state, event.id);
    case 'GONE':
      return without(state, event.ids);
    default:
      throw new TypeError(`Unknown library event ${/** @type {LibraryEvent} */ (event).type}`);
  }
}

/** @type {(state: LibraryState, id: string) => number} of the page that a photo came with; -1: of none */
export function pageOf(state, id) {
  return state.pages.findIndex(({ ids }) => ids.includes(id));
}

/** @type {(photo: KnownPhoto | undefined, nowMs: number) => boolean} its thumb can be had by its URL */
export function isFresh(photo, nowMs) {
  return photo !== undefined && (photo.thumbUrl === null || photo.goodUntilMs > nowMs);
}

/** @type {(state: LibraryState, event: Extract<LibraryEvent, {type: 'PAGE'}>) => LibraryState} */
function paged(state, { cursor, page, atMs }) {
  const known = state.pages.findIndex((each) => each.cursor === cursor);
  const index = known < 0 ? state.pages.length : known;
  if (known < 0 && cursor !== (state.next ?? null)) {
    return state;
  }
  const own = recent(state.own, atMs);
  const answered = page.photos
    .filter(({ photoId }) => !state.gone.has(photoId))
    .map((photo) => own.get(photo.photoId)?.photo ?? photo)
    .filter((photo) => fits(state.filters, photo));
  const photos = new Map(state.photos);
  answered.forEach((photo) => photos.set(photo.photoId, joined(photos.get(photo.photoId), photo, atMs)));
  const elsewhere = new Set(state.pages.flatMap(({ ids }, each) => (each === index ? [] : ids)));
  const fresh = answered.map(({ photoId }) => photoId).filter((id) => !elsewhere.has(id));
  const kept = (state.pages[index]?.ids ?? []).filter(
    (id) => !fresh.includes(id) && isBehind(photos.get(id), page),
  );
  const isLast = page.cursor === null;
  const pages = [
    ...state.pages.slice(0, index),
    { cursor, ids: [...fresh, ...kept] },
    ...(isLast ? [] : state.pages.slice(index + 1)),
  ];
  const next = isLast || index === pages.length - 1 ? page.cursor : state.next;
  return settled({ ...state, pages, next, photos, own });
}

/**
 * Whether a photo that was there stands behind all that was answered now: then nothing is said of
 * it. One that stands among them and was not told is there no more.
 *
 * @type {(photo: KnownPhoto | undefined, page: {photos: LibraryPhoto[], cursor: string | null}) => boolean}
 */
function isBehind(photo, { photos, cursor }) {
  const last = photos.at(-1)?.storedAt;
  return cursor !== null && (typeof last !== 'number' || (photo?.storedAt ?? 0) < last);
}

/** @type {(state: LibraryState, photo: LibraryPhoto, atMs: number) => LibraryState} by this page itself */
function edited(state, photo, atMs) {
  const own = new Map(recent(state.own, atMs)).set(photo.photoId, { photo, atMs });
  return changed({ ...state, own }, photo, atMs);
}

/** @type {(state: LibraryState, photo: LibraryPhoto, atMs: number) => LibraryState} by others */
function told(state, photo, atMs) {
  const own = new Map(state.own);
  own.delete(photo.photoId);
  return changed({ ...state, own }, photo, atMs);
}

/** @type {(state: LibraryState, photo: LibraryPhoto, atMs: number) => LibraryState} */
function changed(state, photo, atMs) {
  const id = photo.photoId;
  const before = state.photos.get(id);
  if (state.gone.has(id) || (!before && !fits(state.filters, photo))) {
    return state;
  }
  if (!fits(state.filters, photo)) {
    return settled({ ...state, pages: dropped(state.pages, new Set([id])) });
  }
  const photos = new Map(state.photos).set(id, joined(before, photo, atMs));
  // Where ten thousand are changed at once, this is done ten thousand times.
  return before
    ? { ...state, photos }
    : settled({ ...state, photos, pages: arrived(state.pages, photo, photos) });
}

/** @type {(pages: LibraryState['pages'], photo: LibraryPhoto, photos: LibraryState['photos']) => LibraryState['pages']} */
function arrived(pages, photo, photos) {
  if (pages.length === 0) {
    return pages;
  }
  const [first, ...others] = pages;
  const at = first.ids.findIndex(
    (id) => (photos.get(id)?.storedAt ?? 0) <= (photo.storedAt ?? 0),
  );
  if (at < 0 && others.length > 0) {
    // It stands further down, where its page will tell.
    return pages;
  }
  const ids = [...first.ids];
  ids.splice(at < 0 ? ids.length : at, 0, photo.photoId);
  return [{ ...first, ids }, ...others];
}

/** @type {(state: LibraryState, id: string) => LibraryState} its URL is no good, whatever was said */
function stale(state, id) {
  const photo = state.photos.get(id);
  return photo
    ? { ...state, photos: new Map(state.photos).set(id, { ...photo, goodUntilMs: 0 }) }
    : state;
}

/** @type {(state: LibraryState, ids: readonly string[]) => LibraryState} */
function without(state, ids) {
  const gone = new Set([...state.gone, ...ids]);
  return settled({ ...state, gone, pages: dropped(state.pages, new Set(ids)) });
}

/** @type {(pages: LibraryState['pages'], ids: ReadonlySet<string>) => LibraryState['pages']} */
function dropped(pages, ids) {
  return pages.map((page) =>
    page.ids.some((id) => ids.has(id))
      ? { ...page, ids: page.ids.filter((id) => !ids.has(id)) }
      : page,
  );
}

/** @type {(state: LibraryState) => LibraryState} what follows from the pages */
function settled(state) {
  const order = state.pages.flatMap(({ ids }) => ids);
  const there = new Set(order);
  const photos = new Map([...state.photos].filter(([id]) => there.has(id)));
  return { ...state, order, photos };
}

/** @type {(before: KnownPhoto | undefined, photo: LibraryPhoto, atMs: number) => KnownPhoto} */
function joined(before, photo, atMs) {
  if (before?.thumbUrl && photo.thumbUrl && before.goodUntilMs > atMs + GOOD_MS / 2) {
    // The same URL as before is one that the browser has already.
    return { ...photo, thumbUrl: before.thumbUrl, goodUntilMs: before.goodUntilMs };
  }
  return { ...photo, goodUntilMs: atMs + GOOD_MS };
}

/** @type {(own: LibraryState['own'], atMs: number) => LibraryState['own']} */
function recent(own, atMs) {
  return new Map([...own].filter(([, each]) => atMs - each.atMs < FOLLOWS_MS));
}

/** @type {(filters: LibraryState['filters'], photo: LibraryPhoto) => boolean} as the service has it */
export function fits({ album, type, state, visibility }, photo) {
  const states = state ? [state] : ['STORED', 'READY'];
  return (
    (album === undefined || photo.albumId === album) &&
    (type === undefined || photo.type === type) &&
    (visibility === undefined || photo.visibility === visibility) &&
    states.includes(photo.state)
  );
}
