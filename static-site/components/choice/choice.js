/**
 * Asks how picked files are to be sent, before they are: a dialog.
 *
 * @import { Question, Wanted } from '../../lib/states.d.ts'
 * @import { Text } from '../../lib/text.js'
 * @import { Naps } from '../../lib/timers.js'
 */

import { addStylesheet } from '../../lib/stylesheet.js';
import { loadText } from '../../lib/text.js';
import { askBySheet } from './sheet.js';

const MEGABYTE = 1024 * 1024;

/**
 * @typedef {object} ChoiceParts
 * @property {Text} text of the page
 * @property {Naps} naps
 * @property {() => number} random
 */

/**
 * Its style and its words are not part of the page, which opens without them.
 *
 * @param {Document} document
 * @param {ChoiceParts} parts
 */
export function Choice(document, { text, naps, random }) {
  /** @type {Text | null} */
  let words = null;
  void loadText('choice', naps, random).then((loaded) => (words = loaded));
  void addStylesheet(document, new URL('choice.css', import.meta.url));

  return {
    /** It has its words. */
    canAsk: () => words !== null,
    /** @type {(question: Question) => Promise<Wanted | null>} null: nothing is to be sent */
    async ask(question) {
      if (!words) {
        throw new TypeError('Nothing can be asked without words');
      }
      const answer = await askBySheet(document, {
        title: titleOf(question, words),
        lead: leadOf(question, words, text),
        answers: answersTo(question, words),
      });
      return /** @type {Wanted | ''} */ (answer) || null;
    },
  };
}

/** @type {(question: Question, words: Text) => string} */
function titleOf({ bytes, isLarge, smaller }, words) {
  return isLarge || !smaller
    ? words.of('choice.large.title', { size: megabytes(bytes, words) })
    : words.count('choice.smaller.title', smaller.count);
}

/** @type {(question: Question, words: Text, text: Text) => string} */
function leadOf({ seconds, isLarge, smaller }, words, text) {
  const time = seconds === null ? '' : text.about(seconds);
  return [
    isLarge ? words.of(time ? 'choice.large.time' : 'choice.large.lead', { time }) : '',
    smaller ? words.of(`choice.${smaller.trouble}`) : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** @type {(question: Question, words: Text) => [Wanted | '', string][]} the one to be taken first */
function answersTo({ bytes, smaller }, words) {
  const [all, some] = [bytes, smaller?.bytes ?? 0].map((each) => megabytes(each, words));
  const cancel = words.of('choice.cancel');
  return smaller
    ? [
        ['smaller', words.of('choice.smaller', { size: some })],
        ['original', words.of('choice.original', { size: all })],
        ['', cancel],
      ]
    : [
        ['original', words.of('choice.send')],
        ['', cancel],
      ];
}

/** @type {(bytes: number, words: Text) => string} nobody needs their tenths here */
function megabytes(bytes, words) {
  return words.megabytes(Math.ceil(bytes / MEGABYTE) * MEGABYTE);
}
