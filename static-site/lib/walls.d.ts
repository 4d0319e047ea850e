/** What the wall is made of. Never loaded by a browser. */

import type { AlbumMessage, AlbumNews, WallPage, WallPhoto } from './album-wire.d.ts';
import type { LiveAlbum } from './live-album.js';
import type { SocketEvents, Timers } from './ports.d.ts';
import type { ReconnectingSocket } from './socket.js';
import type { Naps } from './timers.js';
import type { WallApi } from './wall-api.js';

export interface LiveAlbumEvents {
  onMessage: (message: AlbumMessage) => void;
  onOpen: () => void;
  /** No socket is open any more. */
  onDown: () => void;
}

export interface LiveAlbumParts {
  albumId: string;
  openSocket: (events: SocketEvents) => ReconnectingSocket;
  events: LiveAlbumEvents;
  timers: Timers;
}

/** `unset`: it has no key; `refused`: its key opens nothing any more. */
export type WallName = 'starting' | 'empty' | 'showing' | 'unset' | 'refused';

export interface WallState {
  name: WallName;
  /** False: the service is away. */
  reachable: boolean;
  album: (Omit<AlbumNews, 'attract'> & { joinQrSvg: string }) | null;
  /** All that may be shown, by id: when it was told last, monotonic milliseconds. */
  known: ReadonlyMap<string, number>;
  /** Those that nobody has seen yet, in the order in which they came. */
  fresh: readonly string[];
  /** Those that are still to be shown in this round, the next one last. */
  bag: readonly string[];
  /** What stands on the wall. */
  current: string | null;
  /** It was shown as a new one, and keeps its time. */
  currentIsFresh: boolean;
  /** What comes next, and is being fetched. */
  upcoming: string | null;
  upcomingIsFresh: boolean;
  /** What was shown before, the last one last. */
  past: readonly string[];
  /** Somebody stands at the wall and has stopped it. */
  held: boolean;
  /** All that there was when it was switched on is known. */
  isListed: boolean;
  /** Somebody does not want to wait for the next one. */
  hurried: boolean;
  /** When the current one came, monotonic milliseconds. */
  shownAt: number;
}

/** `at`: monotonic milliseconds. */
export type WallEvent =
  | { type: 'PAGE_READ'; page: WallPage; at: number }
  /** All pages were read, from then on. */
  | { type: 'ALL_READ'; photoIds: ReadonlySet<string>; since: number; random: () => number }
  | { type: 'ASKED'; photoIds: readonly string[]; page: WallPage }
  | { type: 'MESSAGE'; message: AlbumMessage; at: number }
  | { type: 'CHOSEN'; random: () => number }
  | { type: 'SHOWN'; photoId: string; at: number }
  /** Its picture could not be had. */
  | { type: 'SPOILT'; photoId: string }
  | { type: 'TURNED_BACK' }
  | { type: 'HURRIED' }
  | { type: 'HELD'; held: boolean; at: number }
  | { type: 'KEY_REFUSED'; code: string }
  | { type: 'SERVICE_AWAY' }
  | { type: 'SERVICE_BACK' };

/** Where pictures are painted. */
export interface Canvas {
  /** Fetches and decodes it where nobody sees it; false: it could not be had. */
  prepare: (photo: WallPhoto) => Promise<boolean>;
  /** Shows what was prepared last. */
  show: () => void;
  /** Words under what is shown were changed. */
  caption: (photo: WallPhoto) => void;
  /** Takes it off at once, wherever it is. */
  remove: (photoId: string) => void;
}

export interface WallReaderParts {
  api: Pick<WallApi, 'look'>;
  dispatch: (event: WallEvent) => void;
  timers: Timers;
  random: () => number;
}

export interface WallParts {
  api: Pick<WallApi, 'look'>;
  watch: (albumId: string, events: LiveAlbumEvents) => LiveAlbum;
  canvas: Canvas;
  /** Also called at each tick. */
  onChange: (state: WallState, at: number) => void;
  naps: Naps;
  timers: Timers;
  random: () => number;
}
