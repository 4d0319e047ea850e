/**
 * One thing that is asked of who signs in.
 *
 * @import { SignInStep } from '../../lib/states.d.ts'
 * @import { Text } from '../../lib/text.js'
 */

/** What browsers and password managers are told. */
const KINDS = {
  email: { type: 'email', autocomplete: 'username', inputMode: 'email', maxLength: 128 },
  password: { type: 'password', autocomplete: 'current-password', maxLength: 256 },
  newPassword: { type: 'password', autocomplete: 'new-password', maxLength: 256 },
  code: { type: 'text', autocomplete: 'one-time-code', inputMode: 'numeric', maxLength: 64 },
};

/**
 * @param {keyof typeof KINDS} name
 * @param {{text: Text}} parts
 */
export function Field(name, { text }) {
  const el = document.createElement('p');
  const label = document.createElement('label');
  const input = document.createElement('input');
  const hint = document.createElement('span');
  const isSecret = KINDS[name].type === 'password';
  const show = Show(input, text);
  input.id = label.htmlFor = `sign-in-${name}`;
  label.textContent = text.of(`sign-in.${name}`);
  hint.id = `${input.id}-hint`;
  hint.className = 'sign-in-hint';
  hint.textContent = text.has(`${`sign-in.${name}`}.hint`) ? text.of(`sign-in.${name}.hint`) : '';
  Object.assign(input, { ...KINDS[name], autocapitalize: 'none', spellcheck: false });
  el.className = 'sign-in-field';
  el.append(label, ...(isSecret ? [show] : []), input, ...(hint.textContent ? [hint] : []));

  return {
    el,
    get value() {
      return input.value;
    },
    get canFocus() {
      return !el.hidden && !input.readOnly;
    },
    focus: () => input.focus(),
    /** @type {(noteId: string | null) => void} null: there is nothing to be put right */
    blame(noteId) {
      const told = [noteId, hint.textContent ? hint.id : null].filter(Boolean).join(' ');
      input.setAttribute('aria-invalid', String(noteId !== null));
      if (told) {
        input.setAttribute('aria-describedby', told);
      } else {
        input.removeAttribute('aria-describedby');
      }
    },
    /** @param {{step: SignInStep, fixed: boolean, isNew: boolean, value: string}} shown */
    update({ step, fixed, isNew, value }) {
      input.readOnly = fixed;
      if (isNew || name === 'email') {
        input.value = value || (name === 'email' ? input.value : '');
      }
      if (name === 'newPassword') {
        label.textContent = text.of(step === 'sign-up' ? 'sign-in.password' : 'sign-in.newPassword');
      }
    },
  };
}

/** @type {(input: HTMLInputElement, text: Text) => HTMLElement} long ones are typed wrong unseen */
function Show(input, text) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'plain sign-in-show';
  button.textContent = text.of('sign-in.show');
  button.setAttribute('aria-pressed', 'false');
  button.addEventListener('click', () => {
    const isShown = input.type === 'password';
    input.type = isShown ? 'text' : 'password';
    button.setAttribute('aria-pressed', String(isShown));
  });
  return button;
}
