/**
 * How a picture stands on a wall: it fills the screen if hardly anything is lost by that, and is a
 * print with its white border if not. Pure.
 *
 * @import { Rendition, RenditionName } from './wire.d.ts'
 */

/** So much of a picture may be cut off: of 3:2 on a screen of 16:9 it is less. */
const MOST_CUT = 0.16;

/**
 * @param {{width: number, height: number}} picture
 * @param {number} width of the screen
 * @param {number} height
 * @returns {'fill' | 'print'}
 */
export function fitOf(picture, width, height) {
  const ratio = picture.width / picture.height;
  const screen = width / Math.max(1, height);
  return 1 - Math.min(ratio, screen) / Math.max(ratio, screen) <= MOST_CUT ? 'fill' : 'print';
}

/**
 * @param {Record<RenditionName, Rendition>} renditions
 * @param {number} side the longer one of the screen, in its own pixels
 * @returns {RenditionName} the smallest that is sharp there
 */
export function sizeFor({ medium }, side) {
  return Math.max(medium.width, medium.height) >= side ? 'medium' : 'large';
}
