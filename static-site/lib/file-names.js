/**
 * What pages show of files that others have sent, too: little, as all pages load it.
 */

/** @type {(contentType: string) => boolean} */
export function isVideo(contentType) {
  return contentType.startsWith('video/');
}

/**
 * A file name fit to be shown: without the characters that steer writing, which could make
 * "gpj.exe" of "exe.jpg".
 *
 * @type {(name: string | null) => string} empty if there is nothing to show
 */
export function cleanName(name) {
  return (name ?? '').replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '').trim();
}
