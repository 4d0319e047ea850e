/**
 * Where one is on the host's page, by what stands behind the `#`: `#library`,
 * `#library?album=<id>`, `#album=<id>`.
 *
 * @import { Place } from './states.d.ts'
 */

/** @type {(hash: string, views: readonly string[]) => Place} the first view, if it names none */
export function placeOf(hash, views) {
  const [, view = '', id = null, query = ''] = /^#([a-z]+)(?:=([^?]*))?(?:\?(.*))?$/.exec(hash) ?? [];
  return views.includes(view)
    ? { view, id: id && decoded(id), query: Object.fromEntries(new URLSearchParams(query)) }
    : { view: views[0], id: null, query: {} };
}

/** @type {(view: string, query?: Record<string, string | null | undefined>) => string} */
export function hashOf(view, query = {}) {
  const named = Object.entries(query).filter(([, value]) => value);
  const written = new URLSearchParams(named.map(([name, value]) => [name, String(value)]));
  return named.length > 0 ? `#${view}?${written}` : `#${view}`;
}

/** @type {(text: string) => string} */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
