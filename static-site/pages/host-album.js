/**
 * One album of a host: asks for it, shows its parts, keeps them as the service has them.
 *
 * @import { AlbumChange, EnrolledKiosk, Kiosk, OneAlbum, WallOrder } from '../lib/albums-wire.d.ts'
 * @import { ComingList } from '../lib/coming-state.js'
 * @import { Setting } from '../lib/album-settings.js'
 * @import { HostParts } from '../lib/host-parts.d.ts'
 */

import { AlbumDesk, Missing } from '../components/album/desk.js';
import { refusalWords } from '../components/panel/refusals.js';
import { midnight } from '../lib/album-facts.js';
import { AlbumWatch } from '../lib/album-watch.js';
import { AlbumsApi } from '../lib/albums-api.js';
import { ApiError, isTemporary } from '../lib/api.js';
import { ComingWatch } from '../lib/coming-watch.js';
import { ExportWatch } from '../lib/export-watch.js';
import { addStylesheets } from '../lib/stylesheet.js';
import { keepingTyped } from '../lib/typed.js';

const STYLES = [
  ...['panel/panel', 'fields/fields', 'photo-row/photo-row', 'thumbnail/thumbnail', 'album/album'],
];
/** To count costs a read of each photo's record. */
const NUMBERS_MS = 60_000;
const FAMILY = 'hosted.refused.';

/** @param {HostParts} parts */
export async function mount(parts) {
  const { element, host, text, place } = parts;
  const page = new AlbumPage(parts, new AlbumsApi(host), place.id ?? '');
  await addStylesheets(document, STYLES);
  try {
    await page.open();
  } catch (error) {
    if (error instanceof ApiError && error.status < 500) {
      element.append(Missing(text, 'gone'));
    } else if (isTemporary(error)) {
      element.append(Missing(text, 'away', () => location.reload()));
    } else {
      throw error;
    }
  }
  return { leave: () => page.leave(), ...(page.desk && { speak: () => page.speak() }) };
}

class AlbumPage {
  #left = new AbortController();
  /** @type {readonly Kiosk[]} */
  kiosks = [];
  /** @type {ComingList} */
  coming = [];

  /**
   * @param {HostParts} parts
   * @param {AlbumsApi} api
   * @param {string} albumId
   */
  constructor(parts, api, albumId) {
    this.parts = parts;
    this.api = api;
    this.albumId = albumId;
  }

  async open() {
    const [album, kiosks] = await Promise.all([
      this.api.read(this.albumId),
      this.api.kiosks(this.albumId),
    ]);
    this.exporting = new ExportWatch({
      ...{ albumId: this.albumId, api: this.api, kept: () => sessionStorage, naps: this.parts.naps },
      onChange: () => this.#exported(),
    });
    this.listening = new ComingWatch({
      timers: this.parts.timers,
      follow: (events) => this.#follow(events),
      onComing: (coming) => {
        this.coming = coming;
        this.desk?.coming.update(coming);
      },
      onNews: () => void this.#countOnce(),
    });
    this.kiosks = kiosks;
    this.#build(album);
    void this.#count();
    // Without any, it tells how they go on; should it not, there is just less to press.
    void this.#order({});
    void this.exporting.resume();
    this.listening.start();
  }

  /** @param {Pick<ConstructorParameters<typeof AlbumWatch>[0], 'onMessage' | 'onLook'>} events */
  #follow(events) {
    const { albumId } = this;
    const askToken = () => this.parts.host.listen(albumId);
    return new AlbumWatch({ ...this.parts, ...events, albumId, askToken });
  }

  /** All anew, in another language. */
  speak() {
    const { element } = this.parts;
    const told = this.desk?.kiosks.told ?? null;
    keepingTyped(element, () => {
      element.replaceChildren();
      this.#build(/** @type {OneAlbum} */ (this.album));
    });
    this.desk?.coming.update(this.coming);
    if (told) {
      this.desk?.kiosks.tell(told);
    }
    void this.#countOnce();
    void this.#order({});
  }

  leave() {
    this.#left.abort();
    this.exporting?.stop();
    this.listening?.stop();
  }

  /** @param {OneAlbum} album */
  #build(album) {
    const { element, text, say, hashOf } = this.parts;
    this.desk = AlbumDesk(element, {
      ...{ text, say, hashOf, albumId: this.albumId },
      onChange: (change, setting) => this.#change(change, setting),
      onAdd: (name) => this.#add(name),
      onRemove: (kiosk) => this.#remove(kiosk),
      onStart: (wanted) => void this.exporting?.start(wanted),
      onOrder: (order) => this.#order(order),
      onDelete: () => this.#delete(),
    });
    this.#known(album);
    this.desk.kiosks.update(this.kiosks);
    this.#exported();
  }

  /** @param {OneAlbum} album */
  #known(album) {
    this.album = album;
    this.desk?.update(album, Date.now() / 1000);
  }

  /** @param {readonly Kiosk[]} kiosks */
  #screens(kiosks) {
    this.kiosks = kiosks;
    this.desk?.kiosks.update(kiosks);
  }

  #exported() {
    const { state } = /** @type {ExportWatch} */ (this.exporting);
    const { text } = this.parts;
    const key = FAMILY + state.refusal;
    const refused = state.refusal ? text.of(text.has(key) ? key : `${FAMILY}other`) : '';
    this.desk?.exports.update(state, refused);
  }

  /** Goes on for as long as somebody looks. */
  async #count() {
    const { signal } = this.#left;
    while (!signal.aborted) {
      // Who comes back wakes all naps.
      if (!document.hidden) {
        await this.#countOnce();
      }
      await this.parts.naps.nap(NUMBERS_MS, signal);
    }
  }

  async #countOnce() {
    try {
      const since = midnight(new Date());
      const numbers = await this.api.numbers(this.albumId, since, this.#left.signal);
      this.desk?.numbers.update(numbers);
    } catch (error) {
      if (!(error instanceof ApiError || isTemporary(error))) {
        throw error;
      }
      this.desk?.numbers.away();
    }
  }

  /** @type {(change: AlbumChange, setting?: Setting) => Promise<string>} what was refused */
  #change(change, setting) {
    return this.#refused(async () => {
      this.#known(await this.api.change(this.albumId, change));
    }, `InvalidRequest.${setting}`);
  }

  /** @type {(name: string) => Promise<EnrolledKiosk | string>} */
  async #add(name) {
    /** @type {EnrolledKiosk | null} */
    let added = null;
    const refused = await this.#refused(async () => {
      added = await this.api.enrol(this.albumId, name);
      this.#screens(await this.api.kiosks(this.albumId));
    });
    // Its key is told once: that the list could not be had must not lose it.
    return added ?? refused;
  }

  /** @type {(kiosk: Kiosk) => Promise<string>} */
  #remove({ kioskId }) {
    return this.#refused(async () => {
      this.#screens(await this.api.removeKiosk(this.albumId, kioskId));
    });
  }

  /** @type {(order: WallOrder) => Promise<string>} */
  #order(order) {
    return this.#refused(async () => {
      this.desk?.wall.update(await this.api.wall(this.albumId, order));
    });
  }

  /** @returns {Promise<string>} */
  #delete() {
    return this.#refused(async () => {
      await this.api.remove(this.albumId);
      this.parts.go('#albums');
    });
  }

  /** @type {(work: () => Promise<void>, special?: string) => Promise<string>} special: a key for one field alone */
  async #refused(work, special = '') {
    const { text } = this.parts;
    try {
      await work();
      return '';
    } catch (error) {
      const key = `hosted.wrong.${special}`;
      const isInvalid = error instanceof ApiError && error.code === 'InvalidRequest';
      return isInvalid && text.has(key) ? text.of(key) : refusalWords(error, text, FAMILY);
    }
  }
}
