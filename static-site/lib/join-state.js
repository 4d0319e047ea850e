/**
 * A guest joins an album by its printed code: a pure core, (state, event) → state.
 *
 * asking → joining → joined, or back to asking with what was refused.
 *
 * @import { JoinEvent, JoinState } from './states.d.ts'
 */

/** As the service makes them: no two characters look, or sound, alike in print. */
const CODE = /^[2-9ABCDEFGHJKMNPQRSTVWXYZ]{10}$/;

/** @type {Readonly<JoinState>} */
export const START = Object.freeze({ name: 'asking', code: '', guest: '', refusal: null, joined: null });

/** @type {(state: JoinState, event: JoinEvent) => JoinState} itself if nothing changes */
export function joinState(state, event) {
  switch (event.type) {
    case 'SUBMITTED':
      return state.name === 'asking' ? submitted(state, event.code, event.guest) : state;
    case 'REFUSED':
      return state.name === 'joining' ? { ...state, name: 'asking', refusal: event.refusal } : state;
    case 'JOINED':
      return state.name === 'joining' ? { ...state, name: 'joined', joined: event.joined } : state;
    default:
      throw new TypeError(`Unknown join event ${/** @type {JoinEvent} */ (event).type}`);
  }
}

/** @type {(state: JoinState, written: string, guest: string) => JoinState} */
function submitted(state, written, guest) {
  const code = readCode(written);
  return code === null
    ? { ...state, code: written, guest, refusal: { code: 'InvalidRequest' } }
    : { ...state, name: 'joining', code, guest: guest.trim(), refusal: null };
}

/** @type {(written: string) => string | null} the code, however people write it; null: it is none */
export function readCode(written) {
  const code = written.replace(/[\s\p{Dash}]/gu, '').toUpperCase();
  return CODE.test(code) ? code : null;
}

/** @type {(code: string) => string} as people read it aloud, and compare it with what is printed */
export function spelled(code) {
  return readCode(code) === null ? code : `${code.slice(0, 5)}-${code.slice(5)}`;
}

/**
 * What an album's link brings along; null: this address is none. Behind the `#`, no server's log
 * has it.
 *
 * @type {(hash: string) => string | null}
 */
export function codeIn(hash) {
  const written = /^#join=(.*)$/.exec(hash)?.[1];
  try {
    return written === undefined ? null : decodeURIComponent(written);
  } catch {
    return written ?? null;
  }
}
