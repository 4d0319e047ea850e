/**
 * The phone page: finds the elements, builds the controller, connects the two.
 */

import { Headline } from '../components/headline/headline.js';
import { PhotoList } from '../components/photo-list/photo-list.js';
import { Picker } from '../components/picker/picker.js';
import { Total } from '../components/total/total.js';
import { phoneToken, sessionIn } from '../lib/phone-token.js';
import { minutesAndSeconds } from '../lib/clock.js';
import { sha256 } from '../lib/file-facts.js';
import { WakeLock, watchPage, whenSeen } from '../lib/page-life.js';
import { phoneMood, timeLeft } from '../lib/phone-state.js';
import { Phone } from '../lib/phone.js';
import { connect } from '../lib/service.js';
import { fillIn, loadText } from '../lib/text.js';
import { UploadQueue } from '../lib/upload-queue.js';
import { overall } from '../lib/upload-state.js';
import { xhrPut } from '../lib/upload.js';

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
/** @param {number} count */
const randomBytes = (count) => crypto.getRandomValues(new Uint8Array(count));

const { api, watch, timers, random, naps } = connect(window);
const text = await loadText('phone', naps, random);
fillIn(document, text);

const headline = Headline(element('title'), element('lead'), { text });
const total = Total(element('total'), { text });
const picker = Picker(element('picker'), { text, onPick: pick });
const list = PhotoList(element('photos'), {
  text,
  onRetry: (id) => queue.retry(id),
  onRemove: (id) => queue.remove(id),
});
const wakeLock = new WakeLock(window);

const sessionId = sessionIn(location.hash) ?? '';
const token = sessionId
  ? phoneToken(sessionId, { storage: () => localStorage, randomBytes, nowMs: Date.now() })
  : '';
const queue = new UploadQueue({
  ...{ sessionId, token, api, sha256, naps, random },
  put: xhrPut,
  newId: () => `photo-${randomBytes(12).join('-')}`,
  online: () => navigator.onLine,
  onChange: update,
  onRefusal: (code) => phone.refused(code),
});
const phone = new Phone({
  ...{ sessionId, token, api, queue, naps, timers, random },
  watch: (events) => watch(sessionId, token, events),
  onChange: update,
});

/** @param {File[]} files */
function pick(files) {
  if (phone.state.limits) {
    const { added, leftOut } = queue.pick(files, phone.state.limits);
    list.develop(added);
    element('left-out').hidden = leftOut === 0;
    element('left-out').textContent = leftOut > 0 ? text.count('phone.left-out', leftOut) : '';
  }
}

/** @param {BeforeUnloadEvent} event */
const warn = (event) => event.preventDefault();

function update() {
  const { state } = phone;
  const sum = overall(queue.state);
  const { mood, count, canPick } = phoneMood(state, queue.state, navigator.onLine);
  const leftMs = timeLeft(state, timers.now());
  element('phone').dataset.state = state.name;
  element('phone').dataset.mood = mood;
  element('phone').setAttribute('aria-busy', String(state.name === 'starting'));
  element('again').hidden = state.name !== 'away';
  element('time-left').hidden = state.name !== 'ready' || !Number.isFinite(leftMs);
  element('time-left').textContent = Number.isFinite(leftMs)
    ? text.of('phone.time-left', { time: text.time(minutesAndSeconds(leftMs)) })
    : '';
  const step = total.update(sum);
  const said = headline.update(mood, count) || step;
  picker.update({
    shown: canPick || state.name === 'starting',
    enabled: canPick,
    more: queue.state.length > 0,
  });
  list.update(queue.state, { limits: state.limits, open: state.name === 'ready' });
  if (said && element('announcer').textContent !== said) {
    element('announcer').textContent = said;
  }
  wakeLock.want(sum.busy);
  // Only while it is needed: a page with such a listener may be refused the back/forward cache.
  window[sum.busy ? 'addEventListener' : 'removeEventListener']('beforeunload', warn);
}

element('again').addEventListener('click', () => phone.look());
window.addEventListener('hashchange', () => location.reload());
watchPage(window, {
  onLook: () => phone.look(),
  onHide: () => phone.pause(),
  onReturn: () => phone.resume(),
});
await whenSeen(document);
await phone.start();
