/**
 * What the phone page keeps over reloads, in IndexedDB: it is on disk as soon as it is written,
 * while other storage waits some seconds, in which a phone may kill its browser.
 */

const NAME = 'scandrop';
/** No session lives longer than an hour; what is older is of no use to anyone. */
const KEEP_MS = 2 * 60 * 60_000;

/**
 * Files are written once: to write one again is to copy all of it.
 *
 * @typedef {'tokens' | 'files' | 'photoIds'} StoreName
 */

/**
 * @param {IDBFactory | undefined} indexedDB browsers forbid it in several ways
 * @param {string} [name] pages that keep things for another time have one of their own
 * @returns {Promise<IDBDatabase | null>} null: this browser keeps nothing for us
 */
export function openDatabase(indexedDB, name = NAME) {
  return new Promise((resolve) => {
    try {
      const opening = /** @type {IDBFactory} */ (indexedDB).open(name, 1);
      opening.onupgradeneeded = () => {
        for (const store of ['tokens', 'files', 'photoIds']) {
          opening.result.createObjectStore(store, { keyPath: 'id' });
        }
      };
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => resolve(null);
      opening.onblocked = () => resolve(null);
    } catch {
      resolve(null);
    }
  });
}

/**
 * @param {IDBDatabase} database
 * @param {StoreName} name
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => void} work
 * @returns {Promise<void>} once it is written
 */
export function transaction(database, name, mode, work) {
  return new Promise((resolve, reject) => {
    const doing = database.transaction(name, mode);
    doing.oncomplete = () => resolve();
    doing.onabort = () => reject(doing.error);
    work(doing.objectStore(name));
  });
}

/**
 * @template T
 * @param {IDBDatabase} database
 * @param {StoreName} name
 * @param {(store: IDBObjectStore) => IDBRequest<T>} ask
 * @returns {Promise<T>}
 */
export async function read(database, name, ask) {
  /** @type {IDBRequest<T>[]} */
  const asked = [];
  await transaction(database, name, 'readonly', (store) => asked.push(ask(store)));
  return asked[0].result;
}

/** @type {(madeAt: number, nowMs: number, keepMs?: number) => boolean} epoch milliseconds */
export function isOld(madeAt, nowMs, keepMs = KEEP_MS) {
  return !(Math.abs(nowMs - madeAt) < keepMs);
}
