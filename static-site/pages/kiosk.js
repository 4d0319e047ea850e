/**
 * The kiosk page: finds the elements, builds the controller, connects the two.
 *
 * @import { KioskState } from '../lib/states.d.ts'
 */

import { Attract } from '../components/attract/attract.js';
import { Code } from '../components/code/code.js';
import { Corner } from '../components/operator/corner.js';
import { Scene } from '../components/scene/scene.js';
import { site } from '../lib/early.js';
import { FullScreen } from '../lib/full-screen.js';
import { shownName } from '../lib/kiosk-state.js';
import { timeLeft } from '../lib/kiosk-times.js';
import { restart } from '../lib/kiosk-asking.js';
import { kioskKey, linkedReach } from '../lib/kiosk-key.js';
import { Kiosk } from '../lib/kiosk.js';
import { Late } from '../lib/late.js';
import { watchPage } from '../lib/page-life.js';
import { WakeLock } from '../lib/wake-lock.js';
import { arrived } from '../lib/photos.js';
import { ScreenApi } from '../lib/screen-api.js';
import { connect } from '../lib/service.js';
import { fillIn, loadText, whenLanguageChanges } from '../lib/text.js';

/** How often the screen asks to stay awake, should it not be. */
const AWAKE_EVERY_MS = 60_000;
/** When the page has come up, other languages are offered, and all of it lower. */
const OFFERED_AFTER_MS = 2_000;
/** What shows photos is asked for again, at least as much later and at most twice that. */
const PREPARED_AGAIN_MS = 5_000;

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

const { api, config, watch, timers, random, naps } = connect(window, ScreenApi);
api.kioskKey = kioskKey(window);
if (api.kioskKey !== null) {
  // Others see these photos, too.
  element('code-note').dataset.text = 'kiosk.code.note.album';
}
if (linkedReach(window) === 'low') {
  import('../lib/reach.js').then(({ setReach }) => setReach(window, 'low'), () => null);
}
const text = await loadText('kiosk', naps, random);
fillIn(document, text);

const scene = Scene(element('kiosk'));
const attract = Attract(element('message'), { text, random });
const code = Code(element('code'), { text });
/** @type {Late<Awaited<ReturnType<typeof import('./kiosk-later.js').later>>>} */
const later = new Late(load);

const onRest = () => location.reload();
const staysMs = () => site.after?.staysMs;
const world = { api, watch, timers, random, naps };
const kiosk = new Kiosk({ ...world, onRest, prepare, staysMs, onChange: update });

const fullScreen = new FullScreen(document, api.kioskKey !== null);
const operator = Corner(element('operator'), { timers, load: loadPanel });
const wakeLock = new WakeLock(window);
let askedAt = 0;
/** @type {Awaited<ReturnType<typeof import('../lib/visiting.js').visiting>> | null} */
let offers = null;
/** @type {Late<Awaited<ReturnType<typeof import('../lib/attracting.js').attracting>>>} */
const lure = new Late(loadLure);

/** @type {(state: KioskState, at: number) => void} */
function update(state, at) {
  const name = shownName(state);
  offers?.update(name, at);
  attract.update(name === 'attract', at);
  lure.here?.update(name === 'attract');
  code.update(name === 'code' ? (state.session?.qrSvg ?? null) : null, timeLeft(state, at));
  operator.update(at);
  if (at - askedAt >= AWAKE_EVERY_MS) {
    askedAt = at;
    wakeLock.renew();
  }
  const news = later.here?.update(state, at) ?? '';
  acknowledge();
  write(element('refusal'), state.refusal === null ? '' : text.of(`kiosk.refusal.${state.refusal}`));
  write(element('done'), text.of(arrived(state.photos).length > 0 ? 'kiosk.done' : 'kiosk.cancel'));
  element('give-up').hidden = state.name === 'attract';
  const before = element('kiosk').dataset.state;
  const heard = scene.update(name, { busy: name === 'opening' });
  if (news || name !== before) {
    // A heading that has the focus is read out anyway; no name of a photo may stay behind.
    say(news || (heard || name === 'photos' ? '' : text.of(`kiosk.say.${name}`)));
  }
}

/** @param {string} again */
async function load(again) {
  const parts = { element, text, kiosk, onShown: acknowledge };
  const module = await import(`./kiosk-later.js${again}`).catch(() => null);
  return module && module.later(document, parts);
}

/** @returns {Promise<boolean>} what shows photos is here */
async function prepare() {
  const isHere = await later.prepare();
  if (!isHere && later.failures > 1) {
    // It is not the network then: some browsers remember what could not be had as long as the page.
    void restart(api);
  }
  return isHere;
}

/** As soon as the page has come up: when it is wanted, the network may be gone. */
async function prepareInTime() {
  if (!(await prepare())) {
    timers.after(PREPARED_AGAIN_MS * (1 + random()), () => void prepareInTime());
  }
}

/** What could not be had is asked for anew, the next time. */
async function loadPanel(again = '') {
  const module = await import(`../lib/operating.js${again}`).catch(() => null);
  return module && module.operating(document, { kiosk, api, fullScreen });
}

async function offer() {
  const module = await import('../lib/visiting.js').catch(() => null);
  if (module) {
    offers = await module.visiting(document, { text, naps, random, now: timers.now });
  } else {
    timers.after(OFFERED_AFTER_MS, () => void offer());
  }
}

/** @param {string} again */
async function loadLure(again) {
  const module = await import(`../lib/attracting.js${again}`).catch(() => null);
  const parts = { key: api.kioskKey, config, timers, naps, random };
  return module && module.attracting(window, parts);
}

/** Its album may allow photos to be shown while nobody is there. */
async function attractByPhotos() {
  if (!(await lure.prepare())) {
    timers.after(OFFERED_AFTER_MS, () => void attractByPhotos());
  }
}

/** On a page that nobody can see, nothing is shown. */
function acknowledge() {
  if (!document.hidden) {
    kiosk.shows(later.here?.shown() ?? []);
  }
}

/** @param {string} words the same words twice are said once */
function say(words) {
  write(element('announcer'), words);
}

/** @type {(el: HTMLElement, words: string) => void} */
function write(el, words) {
  if (el.textContent !== words) {
    el.textContent = words;
  }
}

whenLanguageChanges(() => {
  say('');
  update(kiosk.state, timers.now());
});
element('upload').addEventListener('click', () => kiosk.press());
element('again').addEventListener('click', () => kiosk.press());
element('retry').addEventListener('click', () => kiosk.press());
for (const button of document.querySelectorAll('[data-action=leave]')) {
  button.addEventListener('click', () => kiosk.leave());
}
document.addEventListener('pointerdown', () => kiosk.touch());
document.addEventListener('keydown', ({ key }) => {
  kiosk.touch();
  if (key === 'Escape' && !document.querySelector('dialog[open]')) {
    kiosk.leave();
  }
});
// Another link of its host: what it brings is read as the page begins.
window.addEventListener('hashchange', () => void restart(api));
watchPage(window, {
  onLook: () => kiosk.check(),
  // Whoever comes back to the page is not who left it.
  onHide: () => kiosk.leave(),
  onReturn: () => kiosk.check(),
});
wakeLock.want(true);
timers.after(OFFERED_AFTER_MS, () => void offer());
if (api.kioskKey !== null) {
  timers.after(OFFERED_AFTER_MS, () => void attractByPhotos());
}
kiosk.start();
void prepareInTime();
