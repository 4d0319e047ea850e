/**
 * A sheet of the counter that asks for one of many: a dialog.
 */

import { answered } from './sheet.js';

/**
 * @param {Document} document
 * @param {object} asked
 * @param {string} asked.title
 * @param {string} asked.label what is to be picked
 * @param {readonly (readonly [value: string, label: string])[]} asked.options
 * @param {string} asked.yes
 * @param {string} asked.no
 * @returns {Promise<string | null>} null: it was turned away
 */
export async function pickBySheet(document, { title, label, options, yes, no }) {
  const dialog = document.createElement('dialog');
  const heading = document.createElement('h2');
  const field = document.createElement('label');
  const select = document.createElement('select');
  dialog.className = 'choice';
  heading.id = 'choice-title';
  heading.textContent = title;
  dialog.setAttribute('aria-labelledby', heading.id);
  field.className = 'filter';
  const words = document.createElement('span');
  words.textContent = label;
  select.append(...options.map(([value, said]) => new Option(said, value)));
  field.append(words, select);
  const buttons = [
    { className: 'key', said: yes, answer: 'yes' },
    { className: 'quiet', said: no, answer: '' },
  ].map(({ className, said, answer }) => {
    const button = document.createElement('button');
    Object.assign(button, { type: 'button', className, textContent: said });
    button.dataset.answer = answer;
    return button;
  });
  dialog.append(heading, field, ...buttons);
  document.body.append(dialog);
  dialog.showModal();
  await answered(dialog);
  dialog.remove();
  return dialog.returnValue === 'yes' ? select.value : null;
}
