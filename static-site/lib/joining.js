/**
 * Asks the service to let a guest into an album, as often as he tries.
 *
 * @import { Api } from './api.js'
 * @import { JoinEvent, Joined, JoinRefusal, JoinState } from './states.d.ts'
 */

import { ApiError, isTemporary } from './api.js';
import { joinState, START } from './join-state.js';
import { MalformedMessage } from './messages.js';

export class Joining {
  /** @type {JoinState} */
  state = START;

  /**
   * @param {object} parts
   * @param {Pick<Api, 'ask'>} parts.api
   * @param {() => void} parts.onChange
   */
  constructor({ api, onChange }) {
    this.api = api;
    this.onChange = onChange;
  }

  /**
   * @param {string} written the code, as it was typed
   * @param {string} guest what he calls himself; may be empty
   */
  async submit(written, guest) {
    if (this.state.name !== 'asking') {
      return;
    }
    this.#dispatch({ type: 'SUBMITTED', code: written, guest });
    if (this.state.name === 'asking') {
      return;
    }
    try {
      this.#dispatch({ type: 'JOINED', joined: await this.#ask() });
    } catch (error) {
      this.#dispatch({ type: 'REFUSED', refusal: refusalOf(error) });
    }
  }

  /** @returns {Promise<Joined>} */
  #ask() {
    const { code, guest } = this.state;
    const body = guest ? { name: guest } : {};
    return this.api.ask(`/albums/${code}/join`, { method: 'POST', body }, readJoined);
  }

  /** @param {JoinEvent} event */
  #dispatch(event) {
    this.state = joinState(this.state, event);
    this.onChange();
  }
}

/** @type {(error: unknown) => JoinRefusal} */
function refusalOf(error) {
  if (isTemporary(error)) {
    return { code: 'ServiceAway' };
  }
  if (error instanceof ApiError) {
    const { opensAt, closedAt } = error.body ?? {};
    return { code: error.code, opensAt, closedAt };
  }
  throw error;
}

/** @type {(body: any) => Joined} */
function readJoined(body) {
  const { sessionId, phoneToken, albumName, galleryUrl } = body ?? {};
  if ([sessionId, phoneToken, albumName].some((each) => typeof each !== 'string')) {
    throw new MalformedMessage('not a joined album');
  }
  const gallery = typeof galleryUrl === 'string' ? galleryUrl : null;
  return { sessionId, token: phoneToken, album: albumName, gallery };
}
