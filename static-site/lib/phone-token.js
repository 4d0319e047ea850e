/**
 * What makes this phone the phone of a session: the scanned id, and a secret of its own.
 *
 * The secret is made before the first request, so a lost answer loses nothing: asking again with the same
 * token is asking as the same phone. Kept over reloads where the browser lets us.
 */

const PREFIX = 'scandrop.phone.';
/** No session lives longer than an hour; what is older is of no use to anyone. */
const KEEP_MS = 2 * 60 * 60_000;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/**
 * @param {string} hash of the page's address, with its `#`: unlike a query it is never sent to a
 *   server, so no log can keep it
 * @returns {string | null} the session's id, by its form; null: this address was not scanned
 */
export function sessionIn(hash) {
  return /^#([A-Za-z0-9_-]{16,64})$/.exec(hash)?.[1] ?? null;
}

/**
 * @param {string} sessionId
 * @param {object} world
 * @param {() => Storage} world.storage may throw: browsers forbid storage in several ways
 * @param {(count: number) => Uint8Array} world.randomBytes
 * @param {number} world.nowMs for the age of old tokens only
 * @returns {string} 43 characters of base64url
 */
export function phoneToken(sessionId, { storage, randomBytes, nowMs }) {
  const kept = restore(sessionId, storage, nowMs);
  if (kept) {
    return kept;
  }
  const token = base64url(randomBytes(32));
  try {
    storage().setItem(PREFIX + sessionId, JSON.stringify({ token, madeAt: nowMs }));
  } catch {
    // Private mode or a full disk: the token then lives as long as the page.
  }
  return token;
}

/** @type {(sessionId: string, storage: () => Storage, nowMs: number) => string | null} */
function restore(sessionId, storage, nowMs) {
  try {
    const shelf = storage();
    const names = Array.from({ length: shelf.length }, (_, index) => shelf.key(index) ?? '');
    for (const name of names.filter((each) => each.startsWith(PREFIX))) {
      if (!isFresh(shelf.getItem(name), nowMs)) {
        shelf.removeItem(name);
      }
    }
    const { token } = JSON.parse(shelf.getItem(PREFIX + sessionId) ?? '{}');
    return TOKEN.test(token) ? token : null;
  } catch {
    return null;
  }
}

/** @type {(entry: string | null, nowMs: number) => boolean} */
function isFresh(entry, nowMs) {
  try {
    return Math.abs(nowMs - JSON.parse(entry ?? '{}').madeAt) < KEEP_MS;
  } catch {
    return false;
  }
}

/** @type {(bytes: Uint8Array) => string} */
function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
