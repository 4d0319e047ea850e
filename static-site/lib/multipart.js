/**
 * Sends one file in parts until it has arrived or cannot. What has arrived is not sent again, in
 * whichever life of the page it was sent.
 *
 * @import { Outcome, PartsSending } from './ports.d.ts'
 * @import { MultipartUpload } from './wire.d.ts'
 */

import { ApiError } from './api.js';
import { AGAIN, persist, withoutTicket } from './upload.js';

const PARALLEL = 3;

/** Codes that say that the parts are no longer, or not yet, what the service knows of them. */
const LOOK_AGAIN = new Set(['PartsMissing', 'UploadGone']);

/** @type {(sending: PartsSending) => Promise<Outcome>} */
export function sendInParts(sending) {
  return persist(sending, () => attempt(sending));
}

/** @type {(sending: PartsSending) => Promise<Outcome | typeof AGAIN>} */
async function attempt(sending) {
  if (!(await sending.canRead())) {
    return { type: 'FAILED', code: 'FileGone' };
  }
  try {
    const upload = await sending.create();
    const missing = new Missing(upload, sending, await sending.arrived());
    const outcome = await sendAll(sending, missing);
    if (outcome) {
      return 'code' in outcome && LOOK_AGAIN.has(outcome.code) ? AGAIN : outcome;
    }
    await sending.complete();
    return { type: 'SENT' };
  } catch (error) {
    return error instanceof ApiError && LOOK_AGAIN.has(error.code) ? AGAIN : withoutTicket(error);
  }
}

/** @type {(sending: PartsSending, missing: Missing) => Promise<Outcome | null>} null: all are there */
async function sendAll(sending, missing) {
  /** @type {Outcome | null} */
  let ended = null;
  const worker = async () => {
    for (let part = missing.next(); part && !ended; part = missing.next()) {
      const outcome = await sendPart(sending, missing, part);
      if (outcome.type !== 'SENT') {
        ended ??= outcome;
      }
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  return ended;
}

/** @type {(sending: PartsSending, missing: Missing, part: Part) => Promise<Outcome>} */
function sendPart(sending, missing, part) {
  return persist(sending, async (onChanged) => {
    try {
      const status = await sending.putPart(part, (sentBytes) => missing.moved(part, sentBytes));
      if (status >= 200 && status < 300) {
        missing.moved(part, part.to - part.from);
        return { type: 'SENT' };
      }
      missing.moved(part, 0);
      if (status === 404) {
        return { type: 'FAILED', code: 'UploadGone' };
      }
      if (status === 400) {
        onChanged();
      }
      if (status === 0 && !(await sending.canRead())) {
        return { type: 'FAILED', code: 'FileGone' };
      }
      return AGAIN;
    } catch (error) {
      return withoutTicket(error);
    }
  });
}

/** @typedef {{number: number, from: number, to: number}} Part */

/** What is still to be sent, and how much of the whole is on the other side. */
class Missing {
  /** @type {Part[]} */
  #parts = [];
  /** By number. @type {Map<number, number>} */
  #sentBytes = new Map();
  #arrivedBytes = 0;

  /**
   * @param {Pick<MultipartUpload, 'partBytes' | 'partCount'>} upload
   * @param {PartsSending} sending
   * @param {number[]} arrived
   */
  constructor({ partBytes, partCount }, { sizeBytes, onProgress }, arrived) {
    this.onProgress = onProgress;
    for (let number = 1; number <= partCount; number += 1) {
      const from = (number - 1) * partBytes;
      const to = Math.min(from + partBytes, sizeBytes);
      if (arrived.includes(number)) {
        this.#arrivedBytes += to - from;
      } else {
        this.#parts.push({ number, from, to });
      }
    }
    this.#tell();
  }

  /** @returns {Part | undefined} */
  next() {
    return this.#parts.shift();
  }

  /** @type {(part: Part, sentBytes: number) => void} */
  moved({ number }, sentBytes) {
    this.#sentBytes.set(number, sentBytes);
    this.#tell();
  }

  #tell() {
    const sent = [...this.#sentBytes.values()].reduce((sum, bytes) => sum + bytes, 0);
    this.onProgress(this.#arrivedBytes + sent);
  }
}
