/**
 * What somebody is signed in with, as this browser keeps it and its tabs share it.
 *
 * No place hides it from a script that runs in the page: against those stands the site's policy,
 * which lets in none but our own. What the place decides is who finds it later. So it is where a
 * tab's end is its end (`sessionStorage`), and other tabs get it from this one by a channel; where
 * the next user of the machine would find it (`localStorage`) only if its owner has asked to stay.
 *
 * @import { KeptSignIn, Tokens } from './host-wire.d.ts'
 * @import { Timers } from './ports.d.ts'
 */

import { MalformedMessage } from './messages.js';

const NAME = 'scandrop.signIn';
/** A tab that is there answers within some milliseconds; one that sleeps, not at all. */
const ANSWER_MS = 250;

/** What browsers may refuse to give. @typedef {Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>} Place */

/**
 * @typedef {object} KeeperParts
 * @property {() => Place} tab lasts as long as the tab; throws where nothing may be kept
 * @property {() => Place} browser outlives it
 * @property {Pick<BroadcastChannel, 'postMessage' | 'onmessage'> | null} channel to the other tabs
 * @property {Timers} timers
 */

export class SignInKeeper {
  /** Where nothing can be kept it lives as long as the page. @type {KeptSignIn | null} */
  #known = null;
  /** Told when another tab has signed in or out, or has fresh tokens. @type {Set<() => void>} */
  listeners = new Set();
  /** @type {() => void} */
  #answered = () => {};

  /** @param {KeeperParts} parts */
  constructor({ tab, browser, channel, timers }) {
    this.places = { tab, browser };
    this.channel = channel;
    this.timers = timers;
    if (channel) {
      channel.onmessage = ({ data }) => this.#hear(data);
    }
  }

  /** What this tab knows; null: nobody is signed in here. */
  get known() {
    const kept = readFrom(this.places.tab) ?? readFrom(this.places.browser);
    this.#known = kept ?? this.#known;
    return this.#known;
  }

  /** @returns {Promise<KeptSignIn | null>} also what only another tab knows */
  async load() {
    if (this.known === null && this.channel) {
      await new Promise((resolve) => {
        const cancel = this.timers.after(ANSWER_MS, () => resolve(null));
        this.#answered = () => {
          cancel();
          resolve(null);
        };
        this.channel?.postMessage({ ask: true });
      });
    }
    return this.known;
  }

  /** @param {KeptSignIn | null} signIn null: signed out */
  keep(signIn) {
    this.#write(signIn);
    this.channel?.postMessage({ signIn });
  }

  /** @param {any} said by another tab */
  #hear(said) {
    if (said?.ask) {
      if (this.known) {
        this.channel?.postMessage({ signIn: this.known, answer: true });
      }
      return;
    }
    const { signIn, answer } = said ?? {};
    if (answer && this.known) {
      // Somebody else has asked, or I have and was told by two.
      return;
    }
    this.#write(isSignIn(signIn) ? signIn : null);
    this.#answered();
    [...this.listeners].forEach((tell) => tell());
  }

  /** @param {KeptSignIn | null} signIn */
  #write(signIn) {
    this.#known = signIn;
    for (const [place, isHere] of /** @type {const} */ ([
      [this.places.tab, signIn?.stay === false],
      [this.places.browser, signIn?.stay === true],
    ])) {
      try {
        if (isHere) {
          place().setItem(NAME, JSON.stringify(signIn));
        } else {
          place().removeItem(NAME);
        }
      } catch {
        // A browser that keeps nothing, or is full.
      }
    }
  }
}

/** @type {(place: () => Place) => KeptSignIn | null} */
function readFrom(place) {
  try {
    const kept = JSON.parse(place().getItem(NAME) ?? 'null');
    return isSignIn(kept) ? kept : null;
  } catch {
    return null;
  }
}

/** @type {(value: any) => value is KeptSignIn} */
function isSignIn(value) {
  return (
    [value?.email, value?.idToken, value?.refreshToken].every((each) => typeof each === 'string') &&
    typeof value.expiresAtMs === 'number' &&
    typeof value.stay === 'boolean'
  );
}

/** @type {(who: {email: string, stay: boolean}, tokens: Tokens, nowMs: number) => KeptSignIn} */
export function keptSignIn({ email, stay }, { idToken, refreshToken, expiresIn }, nowMs) {
  return { email, idToken, refreshToken, expiresAtMs: nowMs + expiresIn * 1000, stay };
}

/** @type {(body: any) => Tokens} */
export function readTokens(body) {
  if (
    [body?.idToken, body?.refreshToken].some((each) => typeof each !== 'string') ||
    typeof body.expiresIn !== 'number'
  ) {
    throw new MalformedMessage('no tokens');
  }
  return body;
}
