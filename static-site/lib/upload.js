/**
 * Sends one photo until it has arrived or cannot: ticket, PUT, and what each answer means.
 *
 * @import { Outcome, Persisting, Put, Sending } from './ports.d.ts'
 * @import { Ticket } from './wire.d.ts'
 */

import { ApiError, isTemporary, ServiceAway } from './api.js';
import { fullJitter } from './timers.js';

/** With full jitter about half a minute of trying on a bad line; then the visitor decides. */
export const ATTEMPTS = 8;
/** S3 tells us of a stored object within this many questions, one second apart, nearly always. */
const ASKED_AFTER_412 = 5;

/** Codes that no further attempt can change. */
const FINAL = new Set(['UnsupportedContentType', 'PhotoTooLarge', 'PhotoEmpty', 'PhotoDuplicate']);

/** @type {unique symbol} */
export const AGAIN = Symbol('again');

/** @type {(sending: Sending) => Promise<Outcome>} */
export function sendPhoto(sending) {
  return persist(sending, (onChanged) => send(sending, onChanged));
}

/**
 * Attempts until one of them has an outcome, or there were enough.
 *
 * @type {(
 *   how: Persisting,
 *   attempt: (onChanged: () => void) => Promise<Outcome | typeof AGAIN>,
 * ) => Promise<Outcome>}
 */
export async function persist({ signal, online, nap, random, onStumble }, attempt) {
  let attempts = 0;
  let offline = 0;
  let changed = 0;
  for (;;) {
    const outcome = await attempt(() => (changed += 1));
    if (signal.aborted) {
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
    const isOnline = online();
    attempts += isOnline ? 1 : 0;
    offline = isOnline ? 0 : offline + 1;
    if (attempts >= ATTEMPTS) {
      return { type: 'FAILED', code: 'ServiceAway' };
    }
    onStumble();
    await nap(fullJitter(attempts + offline, random));
  }
}

/**
 * `onChanged`: S3 says that the bytes are not those that were announced.
 *
 * @type {(sending: Sending, onChanged: () => void) => Promise<Outcome | typeof AGAIN>}
 */
async function send(sending, onChanged) {
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

/** @type {(error: unknown) => Outcome | typeof AGAIN} what a refusal of the API means for the photo */
export function withoutTicket(error) {
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
 * @type {(sending: Sending, photoId: string) => Promise<Outcome>}
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

/** @type {Put} */
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
