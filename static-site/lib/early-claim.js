/**
 * The code that was scanned, claimed before the page is there: on a slow line the way to the service
 * takes as long as the page's modules.
 *
 * @import { Scan } from './ports.d.ts'
 */

import { openDatabase } from './database.js';
import { begin } from './early.js';
import { whenSeen } from './page-life.js';
import { phoneToken, sessionIn } from './phone-token.js';

/** @type {Scan | null} */
let scan = null;

/** @type {(window: Window & typeof globalThis) => Scan} whoever asks, all get the same */
export function scanned({ crypto, indexedDB, location }) {
  if (scan === null) {
    const sessionId = sessionIn(location.hash);
    const database = openDatabase(indexedDB);
    const token = database.then((opened) =>
      sessionId === null
        ? ''
        : phoneToken(sessionId, {
            database: opened,
            randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
            nowMs: Date.now(),
          }),
    );
    scan = { sessionId, database, token };
  }
  return scan;
}

/** @type {(window: Window & typeof globalThis, site: Promise<{apiUrl: string}>) => void} */
export function beginClaim(window, site) {
  const { sessionId, token } = scanned(window);
  if (sessionId === null) {
    return;
  }
  const path = `/upload-url?sessionId=${sessionId}`;
  begin(path, claim());

  async function claim() {
    const [{ apiUrl }, mine] = await Promise.all([site, token]);
    await whenSeen(window.document);
    return window.fetch(apiUrl + path, {
      method: 'POST',
      // A form, as browsers send it without asking first: that would be a round trip more.
      body: new URLSearchParams({ access_token: mine }),
      cache: 'no-store',
      credentials: 'omit',
    });
  }
}
