/**
 * Packs photos into ZIP files on the phone itself, part by part, so that no part is too large for
 * it. The files are fetched one after the other and go straight into the part.
 *
 * @import { GalleryPhoto, Taking } from './shown.d.ts'
 */

/** At some 400 KB each a part has about 80 MB. */
export const PART_PHOTOS = 200;

/** @type {Readonly<Taking>} */
const IDLE = Object.freeze({ name: 'idle', part: 0, parts: 0, packed: 0, photos: 0, leftOut: 0 });

/** @typedef {{name: string, lastModified: Date, input: Response}} ZipFile */

export class Take {
  /** @type {Taking} */
  state = IDLE;
  /** @type {readonly GalleryPhoto[]} */
  #photos = [];
  #stop = new AbortController();

  /**
   * @param {object} parts
   * @param {() => Promise<readonly GalleryPhoto[]>} parts.read all that are shown
   * @param {(photoId: string) => Promise<GalleryPhoto | null>} parts.fresh
   * @param {(url: string, signal: AbortSignal) => Promise<Response>} parts.fetch
   * @param {(files: AsyncIterable<ZipFile>) => Promise<Blob>} parts.zip
   * @param {(zip: Blob, name: string) => void} parts.save
   * @param {() => string} parts.name of the album
   * @param {() => void} parts.onChange
   */
  constructor(parts) {
    this.parts = parts;
  }

  /** Begins, goes on with the next part, or does the one that failed again. @returns {Promise<void>} */
  async press() {
    const { name } = this.state;
    if (name === 'reading' || name === 'packing') {
      return;
    }
    if (name === 'waiting' || (name === 'failed' && this.state.part > 0)) {
      await this.#pack(name === 'waiting' ? this.state.part + 1 : this.state.part);
      return;
    }
    this.#stop = new AbortController();
    this.#set({ ...IDLE, name: 'reading' });
    const { signal } = this.#stop;
    try {
      this.#photos = await this.parts.read();
    } catch {
      // A refusal is told by the page as a whole.
      if (!signal.aborted) {
        this.#set({ ...IDLE, name: 'failed' });
      }
      return;
    }
    if (!signal.aborted) {
      this.#set({ ...this.state, parts: Math.ceil(this.#photos.length / PART_PHOTOS) });
      await this.#pack(1);
    }
  }

  /** Gives it up; nothing that was saved is lost. */
  cancel() {
    this.#stop.abort();
    this.#photos = [];
    this.#set(IDLE);
  }

  /** @param {number} part from 1 */
  async #pack(part) {
    const { signal } = this.#stop;
    const photos = this.#photos.slice((part - 1) * PART_PHOTOS, part * PART_PHOTOS);
    const before = this.state.leftOut;
    this.#set({ ...this.state, name: 'packing', part, packed: 0, photos: photos.length });
    try {
      const zip = await this.parts.zip(this.#files(photos, signal));
      signal.throwIfAborted();
      this.parts.save(zip, zipName(this.parts.name(), part, this.state.parts));
    } catch {
      // The line broke, or it was given up, or the phone has no room.
      if (!signal.aborted) {
        this.#set({ ...this.state, name: 'failed', leftOut: before });
      }
      return;
    }
    this.#set({ ...this.state, name: part < this.state.parts ? 'waiting' : 'done' });
  }

  /** @param {readonly GalleryPhoto[]} photos @param {AbortSignal} signal */
  async *#files(photos, signal) {
    for (const { photoId, storedAt } of photos) {
      const photo = await this.parts.fresh(photoId);
      const answer = photo && (await this.parts.fetch(photo.downloadUrl, signal));
      signal.throwIfAborted();
      if (answer?.ok) {
        const lastModified = new Date(storedAt * 1000);
        yield { name: fileName(lastModified, photoId), lastModified, input: answer };
      } else if (answer && answer.status >= 500) {
        throw new Error(`The storage answered ${answer.status}`);
      } else {
        // Taken away meanwhile.
        this.#set({ ...this.state, leftOut: this.state.leftOut + 1 });
      }
      this.#set({ ...this.state, packed: this.state.packed + 1 });
    }
  }

  /** @param {Taking} state */
  #set(state) {
    this.state = state;
    this.parts.onChange();
  }
}

/** @type {(at: Date, photoId: string) => string} sorts by time, and is one file on every system */
function fileName(at, photoId) {
  const stamp = at.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return `${stamp}-${photoId}.jpg`;
}

/** @type {(album: string, part: number, parts: number) => string} */
function zipName(album, part, parts) {
  const base = album.replaceAll(/[\\/:*?"<>|\p{C}]/gu, '_').replace(/^[. ]+|[. ]+$/g, '') || 'Photos';
  return parts > 1 ? `${base} ${part} of ${parts}.zip` : `${base}.zip`;
}
