/**
 * The host's page: finds the elements, builds what the views need, connects the two.
 *
 * @import { Account } from '../lib/host-wire.d.ts'
 * @import { Place } from '../lib/states.d.ts'
 * @import { View } from '../lib/views.js'
 */

import { askBySheet } from '../components/choice/sheet.js';
import { Language } from '../components/language/language.js';
import { Shell } from '../components/shell/shell.js';
import { hashOf, placeOf } from '../lib/host-places.js';
import { connectHost } from '../lib/host-service.js';
import { loaded } from '../lib/loaded.js';
import { isTemporary } from '../lib/api.js';
import { watchPage } from '../lib/page-life.js';
import { fillIn, loadText, whenLanguageChanges } from '../lib/text.js';
import { fullJitter } from '../lib/timers.js';
import { Views } from '../lib/views.js';

/**
 * In the order of the navigation; the first one is where one begins. Those that belong under another
 * are not in it.
 */
const VIEWS = [
  { view: 'library' },
  { view: 'moderate', under: 'library' },
  { view: 'albums' },
  { view: 'album', under: 'albums' },
  { view: 'upload' },
];
const NAMES = VIEWS.map(({ view }) => view);

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

const { api, config, host, keeper, naps, random, timers, openLine } = connectHost(
  window,
  askToSignIn,
);
const text = await loadText('host', naps, random);
fillIn(document, text);
Language(/** @type {HTMLElement} */ (document.querySelector('.masthead')), {
  ...{ text, naps, random },
  before: element('account'),
});
const shell = Shell({ element, text, views: VIEWS, onSignOut: signOut });
/** @type {Account | null} */
let account = null;
await keeper.load();
watchPage(window, {
  onLook: () => naps.wake(),
  onHide() {},
  onReturn: () => location.reload(),
});
account = await whoIsThere();
shell.open(account);
keeper.listeners.add(() => {
  if (keeper.known?.email !== account?.email) {
    // Signed out in another tab, or somebody else is signed in there.
    location.reload();
  }
});
const views = new Views(mount);
void goOn();
window.addEventListener('hashchange', () => void show());
whenLanguageChanges(() => void speak());
await show();

async function askToSignIn() {
  const page = await loaded((again) => import(`./host-sign-in.js${again}`), naps, random);
  await page.signIn({ element: element('host'), account, api, config, keeper, naps, random });
}

/** @returns {Promise<Account>} goes on until the service tells */
async function whoIsThere() {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await host.account();
    } catch (error) {
      if (!isTemporary(error)) {
        throw error;
      }
      shell.away();
    }
    await naps.nap(500 + fullJitter(attempt, random));
  }
}

async function show() {
  const place = placeOf(location.hash, NAMES);
  shell.go(place.view);
  if (await views.show(place)) {
    shell.arrived(place.view);
  }
}

async function speak() {
  const place = placeOf(location.hash, NAMES);
  if (await views.speak(place)) {
    shell.arrived(place.view, false);
  }
}

/** What another life of the page was still sending goes on, wherever on it one is. */
async function goOn() {
  // Should it not come now, the view of uploads brings it.
  const sending = await import('../lib/sending.js').catch(() => null);
  if (account && (await sending?.isLeftBehind())) {
    await sending?.sendingOf({ account, host, api, naps, random, timers });
  }
}

/** @type {(place: Place) => Promise<View>} */
async function mount(place) {
  const name = `host-${place.view}`;
  const into = shell.clear();
  // What the last view has said is not of this one.
  shell.say('');
  const [module, words] = await Promise.all([
    loaded((again) => import(`./${name}.js${again}`), naps, random),
    loadText(name, naps, random),
  ]);
  Object.assign(text.words, words.words);
  return module.mount({
    ...{ element: into, host, api, text, place, naps, random, timers, openLine },
    account: /** @type {Account} */ (account),
    go: (/** @type {string} */ hash) => (location.hash = hash),
    hashOf,
    say: shell.say,
    now: timers.now,
  });
}

async function signOut() {
  const sending = await import('../lib/sending.js').catch(() => null);
  const isBusy = document.documentElement.hasAttribute('data-uploading');
  if (isBusy && !(await meansIt())) {
    return;
  }
  await sending?.forgetAll();
  await host.signOut();
  location.href = location.pathname;
}

/** @returns {Promise<boolean>} to sign out, although files are still on their way */
async function meansIt() {
  const answer = await askBySheet(document, {
    title: text.of('host.leave.title'),
    lead: text.of('host.leave.lead'),
    answers: [
      ['leave', text.of('host.leave.yes')],
      ['', text.of('host.leave.no')],
    ],
    focus: '',
  });
  return answer === 'leave';
}
