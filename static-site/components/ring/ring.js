/**
 * How much of a photo has left its phone: a ring that closes, the percent in its middle.
 *
 * @import { Text } from '../../lib/text.js'
 */

const SVG = 'http://www.w3.org/2000/svg';

/** @param {{text: Text}} parts */
export function Ring({ text }) {
  const el = document.createElement('div');
  const done = circle('ring-done', 40);
  const words = shape('text', { x: 50, y: 50 });
  const drawing = shape('svg', { viewBox: '0 0 100 100', 'aria-hidden': 'true' });
  drawing.append(circle('ring-disc', 49), circle('ring-track', 40), done, words);
  el.className = 'ring';
  el.setAttribute('role', 'progressbar');
  el.append(drawing);

  return {
    el,
    /** @param {string} name of the photo */
    label(name) {
      el.setAttribute('aria-label', name);
    },
    /** @param {number | null} percent null: it is there, and the ring goes */
    update(percent) {
      const shown = Math.floor(percent ?? 100);
      el.toggleAttribute('data-over', percent === null);
      el.setAttribute('aria-valuenow', String(shown));
      done.style.strokeDashoffset = String(100 - shown);
      words.textContent = text.percent(shown);
    },
  };
}

/** @type {(className: string, r: number) => SVGElement} a hundred long, begun at its top */
function circle(className, r) {
  const turned = 'rotate(-90 50 50)';
  return shape('circle', { class: className, cx: 50, cy: 50, r, pathLength: 100, transform: turned });
}

/** @type {(name: string, attributes: Record<string, string | number>) => SVGElement} */
function shape(name, attributes) {
  const element = /** @type {SVGElement} */ (document.createElementNS(SVG, name));
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, String(value));
  }
  return element;
}
