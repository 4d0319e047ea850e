/**
 * A sheet of the counter that comes up under the thumb and asks something: a dialog.
 *
 * @typedef {object} Asked
 * @property {string} title
 * @property {string} lead
 * @property {readonly (readonly [value: string, label: string])[]} answers the one to be taken first
 * @property {string} [focus] value of the answer that Enter takes; the first one if not told
 */

/** @type {(document: Document, asked: Asked) => Promise<string>} empty: it was turned away */
export async function askBySheet(document, asked) {
  const dialog = sheet(document, asked);
  document.body.append(dialog);
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener('close', resolve));
  dialog.remove();
  return dialog.returnValue;
}

/** @type {(document: Document, asked: Asked) => HTMLDialogElement} */
function sheet(document, { title, lead, answers, focus = answers[0][0] }) {
  const dialog = document.createElement('dialog');
  const heading = document.createElement('h2');
  const words = document.createElement('p');
  dialog.className = 'choice';
  heading.id = 'choice-title';
  heading.textContent = title;
  words.id = 'choice-lead';
  words.textContent = lead;
  dialog.setAttribute('aria-labelledby', heading.id);
  dialog.setAttribute('aria-describedby', words.id);
  const buttons = answers.map(([value, label], index) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = index === 0 ? 'key' : 'quiet';
    button.autofocus = value === focus;
    button.dataset.answer = value;
    button.textContent = label;
    button.addEventListener('click', () => dialog.close(value));
    return button;
  });
  dialog.append(heading, words, ...buttons);
  return dialog;
}
