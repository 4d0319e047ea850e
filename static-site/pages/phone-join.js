/**
 * The phone page without a kiosk's code: a guest joins an album by the code that is printed.
 * Loaded only then.
 *
 * @import { Api } from '../lib/api.js'
 * @import { Joined, Mood } from '../lib/states.d.ts'
 * @import { Text } from '../lib/text.js'
 * @import { Naps } from '../lib/timers.js'
 * @import { Headline } from '../components/headline/headline.js'
 */

import { JoinForm } from '../components/join/join.js';
import { offerLanguages } from '../components/language/offer.js';
import { codeIn, readCode } from '../lib/join-state.js';
import { Joining } from '../lib/joining.js';
import { Memberships } from '../lib/memberships.js';
import { addStylesheet } from '../lib/stylesheet.js';
import { loadText, whenLanguageChanges } from '../lib/text.js';

/**
 * @typedef {object} JoinParts
 * @property {(id: string) => HTMLElement} element of the page
 * @property {ReturnType<typeof Headline>} headline
 * @property {Text} text
 * @property {IDBDatabase | null} database null: nothing can be kept here
 * @property {Api} api
 * @property {Naps} naps
 * @property {() => number} random
 */

/** What there is to press when a visit can take no more. @type {Map<string, string>} */
const AGAIN = new Map([
  ...['expired', 'expired-after', 'not-found', 'claimed'].map((mood) => /** @type {const} */ ([mood, 'join.again'])),
  ...['complete', 'full'].map((mood) => /** @type {const} */ ([mood, 'join.more'])),
]);

/** @param {JoinParts} parts @returns {Promise<ReturnType<typeof Visit>>} once there is an album */
export async function enter(parts) {
  const { text, database, naps, random } = parts;
  void offerLanguages(document, { text, naps, random });
  const style = new URL('../components/join/join.css', import.meta.url);
  const [join] = await Promise.all([loadText('join', naps, random), addStylesheet(document, style)]);
  text.words = { ...text.words, ...join.words };
  const memberships = new Memberships({ database, nowMs: () => Date.now() });
  const written = codeIn(location.hash);
  const code = readCode(written ?? '');
  const known = code === null ? null : await memberships.load(code);
  if (code && known?.joined) {
    return Visit(parts, memberships, { code, guest: known.guest, joined: known.joined });
  }
  const visit = await ask(parts, written, known?.guest ?? null);
  await memberships.keep(visit.code, { guest: visit.guest, joined: visit.joined });
  // A reload is the same visit, and the address may be passed on: it is the album's.
  history.replaceState(null, '', `#join=${visit.code}`);
  return Visit(parts, memberships, visit);
}

/**
 * @param {JoinParts} parts
 * @param {string | null} written the code of the link; null: there was none
 * @param {string | null} guest who wants to join again; null: nobody has said so
 * @returns {Promise<{code: string, guest: string, joined: Joined}>}
 */
function ask({ element, headline, text, api }, written, guest) {
  const counter = /** @type {HTMLElement} */ (element('picker').parentElement);
  element('picker').hidden = true;
  element('phone').dataset.mood = written === null ? 'no-code' : 'starting';
  element('phone').setAttribute('aria-busy', 'false');
  const mood = written === null ? 'join-code' : 'join';
  element('announcer').textContent = headline.update(mood, 0);
  return new Promise((resolve) => {
    const form = JoinForm(counter, {
      text,
      asksCode: written === null,
      onSubmit: (code, name) => void joining.submit(code, name),
    });
    const joining = new Joining({
      api,
      onChange() {
        const { code, guest: name, joined } = joining.state;
        if (joined) {
          form.remove();
          resolve({ code, guest: name, joined });
        } else {
          form.update(joining.state);
        }
      },
    });
    whenLanguageChanges(() => {
      if (!joining.state.joined) {
        element('announcer').textContent = headline.update(mood, 0);
        form.update(joining.state);
      }
    });
    form.update({ ...joining.state, code: written ?? '', guest: guest ?? '' });
    if (guest !== null) {
      void joining.submit(written ?? '', guest);
    }
  });
}

/** @type {(url: string, words: string) => HTMLElement} beside this page, where photos may be on their way */
function linkTo(url, words) {
  const link = document.createElement('a');
  link.className = 'aside-link';
  link.href = url;
  link.target = '_blank';
  link.rel = 'noopener';
  link.dataset.text = 'join.gallery';
  link.textContent = words;
  return link;
}

/**
 * @param {JoinParts} parts
 * @param {Memberships} memberships
 * @param {{code: string, guest: string, joined: Joined}} visit
 */
export function Visit({ element, text }, memberships, { code, guest, joined }) {
  const again = document.createElement('button');
  again.type = 'button';
  again.className = 'key';
  again.id = 'join-again';
  again.hidden = true;
  again.addEventListener('click', async () => {
    await memberships.keep(code, { guest, joined: null });
    location.reload();
  });
  element('picker').after(again);
  if (joined.gallery) {
    element('lead').after(linkTo(joined.gallery, text.of('join.gallery')));
  }
  document.documentElement.dataset.place = 'album';
  text.otherwise = { from: 'phone.', to: 'album.' };
  text.always = { album: joined.album };

  return {
    sessionId: joined.sessionId,
    token: joined.token,
    /** @type {(mood: Mood) => void} */
    update(mood) {
      const key = AGAIN.get(mood);
      again.hidden = key === undefined;
      again.textContent = key === undefined ? '' : text.of(key);
    },
  };
}
