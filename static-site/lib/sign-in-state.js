/**
 * Somebody signs in, or gets an account or another password to sign in with: a pure core,
 * (state, event) → state. What is asked for in each step is told by `FIELDS`.
 *
 * @import { SignInEvent, SignInState, SignInStep } from './states.d.ts'
 */

/** Of the two that the service asks with; as in docs/configuration.md. */
export const MIN_PASSWORD_CHARACTERS = 14;

/** @type {Readonly<Record<SignInStep, readonly ('email' | 'password' | 'newPassword' | 'code')[]>>} */
export const FIELDS = Object.freeze({
  'sign-in': ['email', 'password'],
  invited: ['newPassword'],
  mfa: ['code'],
  'sign-up': ['email', 'newPassword'],
  verify: ['code'],
  forgot: ['email'],
  confirm: ['code', 'newPassword'],
});

/** @type {(email?: string, stay?: boolean) => SignInState} */
export function signInStart(email = '', stay = false) {
  const values = { email, password: '', newPassword: '', code: '', stay };
  return { step: 'sign-in', busy: false, values, refusal: null, note: null };
}

/** @type {(state: SignInState, event: SignInEvent) => SignInState} itself if nothing changes */
export function signInState(state, event) {
  switch (event.type) {
    case 'WENT':
      return state.busy ? state : { ...at(state, event.step), note: null };
    case 'SUBMITTED':
      return state.busy ? state : submitted(state, event.values);
    case 'REFUSED':
      return state.busy ? refused({ ...state, busy: false }, event.code) : state;
    case 'MAILED':
      return state.busy ? { ...at(state, event.step), note: 'mailed' } : state;
    case 'DONE':
      return state.busy ? { ...state, values: { ...state.values, ...NO_SECRETS } } : state;
    default:
      throw new TypeError(`Unknown sign-in event ${/** @type {SignInEvent} */ (event).type}`);
  }
}

const NO_SECRETS = { password: '', newPassword: '', code: '' };

/** @type {(state: SignInState, step: SignInStep) => SignInState} */
function at(state, step) {
  return { ...state, step, busy: false, refusal: null, values: { ...state.values, code: '' } };
}

/** @type {(state: SignInState, typed: Partial<SignInState['values']>) => SignInState} */
function submitted(state, typed) {
  const values = { ...state.values, ...typed };
  values.email = values.email.trim();
  values.code = values.code.replace(/\s/g, '');
  const missing = FIELDS[state.step].find((name) => values[name] === '');
  const short =
    FIELDS[state.step].includes('newPassword') &&
    values.newPassword.length < MIN_PASSWORD_CHARACTERS;
  const code = missing ? `missing.${missing}` : short ? 'PasswordRefused' : null;
  return { ...state, values, busy: code === null, refusal: code, note: null };
}

/** @type {(state: SignInState, code: string) => SignInState} what the service wants beyond that */
function refused(state, code) {
  if (code === 'NewPasswordRequired') {
    return at({ ...state, values: { ...state.values, newPassword: '' } }, 'invited');
  }
  if (code === 'MfaCodeRequired') {
    // A new password that came along counts from that moment on.
    const { password, newPassword } = state.values;
    const counts = state.step === 'invited' ? newPassword : password;
    return at({ ...state, values: { ...state.values, password: counts, newPassword: '' } }, 'mfa');
  }
  const isOver = code === 'SignInRefused' && state.step !== 'sign-in';
  if (isOver) {
    return { ...at(state, 'sign-in'), refusal: code };
  }
  return { ...state, refusal: code, values: { ...state.values, code: '' } };
}
