/**
 * What a kiosk offers to a visitor when it has come up: another language, and all of it lower. Both
 * are his, and leave with him.
 *
 * @import { LanguageParts } from '../components/language/language.js'
 */

import { visitLanguages } from '../components/language/visit.js';
import { visitReach } from '../components/reach/reach.js';

/** @type {(document: Document, parts: LanguageParts & {now: () => number}) => Promise<{update: (scene: string, at: number) => void}>} */
export async function visiting(document, parts) {
  const offers = await Promise.all([visitLanguages(document, parts), visitReach(document, parts)]);
  return {
    /** To be called at each tick; at: monotonic milliseconds. */
    update(scene, at) {
      for (const offer of offers) {
        offer.update(scene, at);
      }
    },
  };
}
