/**
 * Sends one photo until it has arrived or cannot: ticket, PUT, and what each answer means.
 *
 * @import { Outcome, Put, Sending } from './ports.d.ts'
 * @import { Ticket } from './wire.d.ts'
 */

import { ApiError, isTemporary, ServiceAway } from './api.js';
import { fullJitter } from './timers.js';

/** With full jitter about half a minute of trying on a bad line; then the visitor decides. */
export const ATTEMPTS = 8;
/** S3 tells us of a stored object within this many questions, one second apart, nearly always. */
const ASKED_AFTER_412 = 5;

/** Codes that no further attempt can change. */
const FINAL = new Set(['UnsupportedContentType', 'PhotoTooLarge', 'PhotoEmpty']);

/** @type {unique symbol} */
const AGAIN = Symbol('again');

/** @type {(sending: Sending) => Promise<Outcome>} */
export async function sendPhoto(sending) {
  let attempts = 0;
  let changed = 0;
  for (;;) {
    const outcome = await attempt(sending, () => (changed += 1));
    if (sending.signal.aborted) {
      return { type: 'STOPPED' };
    }
    if (outcome !== AGAIN) {
      return outcome;
    }
    if (changed > 1) {
      // Once may be a bit that fell over on the way; twice, the file is another one by now.
      return { type: 'FAILED', code: 'FileChanged' };
    }
    // Time without any network is not the photo's fault and does not use up its attempts.
    attempts += sending.online() ? 1 : 0;
    if (attempts >= ATTEMPTS) {
      return { type: 'FAILED', code: 'ServiceAway' };
    }
    sending.onStumble();
    await sending.nap(fullJitter(attempts, sending.random));
  }
}

/**
 * @param {Sending} sending
 * @param {() => void} onChanged S3 says that the bytes are not those that were announced
 * @returns {Promise<Outcome | typeof AGAIN>}
 */
async function attempt(sending, onChanged) {
  if (!(await sending.canRead())) {
    return { type: 'FAILED', code: 'FileGone' };
  }
  /** @type {Ticket} */
  let ticket;
  try {
    ticket = await sending.requestTicket();
  } catch (error) {
    return withoutTicket(error);
  }
  if (sending.signal.aborted) {
    return AGAIN;
  }
  const status = await sending.put(ticket);
  if (status >= 200 && status < 300) {
    return { type: 'SENT' };
  }
  if (status === 412) {
    return alreadyThere(sending, ticket.photoId);
  }
  if (status === 400) {
    onChanged();
  }
  if (status === 0 && !(await sending.canRead())) {
    return { type: 'FAILED', code: 'FileGone' };
  }
  // 403: the URL is too old, and the next ticket brings a fresh one. All else: trouble on the way.
  return AGAIN;
}

/** @type {(error: unknown) => Outcome | typeof AGAIN} */
function withoutTicket(error) {
  if (error instanceof ServiceAway || isTemporary(error)) {
    return AGAIN;
  }
  if (!(error instanceof ApiError)) {
    throw error;
  }
  if (error.code === 'PhotoAlreadyStored') {
    return { type: 'SENT' };
  }
  if (error.code === 'RequestIdReused') {
    return { type: 'FAILED', code: 'FileChanged' };
  }
  return { type: FINAL.has(error.code) ? 'REFUSED' : 'FAILED', code: error.code };
}

/**
 * An earlier attempt whose answer was lost has put it there. Only the service can say what became
 * of it; should it not know yet, the object is there all the same.
 *
 * @param {Sending} sending
 * @param {string} photoId
 * @returns {Promise<Outcome>}
 */
async function alreadyThere(sending, photoId) {
  for (let asked = 0; asked < ASKED_AFTER_412 && !sending.signal.aborted; asked += 1) {
    try {
      const photo = await sending.ask(photoId);
      if (photo?.state === 'REJECTED') {
        return { type: 'REFUSED', code: photo.code ?? 'REJECTED' };
      }
      if (photo && photo.state !== 'PENDING') {
        return { type: 'SENT' };
      }
    } catch (error) {
      if (!(error instanceof ServiceAway || error instanceof ApiError)) {
        throw error;
      }
    }
    await sending.nap(1_000);
  }
  return { type: 'SENT' };
}

/** Without a byte's movement for this long, the line is dead even if nobody says so. */
const STALLED_MS = 45_000;

/**
 * @type {Put} resolves to the HTTP status; 0 if there was no answer, for whatever reason
 */
export function xhrPut({ method, url, headers }, body, { signal, onProgress }) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    let stall = setTimeout(abort, STALLED_MS);
    request.upload.onprogress = ({ loaded }) => {
      clearTimeout(stall);
      stall = setTimeout(abort, STALLED_MS);
      onProgress(loaded);
    };
    request.onloadend = () => {
      clearTimeout(stall);
      signal.removeEventListener('abort', abort);
      resolve(request.status);
    };
    signal.addEventListener('abort', abort);
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) {
      request.setRequestHeader(name, value);
    }
    request.send(body);
  });
}
