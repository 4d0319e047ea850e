/**
 * What the operator of a kiosk sees when he holds its corner: how it is, and what he can do.
 *
 * @import { Text } from '../../lib/text.js'
 * @import { Facts } from '../../lib/operator-facts.js'
 * @import { Reach } from '../../lib/reach.js'
 */

import { minutesAndSeconds } from '../../lib/clock.js';

/** A screen that is left open like this would be no kiosk any more. */
const CLOSES_AFTER_MS = 60_000;

/**
 * @typedef {object} OperatorParts
 * @property {Text} text
 * @property {() => number} now monotonic milliseconds
 * @property {boolean} isEnrolled it has a key
 * @property {() => boolean} isFull it has the whole screen
 * @property {() => Promise<boolean>} restart false: its page could not be loaded again just now
 * @property {() => Promise<void>} leave the whole screen
 * @property {() => Reach} reach how high that is which is touched
 * @property {(reach: Reach) => void} onReach it is to be so
 */

/**
 * @param {Document} document
 * @param {OperatorParts} parts
 */
export function Operator(document, parts) {
  const { text, isEnrolled, isFull, now } = parts;
  const dialog = document.createElement('dialog');
  const list = document.createElement('dl');
  const row = rows(document, list, text);
  const { said, small, buttons } = controls(document, dialog, parts);
  dialog.className = 'operator';
  dialog.append(title(document, dialog, text), list, said, ...buttons);
  let touchedAt = 0;
  for (const type of ['pointerdown', 'keydown']) {
    dialog.addEventListener(type, () => (touchedAt = now()));
  }
  dialog.addEventListener('close', () => dialog.remove());

  return {
    get isOpen() {
      return dialog.open;
    },
    open() {
      if (dialog.open) {
        return;
      }
      touchedAt = now();
      said.textContent = '';
      small.hidden = !isFull();
      document.body.append(dialog);
      dialog.showModal();
    },
    /**
     * @param {Facts} facts
     * @param {number} at monotonic milliseconds
     */
    update(facts, at) {
      if (!dialog.open) {
        return;
      }
      if (at - touchedAt >= CLOSES_AFTER_MS) {
        dialog.close();
        return;
      }
      row('state', stateOf(facts, text));
      row('left', facts.leftMs === null ? '' : text.time(minutesAndSeconds(facts.leftMs)));
      row('line', text.of(`operator.line.${facts.line}`));
      row('key', text.of(isEnrolled ? 'operator.key.yes' : 'operator.key.no'));
      row('reach', text.of(`operator.reach.${parts.reach()}`));
      row('version', moment(text, new Date(document.lastModified)));
      row('since', moment(text, new Date(performance.timeOrigin)));
    },
  };
}

/** @type {(document: Document, dialog: HTMLElement, text: Text) => HTMLElement} */
function title(document, dialog, text) {
  const heading = document.createElement('h2');
  heading.id = 'operator-title';
  heading.textContent = text.of('operator.title');
  dialog.setAttribute('aria-labelledby', heading.id);
  return heading;
}

/** @type {(document: Document, dialog: HTMLDialogElement, parts: OperatorParts) => {said: HTMLElement, small: HTMLElement, buttons: HTMLElement[]}} */
function controls(document, dialog, { text, restart, leave, reach, onReach }) {
  const said = document.createElement('p');
  said.setAttribute('role', 'status');
  const button = (/** @type {string} */ key, /** @type {() => void} */ onPress) =>
    press(document, text.of(key), onPress);
  const back = button('operator.close', () => dialog.close());
  const again = button('operator.restart', async () => {
    again.disabled = true;
    said.textContent = (await restart()) ? '' : text.of('operator.stays');
    again.disabled = false;
  });
  const other = (/** @type {Reach} */ is) => (is === 'low' ? 'standard' : 'low');
  const height = button('operator.reach.to.low', () => {
    onReach(other(reach()));
    height.textContent = text.of(`operator.reach.to.${other(reach())}`);
  });
  height.textContent = text.of(`operator.reach.to.${other(reach())}`);
  const small = button('operator.leave', async () => {
    await leave();
    small.hidden = true;
  });
  back.className = 'key';
  back.autofocus = true;
  return { said, small, buttons: [back, again, height, small] };
}

/** @type {(facts: Facts, text: Text) => string} */
function stateOf({ state, photos }, text) {
  return state === 'photos' && photos > 0
    ? text.count('operator.state.photos', photos)
    : text.of(state === 'photos' ? 'operator.state.coming' : `operator.state.${state}`);
}

/** @type {(text: Text, when: Date) => string} */
function moment({ language }, when) {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(when);
}

/** @type {(document: Document, label: string, onPress: () => void) => HTMLButtonElement} */
function press(document, label, onPress) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'quiet';
  button.textContent = label;
  button.addEventListener('click', onPress);
  return button;
}

/** @type {(document: Document, list: HTMLElement, text: Text) => (key: string, words: string) => void} */
function rows(document, list, text) {
  /** @type {Map<string, {row: HTMLElement, fact: HTMLElement}>} */
  const made = new Map();
  return (key, words) => {
    if (!made.has(key)) {
      const row = document.createElement('div');
      const term = document.createElement('dt');
      const fact = document.createElement('dd');
      term.textContent = text.of(`operator.${key}`);
      row.append(term, fact);
      list.append(row);
      made.set(key, { row, fact });
    }
    const { row, fact } = /** @type {{row: HTMLElement, fact: HTMLElement}} */ (made.get(key));
    row.hidden = words === '';
    if (fact.textContent !== words) {
      fact.textContent = words;
    }
  };
}
