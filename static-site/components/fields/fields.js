/**
 * What a host writes, switches and chooses: each with its label, a hint, and below it what is wrong
 * with it or that it is saved.
 *
 * @typedef {object} Field
 * @property {HTMLElement} el
 * @property {string | boolean} value as it is written
 * @property {(value: string | boolean) => void} show unless somebody is just writing there
 * @property {(words: string, kind?: 'wrong' | 'saved') => void} tell empty: nothing
 * @property {() => void} focus
 */

import { make } from '../panel/panel.js';

/**
 * @typedef {object} FieldParts
 * @property {string} id
 * @property {string} label
 * @property {string} [hint]
 * @property {() => void} [onChange] it is written, and was left
 */

/**
 * A line to write in, or a time or a number to choose.
 *
 * @param {FieldParts & {type?: string, maxLength?: number, min?: string, max?: string}} parts
 * @returns {Field}
 */
export function TextField({ id, label, hint = '', onChange = () => {}, type = 'text', ...more }) {
  const input = make('input', '');
  const told = Told(id, hint, [input]);
  input.id = id;
  input.type = type;
  input.autocomplete = 'off';
  for (const [name, value] of Object.entries({ dir: type === 'text' ? 'auto' : undefined, ...more })) {
    if (value !== undefined) {
      input.setAttribute(name, String(value));
    }
  }
  input.addEventListener('change', onChange);
  input.addEventListener('input', () => told.tell(''));
  return {
    el: make('p', 'field', labelled(label, id), input, ...told.lines),
    get value() {
      return input.value;
    },
    show(value) {
      if (input !== document.activeElement && input.value !== value) {
        input.value = String(value);
      }
    },
    tell: told.tell,
    focus: () => input.focus(),
  };
}

/** @param {FieldParts} parts @returns {Field} yes or no */
export function Switch({ id, label, hint = '', onChange = () => {} }) {
  const input = make('input', '');
  const told = Told(id, hint, [input]);
  input.id = id;
  input.type = 'checkbox';
  input.addEventListener('change', onChange);
  const line = make('label', 'field-switch', input, make('span', '', label));
  line.htmlFor = id;
  return {
    el: make('p', 'field', line, ...told.lines),
    get value() {
      return input.checked;
    },
    show(value) {
      input.checked = Boolean(value);
    },
    tell: told.tell,
    focus: () => input.focus(),
  };
}

/**
 * One of several.
 *
 * @param {FieldParts & {choices: readonly (readonly [value: string, label: string])[]}} parts
 * @returns {Field}
 */
export function Choices({ id, label, hint = '', onChange = () => {}, choices }) {
  const inputs = choices.map(([value]) => {
    const input = make('input', '');
    Object.assign(input, { type: 'radio', name: id, value, id: `${id}-${value}` });
    input.addEventListener('change', onChange);
    return input;
  });
  const told = Told(id, hint, inputs);
  const lines = choices.map(([, words], index) => {
    const line = make('label', 'field-switch', inputs[index], make('span', '', words));
    line.htmlFor = inputs[index].id;
    return line;
  });
  return {
    el: make('fieldset', 'field', make('legend', '', label), ...lines, ...told.lines),
    get value() {
      return inputs.find(({ checked }) => checked)?.value ?? '';
    },
    show(value) {
      for (const input of inputs) {
        input.checked = input.value === value;
      }
    },
    tell: told.tell,
    focus: () => (inputs.find(({ checked }) => checked) ?? inputs[0]).focus(),
  };
}

/** @type {(label: string, id: string) => HTMLElement} */
function labelled(label, id) {
  const el = make('label', '', label);
  el.htmlFor = id;
  return el;
}

/** @type {(id: string, hint: string, inputs: HTMLInputElement[]) => {lines: HTMLElement[], tell: Field['tell']}} */
function Told(id, hint, inputs) {
  const about = make('span', 'field-hint', hint);
  const line = make('span', 'field-told');
  about.id = `${id}-hint`;
  line.id = `${id}-told`;
  line.setAttribute('role', 'status');
  const describe = () => {
    const ids = [...(hint ? [about.id] : []), ...(line.textContent ? [line.id] : [])];
    for (const input of inputs) {
      if (ids.length > 0) {
        input.setAttribute('aria-describedby', ids.join(' '));
      } else {
        input.removeAttribute('aria-describedby');
      }
    }
  };
  describe();
  return {
    lines: [...(hint ? [about] : []), line],
    tell(words, kind = 'wrong') {
      line.textContent = words;
      line.dataset.kind = words ? kind : '';
      inputs.forEach((input) => input.setAttribute('aria-invalid', String(words !== '' && kind === 'wrong')));
      describe();
    },
  };
}
