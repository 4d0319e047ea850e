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
  await answered(dialog);
  dialog.remove();
  return dialog.returnValue;
}

/**
 * Its buttons say by `data-answer` what they answer. The browser tells of `close` only a moment
 * after the sheet has gone: a key that is pressed in between would find the question still open.
 *
 * @type {(dialog: HTMLDialogElement) => Promise<unknown>}
 */
export function answered(dialog) {
  return new Promise((resolve) => {
    /** @param {string} [answer] */
    const end = (answer) => {
      dialog.close(answer);
      resolve(answer);
    };
    for (const button of dialog.querySelectorAll('button')) {
      button.addEventListener('click', () => end(button.dataset.answer));
    }
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      end();
    });
    // Not all that turns a sheet away says so before.
    dialog.addEventListener('close', resolve);
  });
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
    return button;
  });
  dialog.append(heading, words, ...buttons);
  return dialog;
}
