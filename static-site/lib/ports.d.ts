/** What the parts need of each other and of the browser. Never loaded by a browser. */

import type { Api } from './api.js';
import type { ConfigFile } from './service.js';
import type { LiveSession } from './live-session.js';
import type { ScreenApi } from './screen-api.js';
import type { ReconnectingSocket } from './socket.js';
import type { Deletion, FileFacts, KioskState, Upload, UploadEvent } from './states.d.ts';
import type { Naps } from './timers.js';
import type { Transfer } from './transfer.js';
import type { UploadQueue } from './upload-queue.js';
import type { Text } from './text.js';
import type { Limits, Message, MultipartUpload, PhotoState, Ticket } from './wire.d.ts';

/** Time as an argument: everything that waits takes one, so that tests need no clock. */
export interface Timers {
  /** Monotonic milliseconds. */
  now: () => number;
  /** Returns how to cancel it. */
  after: (ms: number, run: () => void) => () => void;
}

export interface SocketEvents {
  onOpen: () => void;
  onFrame: (frame: unknown) => void;
  /** No socket is open any more. */
  onDown: () => void;
}

export interface LiveEvents {
  onMessage: (message: Message) => void;
  /** Neither socket nor polling reaches the service. */
  onAway: () => void;
  onBack: () => void;
}

export interface PageEvents {
  /** Look at once: seen again, or the network has come or gone. */
  onLook: () => void;
  /** The page is left, perhaps into the back/forward cache. */
  onHide: () => void;
  /** The page is back out of that cache, as it was left. */
  onReturn: () => void;
}

/** Resolves to the HTTP status; 0 if there was no answer, for whatever reason. */
export type Put = (
  ticket: Pick<Ticket, 'method' | 'url' | 'headers'>,
  body: Blob,
  how: { signal: AbortSignal; onProgress: (sentBytes: number) => void },
) => Promise<number>;

/** All that trying again needs. */
export interface Persisting {
  /** Stops it: removed by the visitor, or known to have arrived. */
  signal: AbortSignal;
  /** Ends early when the network comes back. */
  nap: (ms: number) => Promise<void>;
  online: () => boolean;
  random: () => number;
  /** Another attempt follows. */
  onStumble: () => void;
}

/** All that sending one photo needs. */
export interface Sending extends Persisting {
  /** The same photo each time, with a fresh URL. */
  requestTicket: () => Promise<Ticket>;
  put: (ticket: Ticket) => Promise<number>;
  /** What the service knows of the photo. */
  ask: (photoId: string) => Promise<{ state: PhotoState; code: string | null } | null>;
  /** The file is still there. */
  canRead: () => Promise<boolean>;
}

/** All that sending a file in parts needs. */
export interface PartsSending extends Persisting {
  sizeBytes: number;
  canRead: () => Promise<boolean>;
  /** The same upload each time. */
  create: () => Promise<MultipartUpload>;
  /** Numbers of the parts that have arrived. */
  arrived: () => Promise<number[]>;
  /** A fresh URL for a part, and its bytes there. Resolves to the HTTP status; 0: no answer. */
  putPart: (
    part: { number: number; from: number; to: number },
    onProgress: (sentBytes: number) => void,
  ) => Promise<number>;
  /** The parts become one object; again is no harm. */
  complete: () => Promise<void>;
  /** Bytes of all parts that have left the phone. */
  onProgress: (sentBytes: number) => void;
}

export type Outcome =
  | { type: 'SENT' }
  | { type: 'FAILED'; code: string }
  | { type: 'REFUSED'; code: string }
  | { type: 'STOPPED' };

// What the phone's list of photos is built from

export interface ListParts {
  text: Text;
  onRetry: (id: string) => void;
  onRemove: (id: string) => void;
  onDelete: (id: string) => void;
  /** The focus was in it, and its last row has gone. */
  onEmpty: () => void;
}

export interface RowParts {
  text: Text;
  onRetry: () => void;
  onRemove: () => void;
  onDelete: () => void;
}

/** The code that a photo is sent by. */
export interface RowPlace {
  limits: Limits | null;
  /** It takes photos. */
  open: boolean;
  /** Of photos that are being deleted, or could not be, by their ids. */
  deletions: ReadonlyMap<string, Deletion>;
}

/** All that deleting photos needs. */
export interface DeletionParts {
  sessionId: string;
  token: string;
  api: Pick<Api, 'withdraw'>;
  queue: Pick<UploadQueue, 'tell'>;
  naps: Naps;
  random: () => number;
  /** Whether the visitor means it. */
  ask: (upload: Upload) => Promise<boolean>;
  onChange: () => void;
  /** In the end it is deleted, or it is still there. */
  onOutcome: (upload: Upload, isDeleted: boolean) => void;
}

// What the controllers are built from

export interface ApiParts {
  config: ConfigFile;
  fetch: typeof globalThis.fetch;
  timers: Timers;
  /** After which an answer is no longer waited for. */
  timeoutMs?: number;
}

export interface SocketParts {
  url: string;
  /** Offered as a subprotocol: it never stands in the URL. A function is asked at each connection. */
  token: string | (() => Promise<string>);
  events: SocketEvents;
  timers: Timers;
  random: () => number;
  WebSocket: new (url: string, protocols: string[]) => WebSocket;
}

export interface LiveParts {
  sessionId: string;
  token: string;
  api: Api;
  openSocket: (events: SocketEvents) => ReconnectingSocket;
  events: LiveEvents;
  timers: Timers;
  random: () => number;
}

export interface KioskParts {
  api: ScreenApi;
  watch: (sessionId: string, token: string, events: LiveEvents) => LiveSession;
  /** Also called at each tick. */
  onChange: (state: KioskState, at: number) => void;
  /** Nobody is there, the service is, and the page is old. */
  onRest: () => void;
  /** What shows photos is here; false: it cannot be had just now. No code is shown before. */
  prepare: () => Promise<boolean>;
  /** How long the last photo of a visit stays, milliseconds; null: as long as ours do. */
  staysMs?: () => number | null | undefined;
  naps: Naps;
  timers: Timers;
  random: () => number;
}

/** What a phone that has opened an address has in its hands. */
export interface Scan {
  /** null: this address was not scanned. */
  sessionId: string | null;
  /** null: this browser keeps nothing for us. */
  database: Promise<IDBDatabase | null>;
  /** Empty without a session. */
  token: Promise<string>;
}

export interface PhoneParts {
  sessionId: string;
  token: string;
  /** False: the visit is a guest's, of an album. */
  hasScreen: boolean;
  api: Api;
  watch: (events: LiveEvents) => LiveSession;
  /** Also called at each tick. */
  onChange: () => void;
  naps: Naps;
  timers: Timers;
  random: () => number;
}

/** A picked file, kept over reloads. */
export interface Kept {
  id: string;
  file: File;
  /** Known from the first ticket on. */
  photoId: string | null;
}

/** Keeps files until they have arrived; where it cannot, it does nothing. */
export interface Keep {
  add: (id: string, file: File) => void;
  ticketed: (id: string, photoId: string) => void;
  drop: (id: string) => void;
}

/** Of the Web Locks API what we use. */
export interface Locks {
  request: (name: string, work: () => Promise<void>) => Promise<unknown>;
}

/** All that sending files needs. */
export interface TransferParts {
  sessionId: string;
  token: string;
  api: Api;
  /** A part of a large file, at once. */
  put: Put;
  /** A whole photo, when it is its turn. */
  putPhoto: Put;
  sha256: (bytes: Blob) => Promise<string | undefined>;
  /** Sends its preview to the screen; resolves in any case. */
  show: (photoId: string, file: File) => Promise<void>;
  /** null: not known yet. */
  limits: () => Limits | null;
  /** Monotonic milliseconds. */
  now: () => number;
  naps: Naps;
  random: () => number;
  online: () => boolean;
}

/** What the queue asks of one file on its way. */
export type Sender = Pick<Transfer, 'isAnnounced' | 'announce' | 'send' | 'stop' | 'withdraw'>;

export interface QueueParts {
  transfer: (id: string, file: File, report: (event: UploadEvent) => void) => Sender;
  keep: Keep;
  /** What can be said of a picked file; code: why it need not be sent, within these limits. */
  judge: (file: File, limits: Limits | null) => FileFacts & { code: string | null };
  newId: () => string;
  onChange: () => void;
  /** A photo was not taken, perhaps because the session takes nothing more. */
  onRefusal: (code: string) => void;
}
