/**
 * Albums that this phone has joined, kept over reloads: coming back is no second visit.
 *
 * @import { Joined } from './states.d.ts'
 */

import { isOld, read, transaction } from './database.js';

/**
 * @typedef {object} Membership
 * @property {string} guest what he calls himself; may be empty
 * @property {Joined | null} joined null: he wants to join again
 */

export class Memberships {
  /**
   * @param {object} parts
   * @param {IDBDatabase | null} parts.database null: nothing can be kept here
   * @param {() => number} parts.nowMs epoch milliseconds
   */
  constructor({ database, nowMs }) {
    this.database = database;
    this.nowMs = nowMs;
  }

  /** @type {(code: string) => Promise<Membership | null>} */
  async load(code) {
    if (!this.database) {
      return null;
    }
    const found = await read(this.database, 'tokens', (store) => store.get(idOf(code)));
    return found && !isOld(found.madeAt, this.nowMs()) ? found.membership : null;
  }

  /** @type {(code: string, membership: Membership) => Promise<void>} */
  async keep(code, membership) {
    const entry = { id: idOf(code), membership, madeAt: this.nowMs() };
    try {
      await (this.database &&
        transaction(this.database, 'tokens', 'readwrite', (store) => store.put(entry)));
    } catch {
      // A full disk: the visit then lives as long as the page.
    }
  }
}

/** @type {(code: string) => string} no session has such an id */
function idOf(code) {
  return `join=${code}`;
}
