/**
 * The pictures of a wall: two sheets that take turns. What comes next is fetched and decoded on the
 * one that nobody sees; so there are never more than two pictures, however long it runs.
 *
 * @import { Text } from '../../lib/text.js'
 * @import { Canvas } from '../../lib/walls.d.ts'
 */

import { Sheet } from './sheet.js';

/** After which a picture that is still coming is given up. */
const PATIENCE_MS = 30_000;

/**
 * @param {HTMLElement} stage
 * @param {{text: Text, after: (ms: number, run: () => void) => () => void}} parts
 * @returns {Canvas}
 */
export function WallCanvas(stage, { text, after }) {
  let [front, behind] = [new Sheet(text), new Sheet(text)];
  stage.replaceChildren(front.figure, behind.figure);
  new ResizeObserver(() => {
    front.fit(stage);
    behind.fit(stage);
  }).observe(stage);

  return {
    async prepare(photo) {
      const sheet = behind;
      const there = sheet.load(photo, stage);
      /** @type {() => void} */
      let cancel = () => {};
      const late = new Promise((resolve) => {
        cancel = after(PATIENCE_MS, () => resolve(false));
      });
      const isThere = await Promise.race([there, late]);
      cancel();
      return isThere === true && sheet.photoId === photo.photoId;
    },
    show() {
      [front, behind] = [behind, front];
      front.turn(true);
      behind.turn(false);
    },
    caption(photo) {
      for (const sheet of [front, behind]) {
        if (sheet.photoId === photo.photoId) {
          sheet.caption(photo);
        }
      }
    },
    remove(photoId) {
      for (const sheet of [front, behind]) {
        if (sheet.photoId === photoId) {
          sheet.clear();
        }
      }
    },
  };
}
