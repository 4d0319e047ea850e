/** What a view of the host's page is given. Never loaded by a browser. */

import type { HostApi } from './host-api.js';
import type { Account } from './host-wire.d.ts';
import type { Place } from './states.d.ts';
import type { Text } from './text.js';
import type { Naps } from './timers.js';
import type { Timers } from './ports.d.ts';

export interface HostParts {
  /** An empty place of its own. */
  element: HTMLElement;
  host: HostApi;
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
  /** Monotonic milliseconds. */
  now: () => number;
}
