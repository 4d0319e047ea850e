/**
 * The prints that look out from behind the counter while nobody is there: photos of the album, in
 * the place of the drawn ones.
 *
 * @import { Rack as RackPort } from '../../lib/attract.d.ts'
 * @import { Timers } from '../../lib/ports.d.ts'
 * @import { Text } from '../../lib/text.js'
 */

import { PLACES } from '../../lib/attract-state.js';
import { AlbumPictures } from './album-pictures.js';
import { Place } from './place.js';

/** A print is at most about so wide, of the whole rack. */
const SHARE = 0.45;

/**
 * @param {Element} drawing what stands there when there are no photos
 * @param {{text: Text, after: Timers['after']}} parts
 * @returns {RackPort & {update: () => void}} update: its words may be in another language by now
 */
export function Rack(drawing, { text, after }) {
  const root = document.createElement('div');
  const label = document.createElement('p');
  const places = Array.from({ length: PLACES }, () => Place());
  const pictures = AlbumPictures(after);
  let album = '';
  root.className = 'attract-rack';
  label.className = 'attract-album';
  root.append(...places.map(({ el }) => el));
  places[0].el.append(label);
  drawing.after(root);

  function update() {
    const words = album === '' ? '' : text.of('attract.album', { album });
    if (label.textContent !== words) {
      label.textContent = words;
    }
  }

  return {
    update,
    entitle(name) {
      album = name;
      update();
    },
    load: (photo) => pictures.load(photo, root.clientWidth * SHARE * devicePixelRatio),
    put(place, photoId) {
      places[place].show(photoId, pictures.of(photoId));
      root.dataset.shown = 'true';
    },
    keep(photoIds) {
      places.forEach((place) => place.keep(photoIds));
      pictures.keep(photoIds);
      root.dataset.shown = String(places.some((place) => place.isTaken));
    },
  };
}
