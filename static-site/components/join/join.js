/**
 * Where a guest says which album he joins, and who he is if he likes.
 *
 * @import { JoinRefusal, JoinState } from '../../lib/states.d.ts'
 * @import { Text } from '../../lib/text.js'
 */

import { spelled } from '../../lib/join-state.js';

/** As many as the service takes of a name, and as a written code may have with what is between. */
const NAME_CHARACTERS = 60;
const CODE_CHARACTERS = 40;

/** How the fields are typed into. */
const AS_CODE = {
  ...{ autocapitalize: 'characters', autocomplete: 'off', spellcheck: false },
  ...{ maxLength: CODE_CHARACTERS, enterKeyHint: 'next' },
};
const AS_NAME = { autocomplete: 'nickname', maxLength: NAME_CHARACTERS, enterKeyHint: 'go' };

/** @type {Intl.DateTimeFormatOptions} */
const DAY = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' };
/** @type {Intl.DateTimeFormatOptions} */
const MOMENT = { ...DAY, hour: 'numeric', minute: '2-digit' };

/** What can only be the code's fault. */
const OF_CODE = ['InvalidRequest', 'AlbumNotFound'];

/**
 * @param {HTMLElement} parent
 * @param {object} parts
 * @param {Text} parts.text
 * @param {boolean} parts.asksCode it is not known by the link
 * @param {(code: string, guest: string) => void} parts.onSubmit
 */
export function JoinForm(parent, { text, asksCode, onSubmit }) {
  const form = document.createElement('form');
  const note = document.createElement('p');
  const code = field(form, 'join-code');
  const guest = field(form, 'join-guest');
  const button = document.createElement('button');
  form.className = 'join';
  form.noValidate = true;
  note.id = 'join-note';
  note.className = 'aside';
  note.setAttribute('role', 'alert');
  Object.assign(code.input, AS_CODE);
  Object.assign(guest.input, AS_NAME);
  code.el.hidden = !asksCode;
  button.type = 'submit';
  button.className = 'key';
  form.prepend(note);
  form.append(button);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    onSubmit(code.input.value, guest.input.value);
  });
  parent.append(form);
  /** Nobody is led to the code twice by the same refusal. @type {JoinRefusal | null} */
  let met = null;

  return {
    remove: () => form.remove(),
    /** @type {(state: JoinState) => void} */
    update({ name, code: written, guest: called, refusal }) {
      const said = refusal ? refusalWords(refusal, text) : '';
      code.label.textContent = text.of('join.code');
      guest.label.textContent = text.of('join.guest');
      button.setAttribute('aria-disabled', String(name !== 'asking'));
      button.textContent = text.of(name === 'asking' ? 'join.join' : 'join.joining');
      guest.input.value ||= called;
      code.input.value ||= spelled(written);
      note.hidden = said === '';
      write(note, said);
      const wrong = refusal !== null && OF_CODE.includes(refusal.code);
      code.input.setAttribute('aria-invalid', String(wrong));
      if (wrong && refusal !== met) {
        code.el.hidden = false;
        code.input.setAttribute('aria-describedby', note.id);
        code.input.focus();
      }
      met = refusal;
    },
  };
}

/** @type {(el: HTMLElement, words: string) => void} an alert is said once */
function write(el, words) {
  if (el.textContent !== words) {
    el.textContent = words;
  }
}

/** @type {(form: HTMLElement, id: string) => Record<'el' | 'label', HTMLElement> & {input: HTMLInputElement}} */
function field(form, id) {
  const el = document.createElement('p');
  const label = document.createElement('label');
  const input = document.createElement('input');
  label.htmlFor = input.id = id;
  el.append(label, input);
  form.append(el);
  return { el, label, input };
}

/** @type {(refusal: JoinRefusal, text: Text) => string} what happened, and what to do now */
function refusalWords({ code, opensAt, closedAt }, text) {
  if (opensAt !== undefined) {
    return text.of('join.refused.early', { when: moment(text, opensAt) });
  }
  if (closedAt !== undefined) {
    return text.of('join.refused.late', { when: moment(text, closedAt) });
  }
  const key = `join.refused.${code}`;
  return text.of(text.has(key) ? key : 'join.refused.other');
}

/** @type {(text: Text, at: number) => string} such as Saturday 14 June 2025 at 18:00, where one is */
function moment({ language }, at) {
  // In the words of the page, and in the order that the phone is used to.
  const own = navigator.languages.filter((tag) => tag.toLowerCase().split('-')[0] === language);
  return new Intl.DateTimeFormat([...own, language], MOMENT).format(at * 1000);
}
