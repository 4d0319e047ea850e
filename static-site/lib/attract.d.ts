/** What a kiosk that waits is made of, as far as it shows photos. Never loaded by a browser. */

import type { WallPhoto } from './album-wire.d.ts';
import type { LiveAlbum } from './live-album.js';
import type { Timers } from './ports.d.ts';
import type { WallApi } from './wall-api.js';
import type { LiveAlbumEvents } from './walls.d.ts';

type Told = Pick<WallPhoto, 'photoId' | 'storedAt'>;

export interface AttractState {
  /** The latest photos that may be shown, newest first. */
  latest: readonly Told[];
  /** Which one is seen in each place. */
  places: readonly (string | null)[];
  /** When each was last brought, monotonic milliseconds. */
  seenAt: ReadonlyMap<string, number>;
  /** When a print was changed last. */
  changedAt: number;
}

/** `at`: monotonic milliseconds. */
export type AttractEvent =
  | { type: 'LISTED'; photos: readonly Told[] }
  /** Of those that were asked for these may be shown. */
  | { type: 'ASKED'; photoIds: readonly string[]; there: readonly string[] }
  | { type: 'PUBLISHED'; photo: Told }
  | { type: 'GONE'; photoId: string }
  | { type: 'SHOWN'; photoId: string; place: number; at: number }
  /** Its picture could not be had. */
  | { type: 'SPOILT'; photoId: string; at: number }
  /** Nothing may be shown, or nobody knows what. */
  | { type: 'EMPTIED' };

/** A photo that is to be shown in this place. */
export interface Candidate {
  photoId: string;
  place: number;
}

/** Where the prints stand. */
export interface Rack {
  /** Fetches and decodes it where nobody sees it; false: it could not be had. */
  load: (photo: WallPhoto) => Promise<boolean>;
  /** Shows what was loaded in this place. */
  put: (place: number, photoId: string) => void;
  /** Takes off, and forgets, all others at once. */
  keep: (photoIds: ReadonlySet<string>) => void;
  /** Says which album they are of. */
  entitle: (album: string) => void;
}

export interface AttractParts {
  api: Pick<WallApi, 'look'>;
  watch: (albumId: string, events: LiveAlbumEvents) => LiveAlbum;
  rack: Rack;
  timers: Timers;
  random: () => number;
}
