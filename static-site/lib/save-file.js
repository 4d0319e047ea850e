/**
 * Hands a file to the browser to be saved.
 *
 * @import { Timers } from './ports.d.ts'
 */

/** So long some browsers read from the URL after the click. */
const KEPT_MS = 60_000;

/** @type {(document: Document, file: Blob, name: string, timers: Timers) => void} */
export function saveFile(document, file, name, timers) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  timers.after(KEPT_MS, () => URL.revokeObjectURL(link.href));
}
