/**
 * Small drawings that say what a button does, beside its words.
 */

/** On 24 by 24, in lines. @type {Record<string, string>} */
const PATHS = {
  approve: 'm5 13 4.5 4.5L19 7',
  check: 'm5 13 4.5 4.5L19 7',
  shown: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6z',
  hide: 'm4 4 16 16M9.5 6A9 9 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a17 17 0 0 1-3 3.7M6 8a17 17 0 0 0-3.5 4S6 18.5 12 18.5a9 9 0 0 0 4-1',
  hidden: 'm4 4 16 16M9.5 6A9 9 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a17 17 0 0 1-3 3.7M6 8a17 17 0 0 0-3.5 4S6 18.5 12 18.5a9 9 0 0 0 4-1',
  waiting: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM12 8v4.5l3 2',
  making: 'M12 4v3M12 17v3M4 12h3M17 12h3M6.5 6.5l2 2M15.5 15.5l2 2M6.5 17.5l2-2M15.5 8.5l2-2',
  refused: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM12 8v5M12 16v.2',
  move: 'M4 7a1 1 0 0 1 1-1h4l2 2h8a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1zM9 13h6m-2.5-2.5L15 13l-2.5 2.5',
  download: 'M12 4v11m-5-5 5 5 5-5M5 20h14',
  delete: 'M5 7h14M10 7V4.5h4V7M7 7l1 13h8l1-13M10.5 11v5.5M13.5 11v5.5',
  close: 'm6 6 12 12M18 6 6 18',
  select: 'M5 5h14v14H5zm3 7.5 3 3 5-6.5',
  previous: 'm14.5 5-7 7 7 7',
  next: 'm9.5 5 7 7-7 7',
  undo: 'M8 5 4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11h-4',
  again: 'M19 8a8 8 0 1 0 1 5M20 4v5h-5',
  video: 'M4 6h12v12H4zM16 10.5l4.5-3v9l-4.5-3z',
  audio: 'M9 18V6l10-2v12M9 18a2.5 2 0 1 1-5 0 2.5 2 0 0 1 5 0zM19 16a2.5 2 0 1 1-5 0 2.5 2 0 0 1 5 0z',
  document: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
  image: 'M4 5h16v14H4zm0 11 5-5 4 4 2-2 5 4M15.5 8.5v.2',
};

/** @type {(name: string) => SVGElement} */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', PATHS[name] ?? '');
  svg.append(path);
  return svg;
}

/** Of a kind of file. @type {(type: string) => SVGElement} */
export function drawing(type) {
  return icon(type in PATHS ? type : 'document');
}
