/** A queue of uploads, and all that it asks for and tells. */

import { judged } from '../../../static-site/lib/file-facts.js';
import { Transfer } from '../../../static-site/lib/transfer.js';
import { Naps } from '../../../static-site/lib/timers.js';
import { UploadQueue } from '../../../static-site/lib/upload-queue.js';
import { FakeTimers } from './fake-timers.js';
import { aTicket, LIMITS, SESSION_ID } from './samples.js';

export const aFile = (name, { bytes = 1000, type = 'image/jpeg' } = {}) =>
  new File([new Uint8Array(bytes)], name, { type });

/** A queue whose PUTs end when the test says so. */
export function aQueue({ requestUpload, ...changes } = {}) {
  const requests = [];
  const puts = [];
  const refusals = [];
  const withdrawn = [];
  const shown = [];
  const kept = new Map();
  let made = 0;
  const parts = {
    sessionId: SESSION_ID,
    token: 't'.repeat(43),
    api: {
      requestUpload:
        requestUpload ??
        (async (request) => {
          requests.push(request);
          return aTicket({ photoId: `photo-of-${request.requestId}` });
        }),
      snapshot: async () => ({ photos: [] }),
      withdraw: async (...asked) => withdrawn.push(asked),
    },
    show: async (photoId, file) => shown.push([photoId, file.name]),
    keep: {
      add: (id, file) => kept.set(id, { file, photoId: null }),
      ticketed: (id, photoId) => kept.set(id, { ...kept.get(id), photoId }),
      drop: (id) => kept.delete(id),
    },
    now: () => 0,
    limits: () => LIMITS,
    putPhoto: (ticket, body, { signal, onProgress }) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve(0));
        puts.push({ ticket, body, signal, onProgress, answer: resolve });
      }),
    sha256: async () => 'digest',
    judge: judged,
    newId: () => `id-${(made += 1)}`,
    naps: new Naps(new FakeTimers()),
    random: () => 0,
    online: () => true,
    onChange: () => {},
    onRefusal: (code) => refusals.push(code),
    transfer: (id, file, report) => new Transfer(id, file, parts, report),
    ...changes,
  };
  const queue = new UploadQueue(parts);
  const states = () => queue.state.map(({ state }) => state);
  return { queue, requests, puts, refusals, withdrawn, shown, kept, states };
}
