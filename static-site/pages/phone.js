/**
 * The phone page: finds the elements, builds the controller, connects the two.
 *
 * @typedef {ReturnType<typeof import('./phone-join.js').Visit>} Visit
 */

import { Headline } from '../components/headline/headline.js';
import { Picker } from '../components/picker/picker.js';
import { Api } from '../lib/api.js';
import { loaded } from '../lib/loaded.js';
import { minutesAndSeconds } from '../lib/clock.js';
import { scanned } from '../lib/early-claim.js';
import { watchPage, whenSeen } from '../lib/page-life.js';
import { phoneMood, timeLeft } from '../lib/phone-state.js';
import { Phone } from '../lib/phone.js';
import { connect } from '../lib/service.js';
import { fillIn, loadText, whenLanguageChanges } from '../lib/text.js';
import { isUnderWay, overall } from '../lib/upload-sum.js';

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
/** @param {number} count */
const randomBytes = (count) => crypto.getRandomValues(new Uint8Array(count));

const { api, watch, timers, random, naps } = connect(window, Api);
const scan = scanned(window);
const text = await loadText('phone', naps, random);
fillIn(document, text);

const headline = Headline(element('title'), element('lead'), { text });
const picker = Picker(element('picker'), { text, onPick: pick });
const extras = Extras();

const database = await scan.database;
window.addEventListener('hashchange', () => location.reload());
/** Without a kiosk's code there may be an album's. @type {Visit | null} */
const album = scan.sessionId === null ? await join() : null;
const sessionId = scan.sessionId ?? album?.sessionId ?? '';
const token = album?.token ?? (await scan.token);
const phone = new Phone({
  ...{ sessionId, token, api, naps, timers, random },
  hasScreen: album === null,
  watch: (events) => watch(sessionId, token, events),
  onChange: update,
});

whenLanguageChanges(update);

/** @returns {Promise<Visit>} */
async function join() {
  const { enter } = await loaded((again) => import(`./phone-join.js${again}`), naps, random);
  return enter({ element, headline, text, database, api, naps, random });
}

/** @param {File[]} files */
async function pick(files) {
  void (await extras.coming).pick(files);
}

/** @param {BeforeUnloadEvent} event */
const warn = (event) => event.preventDefault();

function update() {
  const { state } = phone;
  const uploads = phone.queue.state;
  const sum = overall(uploads);
  const kept = uploads.filter(isUnderWay).every(({ id }) => extras.here?.keeps(id));
  const { mood, count, canPick } = phoneMood(state, uploads, navigator.onLine, kept);
  album?.update(mood);
  const leftMs = timeLeft(state, timers.now());
  element('phone').dataset.state = state.name;
  element('phone').dataset.mood = mood;
  element('phone').setAttribute('aria-busy', String(state.name === 'starting'));
  element('again').hidden = state.name !== 'away';
  element('time-left').hidden = state.name !== 'ready' || !Number.isFinite(leftMs);
  element('time-left').textContent = Number.isFinite(leftMs)
    ? text.of('phone.time-left', { time: text.time(minutesAndSeconds(leftMs)) })
    : '';
  const place = { limits: state.limits, open: state.name === 'ready' };
  const step = extras.here?.update(uploads, sum, place, mood) ?? '';
  const said = headline.update(mood, count) || step;
  picker.update({
    shown: canPick || state.name === 'starting',
    enabled: canPick,
    more: sum.total > 0,
    videos: Boolean(state.limits?.maxVideoBytes),
  });
  if (said && element('announcer').textContent !== said) {
    element('announcer').textContent = said;
  }
  // Only while it is needed: a page with such a listener may be refused the back/forward cache.
  window[sum.busy && !kept ? 'addEventListener' : 'removeEventListener']('beforeunload', warn);
}

/** What the page needs when photos are picked; it comes when the code is claimed. */
function Extras() {
  /** @typedef {Awaited<ReturnType<typeof import('./phone-later.js').later>>} Later */
  /** @type {(later: Later) => void} */
  let arrive;
  /** @type {Promise<Later>} */
  const coming = new Promise((resolve) => {
    arrive = resolve;
  });

  return {
    coming,
    /** @type {Later | null} */
    here: null,
    async load() {
      const parts = { element, phone, text, database, randomBytes, onChange: update };
      const { later } = await loaded((again) => import(`./phone-later.js${again}`), naps, random);
      const here = (this.here = await later(parts));
      arrive(here);
      update();
      if (phone.isOpen) {
        await here.restore();
      }
    },
  };
}

element('again').addEventListener('click', () => phone.look());
watchPage(window, {
  onLook: () => phone.look(),
  onHide: () => phone.pause(),
  onReturn: () => phone.resume(),
});
await whenSeen(document);
await phone.start();
await extras.load();
