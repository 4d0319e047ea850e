/**
 * One photo on paper. Its picture is replaced by a better one without anybody seeing how.
 *
 * @import { Preview } from '../../lib/states.d.ts'
 * @import { Text } from '../../lib/text.js'
 * @import { Photo, RenditionName } from '../../lib/wire.d.ts'
 */

import { cleanName } from '../../lib/file-names.js';
import { Paper } from './paper.js';
import { Pictures } from './pictures.js';

/**
 * @typedef {object} PrintParts
 * @property {Text} text
 * @property {() => number} now monotonic milliseconds
 * @property {() => void} onStale a URL may have been too old
 * @property {() => void} onShown it can be seen, not only its preview
 *
 * @typedef {object} PrintFacts
 * @property {Photo} photo
 * @property {RenditionName} size
 * @property {number} percent of one on its way
 * @property {Preview | null} preview
 * @property {boolean} large it stands alone, not in the row
 */

/** @param {PrintParts} parts */
export function Print({ text, now, onStale, onShown }) {
  const paper = Paper(text);
  /** What it was told last. @type {PrintFacts | null} */
  let facts = null;

  const pictures = Pictures({
    now,
    put: paper.put,
    onChange: (state) => paper.show(state),
    onHalt: onStale,
    onSettled(source, there) {
      if (source.size === 'preview') {
        // The photo itself may have arrived meanwhile.
        tell(now());
      } else if (there) {
        onShown();
      } else {
        onStale();
      }
    },
  });

  /** @param {number} at */
  function tell(at) {
    if (facts) {
      pictures.dispatch({ type: 'TOLD', ...facts, at });
    }
  }

  return {
    figure: paper.figure,
    /** @type {(told: PrintFacts, at: number) => void} */
    update(told, at) {
      facts = told;
      const { photoId, fileName } = told.photo;
      paper.label(photoId, cleanName(fileName) || text.of('kiosk.photos.unnamed'));
      paper.place(told.large);
      tell(at);
    },
    discard() {
      facts = null;
      pictures.discard();
      paper.discard();
    },
  };
}
