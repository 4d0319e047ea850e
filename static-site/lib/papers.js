/**
 * What is to be known of the files that a user sends, each by its id: in IndexedDB, so that a reload
 * goes on where it was; where nothing can be kept, as long as the page lives.
 *
 * @import { Address, Paper, UserTicket } from './user-wire.d.ts'
 */

import { isOld, read, transaction } from './database.js';

/** @type {Readonly<Paper>} */
const BLANK = Object.freeze({ albumId: null, comment: null, ticket: null, askedAt: 0 });

export class Papers {
  /** @type {Map<string, Paper>} */
  #papers = new Map();
  #last = Promise.resolve();

  /**
   * @param {object} parts
   * @param {IDBDatabase | null} parts.database
   * @param {() => number} parts.nowMs epoch milliseconds
   * @param {number} parts.keepMs how long a paper is of use
   */
  constructor({ database, nowMs, keepMs }) {
    this.database = database;
    this.nowMs = nowMs;
    this.keepMs = keepMs;
  }

  /** Drops what nobody goes on with any more. */
  async sweep() {
    if (!this.database) {
      return;
    }
    for (const { id, madeAt } of await read(this.database, 'tokens', (all) => all.getAll())) {
      if (isOld(madeAt, this.nowMs(), this.keepMs)) {
        this.drop(id);
      }
    }
  }

  /**
   * @param {string} id of what this page goes on with: until now another one may have written
   * @returns {Promise<void>} once it is known what that one has left
   */
  async take(id) {
    const found = this.database && (await read(this.database, 'tokens', (all) => all.get(id)));
    if (found) {
      this.#papers.set(id, found.paper);
    }
  }

  /** @type {(id: string) => Paper} */
  of(id) {
    return this.#papers.get(id) ?? BLANK;
  }

  /** @type {(id: string, address: Address) => void} */
  begin(id, { albumId, comment }) {
    this.#write(id, { ...BLANK, albumId, comment });
  }

  /** @type {(id: string, ticket: UserTicket | null) => void} null: it is of no use any more */
  ticketed(id, ticket) {
    this.#write(id, { ...this.of(id), ticket, askedAt: this.nowMs() });
  }

  /** @type {(id: string) => void} the ticket is too old, by whatever clock */
  aged(id) {
    this.#write(id, { ...this.of(id), askedAt: 0 });
  }

  /** @type {(id: string) => void} */
  drop(id) {
    this.#papers.delete(id);
    this.#change((store) => store.delete(id));
  }

  /** @type {(id: string, paper: Paper) => void} */
  #write(id, paper) {
    this.#papers.set(id, paper);
    this.#change((store) => store.put({ id, madeAt: this.nowMs(), paper }));
  }

  /** @param {(store: IDBObjectStore) => void} change one after the other, as they were asked for */
  #change(change) {
    const { database } = this;
    if (database) {
      // Where there is no room the page says of the file itself that it has to stay open.
      const written = () => transaction(database, 'tokens', 'readwrite', change);
      this.#last = this.#last.then(written).catch(() => {});
    }
  }
}
