/**
 * Who sits before a screen that is set for people who stand can have all that is touched, and the
 * code, in its lower part: by a tab on the counter, itself in reach. It is so until he leaves.
 *
 * @import { LanguageParts } from '../language/language.js'
 */

import { ownReach, showReach } from '../../lib/reach.js';
import { loadText, whenLanguageChanges } from '../../lib/text.js';
import { choose, look, unchosen } from '../../lib/visit-choice.js';

const SVG = 'http://www.w3.org/2000/svg';
const WHEELCHAIR =
  'M10 2.8a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3zM10 8.2V14h5l2.5 5H20M10 10.5h4.5M7.4 11.8a5 5 0 1 0 6.9 6';
/** Where it helps: afterwards all is on the counter. */
const SCENES = ['attract', 'code'];

/** @type {(document: Document, parts: Pick<LanguageParts, 'naps' | 'random'> & {now: () => number}) => Promise<{update: (scene: string, at: number) => void}>} */
export async function visitReach(document, { naps, random, now }) {
  const text = await loadText('reach', naps, random);
  let own = ownReach(window);
  let choice = unchosen(own);
  const show = (/** @type {string} */ value) => showReach(document, value === 'low' ? 'low' : 'standard');
  const tabs = tabsOf(document, () => {
    choice = choose(choice, choice.value === 'low' ? 'standard' : 'low', now());
    render();
  });

  function render() {
    void show(choice.value);
    for (const tab of tabs) {
      tab.hidden = own === 'low';
      tab.setAttribute('aria-pressed', String(choice.value === 'low'));
      tab.setAttribute('aria-label', text.of('reach.lower'));
    }
  }

  // Without its style it would push what is there already.
  await show(own);
  render();
  for (const tab of tabs) {
    counterOf(document, tab.dataset.in ?? '')?.append(tab);
  }
  whenLanguageChanges(render);

  return {
    /** To be called at each tick; at: monotonic milliseconds. */
    update(scene, at) {
      const before = choice;
      const is = ownReach(window);
      choice = is === own ? look(before, scene, at, own) : { ...before, value: is };
      if (choice.value !== before.value || is !== own) {
        own = is;
        render();
      }
    },
  };
}

/** @type {(document: Document, scene: string) => Element | null} */
const counterOf = (document, scene) => document.querySelector(`[data-scene~=${scene}] > .counter`);

/** @type {(document: Document, onPress: () => void) => HTMLButtonElement[]} */
function tabsOf(document, onPress) {
  return SCENES.map((scene) => {
    const tab = document.createElement('button');
    tab.type = 'button';
    tab.className = 'reach';
    tab.dataset.in = scene;
    tab.append(drawing(document));
    tab.addEventListener('click', onPress);
    return tab;
  });
}

/** @type {(document: Document) => SVGElement} */
function drawing(document) {
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', WHEELCHAIR);
  svg.append(path);
  return svg;
}
