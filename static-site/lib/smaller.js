/**
 * A photo made smaller on the phone, for lines on which bytes are slow or dear.
 */

import { drawFile, jpegOf } from './draw-file.js';

/** Pixels of its longer side: of a phone's photo screens show no more. */
const SIDE = 2560;
const QUALITY = 0.85;

/**
 * @param {File} file
 * @returns {Promise<File>} a JPEG; the file itself if it cannot be decoded or is as light already
 */
export async function smaller(file) {
  const picture = await drawFile(file, SIDE);
  const jpeg = picture && (await jpegOf(picture, QUALITY));
  if (!jpeg || jpeg.size >= file.size) {
    return file;
  }
  const { name, lastModified } = file;
  return new File([jpeg], `${name.replace(/\.[^.]*$/, '')}.jpg`, { type: 'image/jpeg', lastModified });
}
