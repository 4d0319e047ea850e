/**
 * The paper of one print: its picture, or what stands in its place, and the name in the margin.
 *
 * @import { PrintState } from '../../lib/states.d.ts'
 * @import { Text } from '../../lib/text.js'
 */

import { Ring } from '../ring/ring.js';
import { Framed } from './framed.js';

/** @type {readonly PrintState['name'][]} a picture is to be seen */
const PICTURED = ['previewed', 'shown'];

/** @param {Text} text */
export function Paper(text) {
  const { figure, words, caption, ring } = sheet(text);
  const framed = Framed(/** @type {HTMLImageElement} */ (figure.querySelector('img')));
  const land = Landing(figure);
  const say = Saying(words, ring, text);

  return {
    figure,
    put: framed.put,
    /** @type {(photoId: string, name: string) => void} */
    label(photoId, name) {
      figure.dataset.photo = photoId;
      if (caption.textContent !== name) {
        caption.textContent = name;
        framed.entitle(name);
        ring.label(name);
      }
      say();
    },
    /** @param {boolean} large it stands alone, not in the row */
    place(large) {
      framed.place(large);
      land({ large });
    },
    /** @param {PrintState} state */
    show({ name, ratio, percent }) {
      figure.dataset.state = name;
      say({ name, percent });
      if (ratio !== null) {
        figure.style.setProperty('--ratio', String(ratio));
      }
      land({ begun: name !== 'developing' });
    },
    discard() {
      framed.discard();
      figure.remove();
    },
  };
}

/** @type {(words: HTMLElement, ring: ReturnType<typeof Ring>, text: Text) => (news?: Pick<PrintState, 'name' | 'percent'>) => void} */
function Saying(words, ring, text) {
  let last = /** @type {Pick<PrintState, 'name' | 'percent'>} */ ({ name: 'developing', percent: null });
  let { language } = text;

  // Without news the same is said, once, in another language.
  return (news) => {
    if (!news && language === text.language) {
      return;
    }
    last = news ?? last;
    ({ language } = text);
    if (!PICTURED.includes(last.name)) {
      words.textContent = last.name === 'blank' ? '' : text.of(`kiosk.photos.${last.name}`);
    }
    ring.update(last.percent);
  };
}

/** @param {Text} text */
function sheet(text) {
  const figure = document.createElement('figure');
  const frame = document.createElement('div');
  const words = document.createElement('p');
  const caption = document.createElement('figcaption');
  const ring = Ring({ text });
  figure.className = 'print';
  figure.dataset.state = 'developing';
  frame.className = 'print-window';
  words.textContent = text.of('kiosk.photos.developing');
  caption.dir = 'auto';
  ring.update(null);
  frame.append(document.createElement('img'), words, ring.el);
  figure.append(frame, caption);
  return { figure, words, caption, ring };
}

/**
 * A print drops onto the counter once in its life, however often it is moved: when it is large
 * and there is more to be seen of it than that it develops.
 *
 * @param {HTMLElement} figure
 */
function Landing(figure) {
  const known = { large: false, begun: false };
  let dropped = false;
  for (const type of ['animationend', 'animationcancel']) {
    figure.addEventListener(type, () => figure.classList.remove('landing'));
  }

  /** @param {Partial<typeof known>} facts */
  return (facts) => {
    Object.assign(known, facts);
    if (known.large && known.begun && !dropped) {
      dropped = true;
      figure.classList.add('landing');
    }
  };
}
