/**
 * Signs somebody in, step by step, by asking the service.
 *
 * @import { Api } from './api.js'
 * @import { Tokens } from './host-wire.d.ts'
 * @import { SignInEvent, SignInState, SignInStep } from './states.d.ts'
 */

import { ApiError, isTemporary } from './api.js';
import { readTokens } from './sign-in-keeper.js';
import { signInStart, signInState } from './sign-in-state.js';

/** @typedef {SignInState['values']} Values */

export class SigningIn {
  /**
   * @param {object} parts
   * @param {Pick<Api, 'ask'>} parts.api
   * @param {string} parts.email who it has to be; empty: anybody
   * @param {boolean} parts.stay what is kept outlives the browser, until something else is said
   * @param {() => void} parts.onChange
   * @param {(email: string, tokens: Tokens, stay: boolean) => void} parts.onSignedIn
   */
  constructor({ api, email, stay, onChange, onSignedIn }) {
    this.api = api;
    this.onChange = onChange;
    this.onSignedIn = onSignedIn;
    this.state = signInStart(email, stay);
  }

  /** @param {SignInStep} step */
  go(step) {
    this.#dispatch({ type: 'WENT', step });
  }

  /** @param {Partial<Values>} typed */
  async submit(typed) {
    if (this.state.busy) {
      return;
    }
    this.#dispatch({ type: 'SUBMITTED', values: typed });
    if (this.state.busy) {
      await this.#work(() => this.#step());
    }
  }

  /** Another code is mailed, by the same way as the first. */
  async mailAgain() {
    const { step, values } = this.state;
    if (this.state.busy || (step !== 'verify' && step !== 'confirm')) {
      return;
    }
    this.state = { ...this.state, busy: true, refusal: null, note: null };
    this.onChange();
    await this.#work(() => (step === 'verify' ? this.#signUp(values) : this.#forget(values)));
  }

  /** @param {() => Promise<void>} work */
  async #work(work) {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ApiError) && !isTemporary(error)) {
        throw error;
      }
      const isAway = !(error instanceof ApiError) || error.status >= 500;
      this.#dispatch({ type: 'REFUSED', code: isAway ? 'ServiceAway' : error.code });
    }
  }

  /** @returns {Promise<void>} */
  async #step() {
    const { step, values } = this.state;
    const { email, password, newPassword, code } = values;
    switch (step) {
      case 'sign-up':
        return this.#signUp(values);
      case 'forgot':
        return this.#forget(values);
      case 'verify':
        await this.#post('verify', { email, code });
        return this.#signIn({ email, password: newPassword });
      case 'confirm':
        await this.#post('confirm-forgot-password', { email, code, newPassword });
        return this.#signIn({ email, password: newPassword });
      case 'invited':
        return this.#signIn({ email, password, newPassword });
      case 'mfa':
        return this.#signIn({ email, password, code });
      default:
        return this.#signIn({ email, password });
    }
  }

  /** @param {Values} values */
  async #signUp({ email, newPassword }) {
    await this.#post('signup', { email, password: newPassword });
    this.#dispatch({ type: 'MAILED', step: 'verify' });
  }

  /** @param {Values} values */
  async #forget({ email }) {
    await this.#post('forgot-password', { email });
    this.#dispatch({ type: 'MAILED', step: 'confirm' });
  }

  /** @param {{email: string, password: string, newPassword?: string, code?: string}} asked */
  async #signIn(asked) {
    const { stay } = this.state.values;
    // For the steps that may follow: this is what was right so far.
    this.state = { ...this.state, values: { ...this.state.values, password: asked.password } };
    const tokens = await this.#post('signin', asked, readTokens);
    this.#dispatch({ type: 'DONE' });
    this.onSignedIn(asked.email.toLowerCase(), tokens, stay);
  }

  /**
   * @template T
   * @param {string} what
   * @param {object} body
   * @param {(body: any) => T} [read]
   */
  #post(what, body, read = (answer) => answer) {
    return this.api.ask(`/auth/${what}`, { method: 'POST', body }, read);
  }

  /** @param {SignInEvent} event */
  #dispatch(event) {
    this.state = signInState(this.state, event);
    this.onChange();
  }
}
