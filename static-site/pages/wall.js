/**
 * The wall: finds the elements, builds the controller, connects the two.
 *
 * @import { WallState } from '../lib/walls.d.ts'
 */

import { WallCanvas } from '../components/wall-canvas/wall-canvas.js';
import { WallJoin } from '../components/wall-join/wall-join.js';
import { albumWatcher } from '../lib/album-service.js';
import { kioskKey } from '../lib/kiosk-key.js';
import { watchPage } from '../lib/page-life.js';
import { WakeLock } from '../lib/wake-lock.js';
import { connect } from '../lib/service.js';
import { fillIn, loadText } from '../lib/text.js';
import { WallApi } from '../lib/wall-api.js';
import { isPaused } from '../lib/wall-state.js';
import { Wall } from '../lib/wall.js';

/** The pointer is in nobody's way after that. */
const IDLE_MS = 3_000;

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

const { api, config, timers, random, naps } = connect(window, WallApi);
api.kioskKey = kioskKey(window);
const text = await loadText('wall', naps, random);
fillIn(document, text);

const join = WallJoin(element('join'));
const listen = albumWatcher(window, { config, timers, random });
const wall = new Wall({
  ...{ api, naps, timers, random },
  watch: (albumId, events) => listen(albumId, api.kioskKey ?? '', events),
  canvas: WallCanvas(element('stage'), { text, after: timers.after }),
  onChange: update,
});

/** @param {WallState} state */
function update(state) {
  const { name, album, reachable } = state;
  const main = element('wall');
  main.dataset.state = name;
  main.setAttribute('aria-busy', String(name === 'starting'));
  join.update(album?.joinQrSvg ?? '');
  const isAlbums = name === 'empty' || name === 'showing';
  write(element('title'), isAlbums && album ? album.name : text.of(`wall.${name}`));
  write(element('lead'), text.of(name === 'showing' ? 'wall.empty.lead' : `wall.${name}.lead`));
  const note = reachable ? (isAlbums && isPaused(state) ? 'wall.paused' : '') : 'wall.away';
  write(element('note'), note === '' ? '' : text.of(note));
}

/** @type {(el: HTMLElement, words: string) => void} */
function write(el, words) {
  if (el.textContent !== words) {
    el.textContent = words;
  }
}

/** @type {Record<string, () => void>} */
const KEYS = {
  ' ': () => wall.hold(),
  ArrowRight: () => wall.next(),
  ArrowLeft: () => wall.back(),
  f: () => fill(true),
};

/** @param {boolean} [turns] it goes back as well */
function fill(turns = false) {
  const isFull = Boolean(document.fullscreenElement);
  const asked = isFull && turns ? document.exitFullscreen() : null;
  // Where that is not allowed it stays as it is.
  (asked ?? (isFull ? null : document.documentElement.requestFullscreen?.()))?.catch(() => {});
}

let cancelIdle = () => {};
/** Who leaves the full screen means it, so keys ask for it once. */
let isFilled = false;

/** Somebody is at the wall: it fills the screen, and his pointer is seen for a while. */
function stir() {
  delete document.documentElement.dataset.idle;
  cancelIdle();
  cancelIdle = timers.after(IDLE_MS, () => {
    document.documentElement.dataset.idle = 'true';
  });
}

document.addEventListener('keydown', (event) => {
  const act = KEYS[event.key];
  if (act && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    if (!isFilled && event.key !== 'f') {
      fill();
    }
    isFilled = true;
    act();
  }
});
document.addEventListener('pointermove', stir);
document.addEventListener('click', () => {
  stir();
  fill();
});
window.addEventListener('hashchange', () => location.reload());
watchPage(window, { onLook: () => wall.check(), onHide: () => {}, onReturn: () => wall.check() });
new WakeLock(window).want(true);
stir();
wall.start();
