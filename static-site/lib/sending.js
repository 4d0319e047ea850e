/**
 * The files that this page sends for whoever is signed in: one queue, as long as the page lives,
 * wherever on it he is.
 *
 * @import { HostApi } from './host-api.js'
 * @import { Api } from './api.js'
 * @import { Locks } from './ports.d.ts'
 * @import { Naps } from './timers.js'
 * @import { Timers } from './ports.d.ts'
 */

import { openDatabase, read, transaction } from './database.js';
import { WakeLock } from './wake-lock.js';
import { xhrPut } from './upload.js';
import { isUnderWay, overall } from './upload-sum.js';
import { UserUploads } from './user-uploads.js';

/** Apart from what phones keep here, which is of use for an hour. */
const NAME = 'scandrop-uploads';

/**
 * @typedef {object} SendingParts
 * @property {{userId: string}} account
 * @property {HostApi} host
 * @property {Api} api
 * @property {Naps} naps
 * @property {() => number} random
 * @property {Timers} timers
 */

/** @typedef {{uploads: UserUploads, listeners: Set<() => void>, files: Map<string, File>}} Sending */

/** @type {Promise<Sending> | null} */
let sending = null;

/** @type {(parts: SendingParts) => Promise<Sending>} the same one each time; it goes on with what was left */
export function sendingOf(parts) {
  sending ??= begin(parts);
  return sending;
}

/** @returns {Promise<boolean>} another life of the page has left something */
export async function isLeftBehind() {
  const database = await openDatabase(window.indexedDB, NAME);
  const left = database ? await read(database, 'files', (store) => store.count()) : 0;
  database?.close();
  return left > 0;
}

/**
 * Who signs out leaves nothing for the next who uses this browser: neither files nor leave to send.
 *
 * @returns {Promise<void>} once nothing is kept any more
 */
export async function forgetAll() {
  const { uploads } = (await sending) ?? {};
  for (const { id } of uploads?.queue.state.filter(isUnderWay) ?? []) {
    uploads?.queue.remove(id);
  }
  const database = await openDatabase(window.indexedDB, NAME);
  for (const name of /** @type {const} */ (['files', 'tokens', 'photoIds'])) {
    if (database) {
      await transaction(database, name, 'readwrite', (store) => store.clear());
    }
  }
  database?.close();
}

/** @type {(parts: SendingParts) => Promise<Sending>} */
async function begin({ account, host, api, naps, random, timers }) {
  const wakeLock = new WakeLock(window);
  /** @type {Set<() => void>} */
  const listeners = new Set();
  /** To be drawn. @type {Map<string, File>} */
  const files = new Map();
  /** @type {Locks} only in secure contexts; else two tabs may both send */
  const locks = navigator.locks ?? { request: (_, work) => work() };
  const uploads = new UserUploads({
    ...{ userId: account.userId, host, api, naps, random, locks, put: xhrPut, now: timers.now },
    database: await openDatabase(window.indexedDB, NAME),
    online: () => navigator.onLine,
    nowMs: () => Date.now(),
    newId: () => `file-${crypto.getRandomValues(new Uint8Array(12)).join('-')}`,
    onChange: changed,
  });

  function changed() {
    const { busy } = overall(uploads.queue.state);
    document.documentElement.toggleAttribute('data-uploading', busy);
    wakeLock.want(busy);
    // Only while it is needed: a page with such a listener may be refused the back/forward cache.
    window[busy && !uploads.isKept ? 'addEventListener' : 'removeEventListener']('beforeunload', warn);
    listeners.forEach((tell) => tell());
  }

  await uploads.restore((id, file) => files.set(id, file));
  return { uploads, listeners, files };
}

/** @param {BeforeUnloadEvent} event */
function warn(event) {
  event.preventDefault();
}
