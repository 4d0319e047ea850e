/**
 * What the walls of an album do: stand still or go on, slower or faster, to the next photo now.
 *
 * @import { WallOrder } from '../../lib/albums-wire.d.ts'
 * @import { Text } from '../../lib/text.js'
 */

import { button, make, Note, Panel } from '../panel/panel.js';

const [LEAST, MOST] = [3, 60];

/** @typedef {{paused: boolean, seconds: number}} WallState */

/**
 * @param {object} parts
 * @param {Text} parts.text
 * @param {(words: string) => void} parts.say
 * @param {(order: WallOrder) => Promise<string>} parts.onOrder what was refused; empty: nothing
 */
export function WallPanel({ text, say, onOrder }) {
  const el = Panel('wall', text.of('hosted.wall.title'), text.of('hosted.wall.lead'));
  const pause = button('quiet', '', () => void order({ paused: !known?.paused }, pausing()));
  const next = button('quiet', text.of('hosted.wall.next'), () => void order({ next: true }, 'next'));
  const speed = make('input', '');
  const label = make('label', '');
  const note = Note();
  /** @type {WallState | null} */
  let known = null;
  label.htmlFor = speed.id = 'wall-seconds';
  Object.assign(speed, { type: 'range', min: String(LEAST), max: String(MOST), step: '1' });
  speed.addEventListener('input', () => draw(Number(speed.value)));
  speed.addEventListener('change', () => void order({ seconds: Number(speed.value) }, 'speed'));
  el.append(make('div', 'panel-actions', pause, next), make('p', 'field', label, speed), note.el);
  el.hidden = true;

  const pausing = () => (known?.paused ? 'went-on' : 'paused');

  /** @type {(what: WallOrder, done: string) => Promise<void>} */
  async function order(what, done) {
    const refused = await onOrder(what);
    note.update(refused);
    say(refused || text.of(`hosted.wall.said.${done}`));
    if (refused && known) {
      update(known);
    }
  }

  /** @param {number} seconds */
  function draw(seconds) {
    label.textContent = text.count('hosted.wall.seconds', seconds);
    speed.setAttribute('aria-valuetext', label.textContent);
  }

  /** @param {WallState} state */
  function update(state) {
    known = state;
    el.hidden = false;
    pause.textContent = text.of(state.paused ? 'hosted.wall.go-on' : 'hosted.wall.pause');
    speed.value = String(state.seconds);
    draw(state.seconds);
  }

  return { el, update };
}
