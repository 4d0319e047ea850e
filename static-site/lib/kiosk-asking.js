/**
 * What a kiosk asks of the service, and what it takes for an answer.
 *
 * @import { ScreenApi } from './screen-api.js'
 * @import { OpeningRefusal } from './states.d.ts'
 * @import { OpenedSession } from './wire.d.ts'
 */

import { ApiError, ServiceAway } from './api.js';

/** Trying again changes nothing: the host has to. @type {readonly OpeningRefusal[]} */
const REFUSALS = ['KioskKeyRequired', 'KioskKeyRefused', 'AlbumClosed', 'AlbumFull'];

/**
 * @param {ScreenApi} api
 * @param {AbortSignal} left
 * @returns {Promise<OpenedSession | OpeningRefusal | null>} a refusal that only a person can mend;
 *   null: the service said no or nothing
 */
export function sessionOrRefusal(api, left) {
  return attempt(async () => {
    try {
      return await api.openSession(left);
    } catch (error) {
      const refusal = error instanceof ApiError && REFUSALS.find((code) => code === error.code);
      if (refusal) {
        return refusal;
      }
      throw error;
    }
  });
}

/**
 * @template T
 * @param {() => Promise<T>} ask
 * @returns {Promise<T | null>} null: the service said no or nothing
 */
export async function attempt(ask) {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ApiError || error instanceof ServiceAway) {
      return null;
    }
    throw error;
  }
}

/**
 * The page anew, if it can be had: else it would be lost for a browser's error.
 *
 * @param {ScreenApi} api
 * @returns {Promise<boolean>} false: not just now
 */
export async function restart(api) {
  const reached = await attempt(async () => {
    await api.reach();
    return true;
  });
  if (reached) {
    location.reload();
  }
  return reached === true;
}
