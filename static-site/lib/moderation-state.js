/**
 * Somebody goes through photos that wait, one after the other: a pure core, (state, event) → state.
 *
 * The one that has waited longest comes first; what arrives meanwhile waits behind all others, and
 * never takes the place of the one that is being looked at.
 *
 * @import { ModerationEvent, ModerationState } from './states.d.ts'
 */

/** @type {Readonly<ModerationState>} */
export const NOTHING_WAITS = Object.freeze({ waiting: [], decided: [] });

/** @type {(state: ModerationState, event: ModerationEvent) => ModerationState} itself if nothing changes */
export function moderationState(state, event) {
  switch (event.type) {
    case 'LISTED':
      return listed(state, event.ids);
    case 'DECIDED':
      return decided(state, event.id, event.visibility);
    case 'UNDONE':
      return undone(state);
    case 'FAILED':
      return failed(state, event.id);
    default:
      throw new TypeError(`Unknown moderation event ${/** @type {ModerationEvent} */ (event).type}`);
  }
}

/** @type {(state: ModerationState, newestFirst: readonly string[]) => ModerationState} what waits, as the list has it */
function listed(state, newestFirst) {
  const there = new Set(newestFirst);
  const known = new Set(state.waiting);
  const done = new Set(state.decided.map(({ id }) => id));
  const kept = state.waiting.filter((id) => there.has(id));
  const fresh = newestFirst.filter((id) => !known.has(id) && !done.has(id)).reverse();
  return fresh.length === 0 && kept.length === state.waiting.length
    ? state
    : { ...state, waiting: [...kept, ...fresh] };
}

/** @type {(state: ModerationState, id: string, visibility: 'SHOWN' | 'HIDDEN') => ModerationState} */
function decided(state, id, visibility) {
  if (!state.waiting.includes(id)) {
    return state;
  }
  const waiting = state.waiting.filter((each) => each !== id);
  return { waiting, decided: [...state.decided, { id, visibility }] };
}

/** @type {(state: ModerationState) => ModerationState} the last one is looked at again */
function undone(state) {
  const last = state.decided.at(-1);
  return last
    ? { waiting: [last.id, ...state.waiting], decided: state.decided.slice(0, -1) }
    : state;
}

/** @type {(state: ModerationState, id: string) => ModerationState} what was decided did not reach the service */
function failed(state, id) {
  if (!state.decided.some((each) => each.id === id)) {
    return state;
  }
  const rest = state.decided.filter((each) => each.id !== id);
  return { waiting: [...state.waiting, id], decided: rest };
}
