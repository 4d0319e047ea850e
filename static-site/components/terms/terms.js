/**
 * What a visitor accepts before he picks photos, where the operator has terms. Loaded only then.
 *
 * @import { Terms as TermsOf } from '../../lib/brand.d.ts'
 * @import { Text } from '../../lib/text.js'
 *
 * @typedef {(files: File[]) => Promise<void>} Take
 *
 * @typedef {object} Gate
 * @property {(take: Take) => Take} before what is picked waits here until the terms are accepted
 */

import { inLanguage } from '../../lib/brand-facts.js';
import { addStylesheet } from '../../lib/stylesheet.js';
import { loadText, whenLanguageChanges } from '../../lib/text.js';
import { browserTimers, Naps } from '../../lib/timers.js';

/** The version that was accepted on this phone. Nothing else is kept, and nobody is told. */
const KEPT = 'scandrop.terms';

/** @type {(picker: HTMLElement, terms: TermsOf) => Promise<Gate | null>} null: they are accepted already */
export async function Terms(picker, terms) {
  if (keeping((kept) => kept.getItem(KEPT)) === terms.version) {
    return null;
  }
  const [text] = await Promise.all([
    // The page waits for this, so this does not wait for the page.
    loadText('terms', new Naps(browserTimers), Math.random, null),
    addStylesheet(document, new URL('terms.css', import.meta.url)),
  ]);
  const row = Row(text, terms);
  const { gate, explain } = waitingRoom(picker, row, text, terms.version);
  whenLanguageChanges(() => {
    row.render();
    if (!row.note.hidden) {
      explain();
    }
  });
  picker.before(row.el);
  return gate;
}

/**
 * @param {HTMLElement} picker
 * @param {ReturnType<typeof Row>} row
 * @param {Text} text
 * @param {string} version
 */
function waitingRoom(picker, { box, note }, text, version) {
  /** @type {File[]} */
  const waiting = [];
  /** @type {Take} */
  let take = async () => {};

  function explain() {
    const { length } = waiting;
    note.textContent = length > 0 ? text.count('terms.waiting', length) : text.of('terms.missing');
    note.hidden = false;
    box.setAttribute('aria-invalid', 'true');
  }

  function lead() {
    explain();
    box.focus();
  }

  // Once for both ways to a photo, before either of them opens.
  picker.addEventListener('click', (event) => {
    if (!box.checked && event.target instanceof HTMLInputElement) {
      event.preventDefault();
      lead();
    }
  });
  box.addEventListener('change', () => {
    keeping((kept) => (box.checked ? kept.setItem(KEPT, version) : kept.removeItem(KEPT)));
    note.hidden = true;
    box.removeAttribute('aria-invalid');
    if (box.checked && waiting.length > 0) {
      void take(waiting.splice(0));
    }
  });
  /** @type {Gate} */
  const gate = {
    before(next) {
      take = next;
      return async (files) => {
        if (box.checked || picker.hidden) {
          return next(files);
        }
        waiting.push(...files);
        lead();
      };
    },
  };
  return { gate, explain };
}

/** @type {(text: Text, terms: TermsOf) => {el: HTMLElement, box: HTMLInputElement, note: HTMLElement, render: () => void}} */
function Row(text, { url }) {
  const el = document.createElement('div');
  const note = document.createElement('p');
  const label = document.createElement('label');
  const box = document.createElement('input');
  const words = document.createElement('span');
  const link = document.createElement('a');
  el.className = 'terms';
  note.id = 'terms-note';
  note.className = 'aside';
  note.hidden = true;
  note.setAttribute('role', 'alert');
  box.type = 'checkbox';
  box.id = 'terms';
  box.required = true;
  box.setAttribute('aria-describedby', note.id);
  // What is picked, or on its way, stays.
  link.target = '_blank';
  link.rel = 'noopener';
  label.append(box, words);
  el.append(note, label);

  function render() {
    const [before, after] = text.of('terms.accept', { terms: '\u0000' }).split('\u0000');
    link.href = inLanguage(url, text.language).said;
    link.textContent = text.of('terms.link');
    words.replaceChildren(before, link, after);
  }

  render();
  return { el, box, note, render };
}

/** @type {<T>(use: (kept: Storage) => T) => T | null} some browsers have no place to keep anything, and throw */
function keeping(use) {
  try {
    return use(window.localStorage);
  } catch {
    return null;
  }
}
