/**
 * The kiosk page: finds the elements, builds the controller, connects the two.
 *
 * @import { KioskState } from '../lib/states.d.ts'
 */

import { Attract } from '../components/attract/attract.js';
import { Code } from '../components/code/code.js';
import { Landed } from '../components/landed/landed.js';
import { Notice } from '../components/notice/notice.js';
import { Prints } from '../components/prints/prints.js';
import { Scene } from '../components/scene/scene.js';
import { shownName, timeLeft } from '../lib/kiosk-state.js';
import { Kiosk } from '../lib/kiosk.js';
import { WakeLock, watchPage } from '../lib/page-life.js';
import { arrived } from '../lib/photos.js';
import { connect } from '../lib/service.js';
import { fillIn, loadText } from '../lib/text.js';

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

const { api, watch, timers, random, naps } = connect(window);
const text = await loadText('kiosk', naps, random);
fillIn(document, text);

const scene = Scene(element('kiosk'));
const attract = Attract(element('message'), { text, random });
const code = Code(element('code'), { text });
const prints = Prints(element('newest'), element('earlier'), {
  text,
  onUnshowable: () => kiosk.check(),
});
const landed = Landed(element('landed'), element('landed-note'), { text });
const notice = Notice(document.querySelectorAll('[data-notice]'), { text });

const kiosk = new Kiosk({ api, watch, timers, random, naps, onChange: update });

/** @type {(state: KioskState, at: number) => void} */
function update(state, at) {
  const name = shownName(state);
  const photos = arrived(state.photos);
  attract.update(name === 'attract', at);
  code.update(name === 'code' ? (state.session?.qrSvg ?? null) : null, timeLeft(state, at));
  prints.update(photos);
  const news = landed.update(state, at);
  const refusal = notice.update(state.photos);
  element('landed-note').hidden = refusal !== '';
  element('give-up').hidden = state.name === 'attract';
  const before = element('kiosk').dataset.state;
  const heard = scene.update(name, { busy: name === 'opening' });
  if (refusal || news || name !== before) {
    // A heading that has the focus is read out anyway; no name of a photo may stay behind.
    say(refusal || news || (heard ? '' : text.of(`kiosk.say.${name}`)));
  }
}

/** @param {string} words the same words twice are said once */
function say(words) {
  if (element('announcer').textContent !== words) {
    element('announcer').textContent = words;
  }
}

element('upload').addEventListener('click', () => kiosk.press());
element('again').addEventListener('click', () => kiosk.press());
for (const button of document.querySelectorAll('[data-action=leave]')) {
  button.addEventListener('click', () => kiosk.leave());
}
document.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') {
    kiosk.leave();
  }
});
watchPage(window, {
  onLook: () => kiosk.check(),
  // Whoever comes back to the page is not who left it.
  onHide: () => kiosk.leave(),
  onReturn: () => kiosk.check(),
});
new WakeLock(window).want(true);
kiosk.start();
