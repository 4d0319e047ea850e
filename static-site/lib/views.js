/**
 * One view of the host's page at a time: loaded when it is gone to, left before the next.
 *
 * @import { Place } from './states.d.ts'
 *
 * @typedef {object} View
 * @property {() => void} leave lets go of all that it holds
 * @property {(place: Place) => boolean} [move] to another place of the same view; without it, or if
 *   it says no, it is left and mounted anew
 * @property {() => void} [speak] says all anew, in another language; without it, it is left and
 *   mounted anew
 */

export class Views {
  /** @type {{name: string, view: View} | null} */
  #shown = null;
  /** Each visit; one that comes late finds that it is not wanted any more. */
  #visit = 0;

  /** @param {(place: Place) => Promise<View>} mount empties the page first */
  constructor(mount) {
    this.mount = mount;
  }

  /**
   * @param {Place} place
   * @returns {Promise<boolean>} once it is shown; false: somewhere else was gone to meanwhile, or
   *   it was there already
   */
  async show(place) {
    const visit = (this.#visit += 1);
    if (this.#shown?.name === place.view && this.#shown.view.move?.(place)) {
      return false;
    }
    return this.#change(place, visit);
  }

  /**
   * The page speaks another language.
   *
   * @param {Place} place where it is
   * @returns {Promise<boolean>} once it is mounted anew; false: it was not, or not for long
   */
  async speak(place) {
    if (this.#shown?.view.speak) {
      this.#shown.view.speak();
      return false;
    }
    return this.#change(place, (this.#visit += 1));
  }

  /** @type {(place: Place, visit: number) => Promise<boolean>} */
  async #change(place, visit) {
    this.#shown?.view.leave();
    this.#shown = null;
    const view = await this.mount(place);
    if (visit !== this.#visit) {
      view.leave();
      return false;
    }
    this.#shown = { name: place.view, view };
    return true;
  }
}
