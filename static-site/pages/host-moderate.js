/**
 * What waits for the host, one photo after the other, with one thumb.
 *
 * @import { HostParts } from '../lib/host-parts.d.ts'
 */

import { preload } from '../components/photo-detail/large.js';
import { Sorter } from '../components/sorter/sorter.js';
import { follow } from '../lib/follow.js';
import { LargePictures } from '../lib/large-pictures.js';
import { Library } from '../lib/library.js';
import { Moderation } from '../lib/moderation.js';
import { addStylesheets } from '../lib/stylesheet.js';
import { loadText } from '../lib/text.js';

/** So many of the next ones are there by the time they are shown. */
const AHEAD = 3;
const nowMs = () => Date.now();

/** @param {HostParts} parts */
export async function mount(parts) {
  const { element, host, text, place, go, hashOf, naps, random, say } = parts;
  const { album } = place.query;
  const [words] = await Promise.all([
    loadText('host-library', naps, random),
    addStylesheets(document, ['photo-detail/large', 'sorter/sorter']),
  ]);
  Object.assign(text.words, words.words);
  const library = new Library({
    ...{ host, naps, random, nowMs },
    filters: { ...(album && { album }), visibility: 'WAITING' },
    onChange() {
      moderation.listed();
      draw();
    },
  });
  const moderation = new Moderation({ library, host, naps, random, onChange: () => draw() });
  const pictures = new LargePictures({ ask: (id, size) => host.image(id, size), nowMs });
  const sorter = Sorter(element, {
    ...{ text, pictures, say },
    onDecide: (visibility) => moderation.decide(visibility),
    onUndo: () => moderation.undo(),
    onClose: () => go(hashOf('library', { album })),
  });

  function draw() {
    const { state, photo, trouble } = moderation;
    // As many as there are, so that the count is of all.
    library.want(library.state.order.length);
    sorter.update({
      ...{ photo, count: state.waiting.length, canUndo: state.decided.length > 0, trouble },
      isLoading: library.state.next === undefined,
      away: library.trouble,
    });
    const next = Array.from({ length: AHEAD }, (_, each) => moderation.photoAt(each + 1));
    preload(pictures, next);
  }

  const live = follow(library, { ...parts, nowMs, albumId: album, onChange() {} });
  draw();
  live.start();
  return {
    leave() {
      live.stop();
      library.end();
      sorter.leave();
    },
  };
}
