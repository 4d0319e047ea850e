/**
 * Asks who is there: on the page itself before there is anything on it, and in a dialog over it
 * where a sign-in has run out. Loaded only then.
 *
 * @import { Api } from '../lib/api.js'
 * @import { Account } from '../lib/host-wire.d.ts'
 * @import { ConfigFile } from '../lib/service.js'
 * @import { SignInKeeper } from '../lib/sign-in-keeper.js'
 * @import { Text } from '../lib/text.js'
 * @import { Naps } from '../lib/timers.js'
 */

import { SignIn } from '../components/sign-in/sign-in.js';
import { keptSignIn } from '../lib/sign-in-keeper.js';
import { SigningIn } from '../lib/signing-in.js';
import { addStylesheet } from '../lib/stylesheet.js';
import { loadText, whenLanguageChanges } from '../lib/text.js';
import { keepingTyped } from '../lib/typed.js';

/**
 * @typedef {object} SignInPageParts
 * @property {HTMLElement} element where it stands, if nobody was signed in before
 * @property {Account | null} account who was signed in when the page was opened
 * @property {Api} api
 * @property {ConfigFile} config
 * @property {SignInKeeper} keeper
 * @property {Naps} naps
 * @property {() => number} random
 */

/** @param {SignInPageParts} parts @returns {Promise<void>} once the keeper has a fresh sign-in */
export async function signIn(parts) {
  const { account, api, config, keeper, naps, random } = parts;
  const style = new URL('../components/sign-in/sign-in.css', import.meta.url);
  const [text, { signUp }] = await Promise.all([
    loadText('sign-in', naps, random),
    // What is not known is not offered.
    config.load().catch(() => ({ signUp: false })),
    addStylesheet(document, style),
  ]);
  const before = keeper.known?.idToken;
  const frame = account ? Sheet(text, keeper) : Desk(parts.element);
  let deafen = () => {};
  await new Promise((resolve) => {
    const listen = () => keeper.known && keeper.known.idToken !== before && resolve(null);
    keeper.listeners.add(listen);
    const signing = new SigningIn({
      ...{ api, email: account?.email ?? '', stay: keeper.known?.stay ?? false },
      onChange: () => card.update(signing.state),
      onSignedIn(email, tokens, stay) {
        keeper.keep(keptSignIn({ email, stay }, tokens, Date.now()));
        resolve(null);
      },
    });
    const build = () =>
      SignIn(frame.el, {
        ...{ text, isAgain: account !== null, mayStay: account === null, signUp },
        onSubmit: (typed) => void signing.submit(typed),
        onGo: (step) => signing.go(step),
        onMailAgain: () => void signing.mailAgain(),
      });
    let card = build();
    deafen = whenLanguageChanges(() => {
      keepingTyped(frame.el, () => {
        frame.el.replaceChildren();
        card = build();
        card.update(signing.state);
      });
    });
    // First the dialog, then its fields: what is not shown yet takes no focus.
    frame.show();
    card.update(signing.state);
  });
  deafen();
  frame.remove();
}

/** @param {HTMLElement} element */
function Desk(element) {
  const el = document.createElement('div');
  const inside = document.createElement('div');
  const prints = /** @type {HTMLTemplateElement | null} */ (document.getElementById('prints'));
  el.className = 'sign-in-desk';
  el.append(inside, ...(prints ? [prints.content.cloneNode(true)] : []));
  element.replaceChildren(el);
  element.setAttribute('aria-busy', 'false');
  return { el: inside, show() {}, remove: () => el.remove() };
}

/** @type {(text: Text, keeper: SignInKeeper) => {el: HTMLElement, show(): void, remove(): void}} */
function Sheet(text, keeper) {
  const dialog = document.createElement('dialog');
  const other = document.createElement('button');
  const inside = document.createElement('div');
  let isOver = false;
  dialog.className = 'choice sign-in-sheet';
  dialog.setAttribute('aria-labelledby', 'sign-in-title');
  other.type = 'button';
  other.className = 'plain';
  other.dataset.text = 'sign-in.again.other';
  other.textContent = text.of('sign-in.again.other');
  other.addEventListener('click', () => {
    keeper.keep(null);
    location.reload();
  });
  dialog.append(inside, other);
  // What waits for it has nowhere to go back to.
  dialog.addEventListener('cancel', (event) => event.preventDefault());
  dialog.addEventListener('close', () => isOver || dialog.showModal());
  document.body.append(dialog);
  return {
    el: inside,
    show: () => dialog.showModal(),
    remove() {
      isOver = true;
      dialog.close();
      dialog.remove();
    },
  };
}
