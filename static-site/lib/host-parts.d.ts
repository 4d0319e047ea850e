/** What a view of the host's page is given. Never loaded by a browser. */

import type { Api } from './api.js';
import type { HostApi } from './host-api.js';
import type { Account } from './host-wire.d.ts';
import type { Place } from './states.d.ts';
import type { Text } from './text.js';
import type { Naps } from './timers.js';
import type { SocketEvents, Timers } from './ports.d.ts';
import type { ReconnectingSocket } from './socket.js';

export interface HostParts {
  /** An empty place of its own. */
  element: HTMLElement;
  host: HostApi;
  /** For what needs no sign-in but a token of its own. */
  api: Api;
  /** With the words of `locales/<language>/host-<name>.json`. */
  text: Text;
  place: Place;
  naps: Naps;
  random: () => number;
  timers: Timers;
  account: Account;
  go: (hash: string) => void;
  hashOf: (view: string, query?: Record<string, string | null | undefined>) => string;
  /** Politely, to who listens. */
  say: (words: string) => void;
  /** A line to the channel of an album, not started, and without its token. */
  openLine: (albumId: string, events: SocketEvents) => ReconnectingSocket;
  /** Monotonic milliseconds. */
  now: () => number;
}
