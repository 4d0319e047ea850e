/**
 * The HTTP API for who is signed in. A sign-in that runs out on the way is refreshed; where that is
 * over too, its owner is asked to sign in again, and what was asked waits for him and then goes on:
 * nothing that he was about is lost.
 *
 * @import { Api } from './api.js'
 * @import { Account, Deletion, HostedAlbum, ImageSize, ImageUrl, LibraryFilters, LibraryPage, LibraryPhoto, PhotoChange } from './host-wire.d.ts'
 * @import { Locks } from './ports.d.ts'
 * @import { SignInKeeper } from './sign-in-keeper.js'
 */

import { ApiError, isTemporary } from './api.js';
import { MalformedMessage } from './messages.js';
import { keptSignIn, readTokens } from './sign-in-keeper.js';

/** Refreshed so long before it runs out: a request that is on its way must not find it out. */
const MARGIN_MS = 120_000;
/** As many as the service deletes by one request. */
export const DELETED_AT_ONCE = 100;

/** @typedef {{method?: string, body?: object, signal?: AbortSignal}} How */

/**
 * @typedef {object} HostApiParts
 * @property {Pick<Api, 'ask'>} api
 * @property {SignInKeeper} keeper
 * @property {() => Promise<void>} signIn resolves once `keeper` has a sign-in that is good
 * @property {() => number} nowMs epoch milliseconds
 * @property {Locks | undefined} locks of all tabs; some browsers have none
 */

export class HostApi {
  /** @type {Promise<string> | null} */
  #refreshing = null;
  /** @type {Promise<string> | null} */
  #signing = null;

  /** @param {HostApiParts} parts */
  constructor({ api, keeper, signIn, nowMs, locks }) {
    this.api = api;
    this.keeper = keeper;
    this.signIn = signIn;
    this.nowMs = nowMs;
    this.locks = locks;
  }

  /** @returns {Promise<Account>} as whom one is signed in */
  async account() {
    const account = await this.ask('/auth/me', {}, shaped('userId', 'groups'));
    return { ...account, email: this.keeper.known?.email ?? '' };
  }

  /**
   * @param {LibraryFilters} filters
   * @param {{cursor?: string | null, limit?: number, signal?: AbortSignal}} [page]
   * @returns {Promise<LibraryPage>} newest first
   */
  photos(filters, { cursor, limit, signal } = {}) {
    const query = queryOf({ ...filters, cursor, limit });
    return this.ask(`/images${query}`, { signal }, shaped('photos', 'expiresAt'));
  }

  /** @type {(photoId: string, size: ImageSize, signal?: AbortSignal) => Promise<ImageUrl>} */
  image(photoId, size, signal) {
    const path = `/image/${encodeURIComponent(photoId)}${queryOf({ size })}`;
    return this.ask(path, { signal }, shaped('url', 'photo'));
  }

  /** @type {(photoId: string, change: PhotoChange) => Promise<LibraryPhoto>} */
  edit(photoId, change) {
    const path = `/image/${encodeURIComponent(photoId)}`;
    return this.ask(path, { method: 'PATCH', body: change }, shaped('photoId', 'state'));
  }

  /** @type {(photoIds: readonly string[]) => Promise<Deletion[]>} up to DELETED_AT_ONCE of them */
  async remove(photoIds) {
    const how = { method: 'DELETE', body: { photoIds } };
    return (await this.ask('/images', how, shaped('deletions'))).deletions;
  }

  /** @type {(signal?: AbortSignal) => Promise<HostedAlbum[]>} all of them */
  async albums(signal) {
    const albums = [];
    for (let after = undefined; after !== null; ) {
      /** @type {{albums: HostedAlbum[], next: string | null}} */
      const page = await this.ask(`/albums${queryOf({ after })}`, { signal }, shaped('albums'));
      albums.push(...page.albums);
      after = page.next;
    }
    return albums;
  }

  /** @type {(albumId: string) => Promise<HostedAlbum>} */
  album(albumId) {
    return this.ask(`/albums/${encodeURIComponent(albumId)}`, {}, shaped('albumId', 'name'));
  }

  /** @type {(albumId: string) => Promise<string>} lets in one socket, within five minutes */
  async listen(albumId) {
    const path = `/albums/${encodeURIComponent(albumId)}/listen`;
    return (await this.ask(path, { method: 'POST' }, shaped('token'))).token;
  }

  /** Ends the sign-in, here and in other tabs, whether or not the service can be told. */
  async signOut() {
    const { refreshToken } = this.keeper.known ?? {};
    this.keeper.keep(null);
    if (refreshToken) {
      const how = { method: 'POST', body: { refreshToken } };
      await this.api.ask('/auth/signout', how, (body) => body).catch(() => null);
    }
  }

  /**
   * Any request of a signed-in user.
   *
   * @template T
   * @param {string} path
   * @param {How} how
   * @param {(body: any) => T} read
   * @returns {Promise<T>}
   */
  async ask(path, how, read) {
    let token = await this.#token();
    for (const renewed of [() => this.#refreshed(token), () => this.#signedInAgain()]) {
      try {
        return await this.api.ask(path, { ...how, token }, read);
      } catch (error) {
        if (!isSignedOut(error)) {
          throw error;
        }
        token = await renewed();
      }
    }
    return this.api.ask(path, { ...how, token }, read);
  }

  /** @returns {Promise<string>} an ID token that is good for a while */
  async #token() {
    const known = this.keeper.known;
    if (known === null) {
      return this.#signedInAgain();
    }
    const leftMs = known.expiresAtMs - this.nowMs();
    if (leftMs > MARGIN_MS) {
      return known.idToken;
    }
    try {
      return await this.#refreshed(known.idToken);
    } catch (error) {
      if (leftMs > 0 && isTemporary(error)) {
        return known.idToken;
      }
      throw error;
    }
  }

  /** @type {(stale: string) => Promise<string>} once for all who ask at the same time */
  #refreshed(stale) {
    this.#refreshing ??= this.#alone(() => this.#refresh(stale))
      .then((token) => token ?? this.#signedInAgain())
      .finally(() => {
        this.#refreshing = null;
      });
    return this.#refreshing;
  }

  /** @type {(stale: string) => Promise<string | null>} null: the sign-in is over */
  async #refresh(stale) {
    const known = this.keeper.known;
    if (known && known.idToken !== stale && known.expiresAtMs - this.nowMs() > MARGIN_MS) {
      // By another tab, while this one waited.
      return known.idToken;
    }
    if (known) {
      try {
        const how = { method: 'POST', body: { refreshToken: known.refreshToken } };
        const tokens = await this.api.ask('/auth/refresh', how, readTokens);
        this.keeper.keep(keptSignIn(known, tokens, this.nowMs()));
        return tokens.idToken;
      } catch (error) {
        if (!(error instanceof ApiError) || isTemporary(error)) {
          throw error;
        }
      }
    }
    return null;
  }

  /** @returns {Promise<string>} */
  #signedInAgain() {
    this.#signing ??= this.signIn()
      .then(() => this.keeper.known?.idToken ?? '')
      .finally(() => {
        this.#signing = null;
      });
    return this.#signing;
  }

  /** @type {<T>(work: () => Promise<T>) => Promise<T | null>} of all tabs, one at a time */
  async #alone(work) {
    if (!this.locks) {
      return work();
    }
    let made = null;
    await this.locks.request('scandrop.refresh', async () => {
      made = await work();
    });
    return made;
  }
}

/** @type {(error: unknown) => boolean} */
function isSignedOut(error) {
  return error instanceof ApiError && error.status === 401;
}

/** @type {(...names: string[]) => (body: any) => any} an object that has at least these */
export function shaped(...names) {
  return (body) => {
    if (names.some((name) => body?.[name] === undefined)) {
      throw new MalformedMessage(`an answer without ${names}`);
    }
    return body;
  };
}

/** @type {(values: Record<string, string | number | null | undefined>) => string} with its `?` */
export function queryOf(values) {
  const named = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
  const query = new URLSearchParams(named.map(([name, value]) => [name, String(value)]));
  return named.length > 0 ? `?${query}` : '';
}
