/**
 * All albums of a host, and where he makes another one.
 *
 * @import { AlbumDraft } from '../components/album-list/album-form.js'
 * @import { AlbumChange } from '../lib/albums-wire.d.ts'
 * @import { HostParts } from '../lib/host-parts.d.ts'
 * @import { Text } from '../lib/text.js'
 */

import { AlbumForm, NOTHING } from '../components/album-list/album-form.js';
import { AlbumList, blank, PRINTS } from '../components/album-list/album-list.js';
import { button, make, Note } from '../components/panel/panel.js';
import { refusalWords } from '../components/panel/refusals.js';
import { AlbumsApi } from '../lib/albums-api.js';
import { ApiError, isTemporary } from '../lib/api.js';
import { addStylesheets } from '../lib/stylesheet.js';

const STYLES = ['panel/panel', 'fields/fields', 'album-list/album-list'];

/**
 * What is being written stays while one is elsewhere on the page, or lets it speak another language.
 *
 * @type {Readonly<AlbumDraft> | null}
 */
let draft = null;

/** @param {HostParts} parts */
export async function mount(parts) {
  const { element, host, text } = parts;
  const left = new AbortController();
  const desk = Desk(element, parts, thumbsOf(host, left.signal));
  await addStylesheets(document, STYLES);
  await load();
  desk.again.addEventListener('click', () => void load());

  async function load() {
    try {
      desk.update(await host.albums(left.signal));
      desk.refuse('');
    } catch (error) {
      if (!left.signal.aborted) {
        const why = refusalWords(error, text, 'albums.refused.');
        desk.refuse(`${text.of('albums.away.title')}. ${why}`);
      }
    }
  }

  return {
    leave() {
      left.abort();
      desk.leave();
    },
  };
}

/** @typedef {(albumId: string) => Promise<readonly string[]>} ThumbsOf */

/** @param {HTMLElement} element @param {HostParts} parts @param {ThumbsOf} thumbs */
function Desk(element, parts, thumbs) {
  const { text } = parts;
  const again = button('quiet', text.of('albums.away.again'), () => {});
  const [note, empty, body] = [Note(), Empty(text), make('div', '')];
  const list = AlbumList(body, { text, thumbsOf: thumbs });
  const beginning = Beginning(parts, update);
  const head = make('div', 'albums-head', make('h1', '', text.of('albums.title')), beginning.more);
  element.append(make('div', 'albums', head, note.el, again, beginning.el, empty, body));
  let count = 1;
  again.hidden = true;
  update();

  function update() {
    empty.hidden = draft !== null || count > 0;
  }

  return {
    again,
    /** @param {Awaited<ReturnType<typeof parts.host.albums>>} albums */
    update(albums) {
      count = albums.length;
      update();
      list.update(albums, Date.now() / 1000);
    },
    /** @param {string} words */
    refuse(words) {
      note.update(words);
      again.hidden = words === '';
    },
    leave: list.leave,
  };
}

/**
 * The key that begins an album, and the form in which that is done.
 *
 * @param {HostParts} parts
 * @param {() => void} onTurn it is begun, or called off
 */
function Beginning({ host, text, go, say }, onTurn) {
  const more = button('key', text.of('albums.new'), () => turn(NOTHING));
  const form = AlbumForm({
    ...{ text, onCreate: create },
    onChange: (written) => (draft = written),
    onCancel: () => turn(null),
  });
  update();

  /** @param {Readonly<AlbumDraft> | null} next */
  function turn(next) {
    draft = next;
    update();
    (next ? form : more).focus();
    onTurn();
  }

  function update() {
    form.show(draft ?? NOTHING);
    form.el.hidden = draft === null;
    more.hidden = draft !== null;
  }

  /** @type {(said: AlbumChange) => Promise<string>} */
  async function create(said) {
    try {
      const { albumId } = await new AlbumsApi(host).create(said);
      draft = null;
      go(`#album=${albumId}`);
      return '';
    } catch (error) {
      const words = refusalWords(error, text, 'albums.refused.');
      say(words);
      return words;
    }
  }

  return { more, el: form.el };
}

/** @param {Text} text */
function Empty(text) {
  const prints = make('div', 'album-prints', blank(), blank(), blank());
  prints.setAttribute('aria-hidden', 'true');
  const title = make('h2', '', text.of('albums.empty.title'));
  return make('div', 'album-empty', prints, title, make('p', 'lead', text.of('albums.empty.lead')));
}

/** @type {(host: HostParts['host'], signal: AbortSignal) => ThumbsOf} none, if they cannot be had: they adorn */
function thumbsOf(host, signal) {
  return async (albumId) => {
    try {
      const filters = /** @type {const} */ ({ album: albumId, type: 'image', state: 'READY' });
      const { photos } = await host.photos(filters, { limit: PRINTS, signal });
      return photos.flatMap(({ thumbUrl }) => (thumbUrl ? [thumbUrl] : []));
    } catch (error) {
      if (!(error instanceof ApiError || isTemporary(error))) {
        throw error;
      }
      return [];
    }
  };
}
