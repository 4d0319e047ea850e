/**
 * The languages on a screen that all use: a choice is its visitor's, and leaves with him.
 *
 * @import { LanguageParts } from './language.js'
 */

import { changeLanguage } from '../../lib/language-change.js';
import { choose, look, unchosen } from '../../lib/visit-choice.js';
import { offerLanguages } from './offer.js';

/** @type {(document: Document, parts: LanguageParts & {now: () => number}) => Promise<{update: (scene: string, at: number) => void}>} */
export async function visitLanguages(document, { text, naps, random, now }) {
  const own = text.language;
  let speech = unchosen(own);
  await offerLanguages(document, {
    ...{ text, naps, random },
    onChoice: (language) => (speech = choose(speech, language, now())),
  });

  return {
    /** To be called at each tick; at: monotonic milliseconds. */
    update(scene, at) {
      const before = speech;
      speech = look(before, scene, at, own);
      if (speech.value !== before.value) {
        void changeLanguage(own, naps, random);
      }
    },
  };
}
