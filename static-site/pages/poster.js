/**
 * The poster of an album: finds the elements, asks for the album, draws it, prints it.
 *
 * @import { OneAlbum } from '../lib/albums-wire.d.ts'
 */

import { Language } from '../components/language/language.js';
import { Poster } from '../components/poster/poster.js';
import { AlbumsApi } from '../lib/albums-api.js';
import { isTemporary } from '../lib/api.js';
import { placeOf } from '../lib/host-places.js';
import { connectHost } from '../lib/host-service.js';
import { loaded } from '../lib/loaded.js';
import { paperFor } from '../lib/paper.js';
import { fillIn, loadText, whenLanguageChanges } from '../lib/text.js';
import { fullJitter } from '../lib/timers.js';

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const tools = /** @type {HTMLFormElement} */ (element('tools'));
const main = element('poster');

const { api, config, host, keeper, naps, random } = connectHost(window, askToSignIn);
const text = await loadText('poster', naps, random);
fillIn(document, text);
Language(/** @type {HTMLElement} */ (document.querySelector('.masthead')), { text, naps, random });
await keeper.load();
window.addEventListener('online', () => naps.wake());
window.addEventListener('hashchange', () => location.reload());
const album = await asked();
if (album) {
  show(album);
} else {
  note('gone', link('host.html#albums', 'poster.albums'));
}
main.setAttribute('aria-busy', 'false');

async function askToSignIn() {
  const page = await loaded((again) => import(`./host-sign-in.js${again}`), naps, random);
  await page.signIn({ element: main, account: null, api, config, keeper, naps, random });
}

/** @returns {Promise<OneAlbum | null>} null: there is none, or not for whoever asks */
async function asked() {
  const { id } = placeOf(location.hash, ['album']);
  for (let attempt = 0; id; attempt += 1) {
    try {
      return await new AlbumsApi(host).read(id);
    } catch (error) {
      if (!isTemporary(error)) {
        return null;
      }
      note('away');
      await naps.nap(500 + fullJitter(attempt, random));
    }
  }
  return null;
}

/** @param {OneAlbum} found */
function show(found) {
  const hint = document.createElement('p');
  hint.className = 'poster-hint';
  hint.dataset.text = 'poster.hint';
  main.replaceChildren(title('unseen'));
  const poster = Poster(main, { text, album: found });
  main.append(hint);
  fillIn(main, text);
  /** @type {HTMLAnchorElement} */ (element('back')).href = `host.html#album=${found.albumId}`;
  choose('size', paperFor(navigator.languages));
  const update = () => {
    document.title = text.of('poster.heading', { album: found.name });
    /** @type {HTMLElement} */ (main.querySelector('h1')).textContent = document.title;
    const chosen = new FormData(tools);
    const size = chosen.get('size');
    document.documentElement.dataset.kind = String(chosen.get('kind'));
    for (const each of ['a4', 'letter']) {
      // What is switched off by `disabled` would have to be loaded again.
      /** @type {HTMLLinkElement} */ (element(each)).media = each === size ? 'all' : 'not all';
    }
    poster.draw(chosen.get('kind') === 'cards' ? 'cards' : 'poster');
  };
  tools.addEventListener('change', update);
  tools.addEventListener('submit', (event) => event.preventDefault());
  element('print').addEventListener('click', () => window.print());
  whenLanguageChanges(update);
  tools.hidden = false;
  update();
  // Names are fitted to letters as wide as they are in the end.
  window.addEventListener('resize', () => poster.fit());
}

/** @type {(name: string, value: string) => void} */
function choose(name, value) {
  const inputs = /** @type {RadioNodeList} */ (tools.elements.namedItem(name));
  inputs.value = value;
}

/** @type {(key: string, ...more: Node[]) => void} */
function note(key, ...more) {
  const el = document.createElement('div');
  const lead = document.createElement('p');
  el.className = 'poster-note';
  lead.className = 'lead';
  lead.dataset.text = `poster.${key}.lead`;
  el.append(title('', `poster.${key}.title`), lead, ...more);
  fillIn(el, text);
  main.replaceChildren(el);
  element('announcer').textContent = text.of(`poster.${key}.title`);
}

/** @type {(className: string, key?: string) => HTMLElement} */
function title(className, key) {
  const el = document.createElement('h1');
  el.className = className;
  if (key) {
    el.dataset.text = key;
  }
  return el;
}

/** @type {(href: string, key: string) => HTMLElement} */
function link(href, key) {
  const el = document.createElement('a');
  el.className = 'quiet';
  el.href = href;
  el.dataset.text = key;
  return el;
}
