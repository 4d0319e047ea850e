/**
 * A part of a page that comes after the rest of it, and is asked for again where it could not be had.
 *
 * @template T
 */
export class Late {
  /** @type {T | null} */
  here = null;
  /** How often it could not be had. */
  failures = 0;
  /** @type {Promise<T | null> | null} */
  #coming = null;
  #load;

  /**
   * @param {(again: string) => Promise<T | null>} load null: it cannot be had just now; `again`: to
   *   be put behind the module's name
   */
  constructor(load) {
    this.#load = load;
  }

  /** @returns {Promise<boolean>} it is here; false: it could not be had */
  async prepare() {
    // Some browsers remember that a module could not be had.
    this.#coming ??= this.#load(this.failures > 0 ? `?${this.failures}` : '');
    const coming = this.#coming;
    this.here = await coming;
    if (!this.here && this.#coming === coming) {
      this.#coming = null;
      this.failures += 1;
    }
    return this.here !== null;
  }
}
