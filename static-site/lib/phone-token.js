/**
 * What makes this phone the phone of a session: the scanned id, and a secret of its own.
 *
 * The secret is made before the first request, so a lost answer loses nothing: asking again with
 * it is asking as the same phone. Kept over reloads where the browser lets us.
 */

import { isOld, transaction } from './database.js';

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/**
 * The session's id, by its form; null: this address was not scanned. What stands behind the `#` is
 * never sent to a server, so no log can keep it.
 *
 * @type {(hash: string) => string | null}
 */
export function sessionIn(hash) {
  return /^#([A-Za-z0-9_-]{16,64})$/.exec(hash)?.[1] ?? null;
}

/**
 * @param {string} sessionId
 * @param {object} world
 * @param {IDBDatabase | null} world.database null: the token then lives as long as the page
 * @param {(count: number) => Uint8Array} world.randomBytes
 * @param {number} world.nowMs epoch milliseconds, for the age of old tokens only
 * @returns {Promise<string>} 43 characters of base64url
 */
export async function phoneToken(sessionId, { database, randomBytes, nowMs }) {
  let token = base64url(randomBytes(32));
  const entry = { id: sessionId, token, madeAt: nowMs };
  try {
    // In one transaction, so that two tabs that are opened at once agree.
    await (database && transaction(database, 'tokens', 'readwrite', (store) => {
      const known = store.getAll();
      known.onsuccess = () => {
        known.result.filter(({ madeAt }) => isOld(madeAt, nowMs)).forEach(({ id }) => store.delete(id));
        const kept = known.result.find(({ id }) => id === sessionId)?.token;
        if (TOKEN.test(kept)) {
          token = kept;
        } else {
          store.put(entry);
        }
      };
    }));
  } catch {
    // A full disk.
  }
  return token;
}

/** @type {(bytes: Uint8Array) => string} */
function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
