/**
 * Photos that are rejected because somebody wished it.
 *
 * @import { Photo } from './wire.d.ts'
 */

/** @type {(photo: Photo) => boolean} its visitor took it back before it had arrived */
export function isWithdrawn({ state, code }) {
  return state === 'REJECTED' && code === 'WITHDRAWN';
}

/** @type {(photo: Photo) => boolean} it had arrived, and somebody has deleted it since */
export function isDeleted({ state, code }) {
  return state === 'REJECTED' && code === 'DELETED';
}
