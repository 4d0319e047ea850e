/**
 * The card at which somebody signs in, or gets what he needs for that.
 *
 * @import { SignInState, SignInStep } from '../../lib/states.d.ts'
 * @import { Text } from '../../lib/text.js'
 */

import { FIELDS } from '../../lib/sign-in-state.js';
import { Field } from './field.js';

/** Where else one may go from a step. @type {Partial<Record<SignInStep, SignInStep[]>>} */
const WAYS = {
  'sign-in': ['forgot', 'sign-up'],
  invited: ['sign-in'],
  mfa: ['sign-in'],
  'sign-up': ['sign-in'],
  verify: ['sign-in'],
  forgot: ['sign-in'],
  confirm: ['sign-in'],
};

/** @type {readonly ('email' | 'password' | 'newPassword' | 'code')[]} */
const NAMES = ['email', 'code', 'password', 'newPassword'];

/**
 * @typedef {object} SignInParts
 * @property {Text} text
 * @property {boolean} isAgain who it is is known
 * @property {boolean} mayStay
 * @property {boolean} signUp people may make accounts by themselves
 * @property {(typed: Partial<SignInState['values']>) => void} onSubmit
 * @property {(step: SignInStep) => void} onGo
 * @property {() => void} onMailAgain
 */

/** @param {HTMLElement} parent @param {SignInParts} parts */
export function SignIn(parent, parts) {
  const { text, isAgain, mayStay } = parts;
  const { form, title, lead, note, fields, stay, button, ways } = Card(text);
  /** @type {SignInStep | null} */
  let shown = null;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const typed = fields.filter(({ field }) => !field.el.hidden);
    const values = Object.fromEntries(typed.map(({ name, field }) => [name, field.value]));
    parts.onSubmit({ ...values, ...(mayStay && { stay: stay.box.checked }) });
  });
  parent.append(form);

  return {
    /** @param {SignInState} state */
    update({ step, busy, values, refusal, note: noted }) {
      const said = isAgain && step === 'sign-in' ? 'again' : step;
      const isNew = shown !== step;
      const words = refusal ? refusalWords(refusal, text) : noted ? text.of(`sign-in.${noted}`) : '';
      title.textContent = text.of(`sign-in.${said}.title`);
      lead.textContent = text.of(`sign-in.${said}.lead`, { email: values.email });
      button.textContent = text.of(busy ? 'sign-in.busy' : `sign-in.${step}.do`);
      button.setAttribute('aria-disabled', String(busy));
      stay.el.hidden = step !== 'sign-in' || !mayStay;
      for (const { name, field } of fields) {
        field.el.hidden = !FIELDS[step].includes(name);
        field.update({ step, fixed: isAgain && name === 'email', isNew, value: values[name] });
      }
      note.hidden = words === '';
      note.dataset.kind = refusal ? 'refused' : 'noted';
      if (note.textContent !== words) {
        note.textContent = words;
      }
      mark(fields, refusal, note.id);
      if (isNew) {
        ways.replaceChildren(...waysFrom(step, parts));
        shown = step;
        fields.find(({ field }) => field.canFocus)?.field.focus();
      }
    },
  };
}

/** @param {Text} text */
function Card(text) {
  const form = /** @type {HTMLFormElement} */ (make('form', 'sign-in'));
  const title = make('h1', '');
  const lead = make('p', 'lead');
  const note = make('p', 'sign-in-note');
  const fields = NAMES.map((name) => ({ name, field: Field(name, { text }) }));
  const stay = Stay(text);
  const button = make('button', 'key');
  const ways = make('p', 'sign-in-ways');
  form.noValidate = true;
  note.id = 'sign-in-note';
  title.id = 'sign-in-title';
  title.tabIndex = -1;
  note.setAttribute('role', 'alert');
  form.setAttribute('aria-labelledby', title.id);
  form.append(title, lead, note, ...fields.map(({ field }) => field.el), stay.el, button, ways);
  return { form, title, lead, note, fields, stay, button, ways };
}

/** @type {(step: SignInStep, parts: SignInParts) => HTMLElement[]} */
function waysFrom(step, { text, isAgain, signUp, onGo, onMailAgain }) {
  const canMail = step === 'verify' || step === 'confirm';
  const ways = (WAYS[step] ?? []).filter((way) => way !== 'sign-up' || (signUp && !isAgain));
  return [
    ...(canMail ? [link(text.of('sign-in.mail-again'), onMailAgain)] : []),
    ...ways.map((way) => link(text.of(`sign-in.to.${way}`), () => onGo(way))),
  ];
}

/** @typedef {{name: string, field: ReturnType<typeof Field>}[]} Fields */

/** @type {(fields: Fields, refusal: string | null, noteId: string) => void} what is to be put right */
function mark(fields, refusal, noteId) {
  const blamed = { PasswordRefused: 'newPassword', CodeRefused: 'code', SignInRefused: 'password' };
  const name = refusal?.startsWith('missing.')
    ? refusal.slice('missing.'.length)
    : blamed[/** @type {keyof typeof blamed} */ (refusal)];
  for (const { name: each, field } of fields) {
    field.blame(each === name ? noteId : null);
  }
  fields.find((each) => each.name === name && each.field.canFocus)?.field.focus();
}

/** @type {(code: string, text: Text) => string} */
function refusalWords(code, text) {
  const key = `sign-in.refused.${code}`;
  return text.of(text.has(key) ? key : 'sign-in.refused.other');
}

/** @param {Text} text */
function Stay(text) {
  const el = make('label', 'sign-in-stay');
  const box = document.createElement('input');
  box.type = 'checkbox';
  el.append(box, text.of('sign-in.stay'));
  return { el, box };
}

/** @type {(label: string, onPress: () => void) => HTMLElement} */
function link(label, onPress) {
  const button = /** @type {HTMLButtonElement} */ (make('button', 'plain'));
  button.type = 'button';
  button.textContent = label;
  button.addEventListener('click', onPress);
  return button;
}

/** @type {(tag: string, className: string) => HTMLElement} */
function make(tag, className) {
  const el = document.createElement(tag);
  el.className = className;
  return el;
}
