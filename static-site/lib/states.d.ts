/** The states of the pure cores and the events that move them. Never loaded by a browser. */

import type { LibraryFilters, LibraryPage, LibraryPhoto } from './host-wire.d.ts';
import type {
  Limits,
  Message,
  OpenedSession,
  Photo,
  RenditionName,
  SessionStatus,
  Ticket,
} from './wire.d.ts';

/** Milliseconds to add to the monotonic clock to have the server's; null: not known. */
export type ClockOffset = number | null;

// The kiosk

/** A small picture of a photo that has not arrived. */
export interface Preview {
  /** Base64. */
  jpeg: string;
  /** In pixels, upright. */
  width: number;
  height: number;
}

/** What is known of photos on their way, each by its id. */
export interface OnTheWay {
  /** None: nothing has been told yet. */
  percents: ReadonlyMap<string, number>;
  previews: ReadonlyMap<string, Preview>;
  /** Until all of them have arrived; null: nobody can tell. */
  secondsLeft: number | null;
}

/** Where photos are on the screen. */
export interface Places {
  /** The large one. */
  stage: Photo | null;
  row: Photo[];
}

export type KioskName = 'attract' | 'opening' | 'code' | 'connected' | 'photos' | 'expired' | 'refused';

export interface KioskState {
  name: KioskName;
  /** False: the service is away. */
  reachable: boolean;
  /** With its token; null: everything is forgotten. */
  session: OpenedSession | null;
  /** The code that was on the screen before this one, while it is good. */
  earlier: { session: OpenedSession; expiresAt: number } | null;
  status: SessionStatus;
  /** Epoch seconds. */
  expiresAt: number;
  clock: ClockOffset;
  photos: readonly Photo[];
  way: OnTheWay;
  /** The session has expired. */
  over: boolean;
  /** How long the last photo stays, milliseconds; null: as long as ours do. */
  staysMs: number | null;
  /** Why no session is opened, until a person has seen to it. */
  refusal: OpeningRefusal | null;
  /** When anything last changed or moved, monotonic milliseconds. */
  newsAt: number;
  /** When the last photo arrived, or could be seen first, monotonic milliseconds. */
  arrivedAt: number;
  /** When somebody last touched the screen while it was about to go back to its start. */
  touchedAt: number;
  /** Ids of the photos that were refused last. */
  refused: readonly string[];
  /** When that was, monotonic milliseconds. */
  refusedAt: number;
}

/** `at`: monotonic milliseconds. */
export type OpeningRefusal = 'KioskKeyRequired' | 'KioskKeyRefused' | 'AlbumClosed' | 'AlbumFull';

export type KioskEvent =
  | { type: 'UPLOAD_PRESSED'; at: number }
  | { type: 'SESSION_OPENED'; session: OpenedSession; at: number; staysMs?: number | null }
  | { type: 'RENEWED'; session: OpenedSession; at: number }
  | { type: 'OPENING_REFUSED'; code: OpeningRefusal; at: number }
  | { type: 'SERVICE_AWAY'; at: number }
  | { type: 'SERVICE_BACK'; at: number }
  | { type: 'MESSAGE'; message: Message; at: number }
  | { type: 'TICKED'; at: number }
  | { type: 'TOUCHED'; at: number }
  | { type: 'LEFT'; at: number };

// One print on the kiosk

/** A picture to be fetched, or a video. */
export type PrintSource =
  | {
      size: RenditionName | 'upload';
      isVideo: boolean;
      url: string;
      /** Width by height; null: only the picture itself knows. */
      ratio: number | null;
    }
  | { size: 'preview'; jpeg: string; ratio: number; slack: number };

export interface PrintState {
  /** Shown: the photo itself, not its preview. Blank: on its way, nothing to be seen yet. */
  name: 'blank' | 'previewed' | 'developing' | 'shown' | 'unshowable';
  shows: PrintSource['size'] | null;
  loading: PrintSource | null;
  /** How much of it has left the phone; null: it has arrived. */
  percent: number | null;
  /** Of the picture, width by height. */
  ratio: number | null;
  /** By which share another picture's ratio may differ that is the same. */
  slack: number;
  /** Its preview cannot be drawn. */
  spoilt: boolean;
  /** When it was first heard that it has arrived, monotonic milliseconds. */
  since: number | null;
  isVideo: boolean;
  /** All that will be there of it is there: pictures made for screens, or the video. */
  ready: boolean;
  /** The video that it shows can go no further. */
  halted: boolean;
  /** In a row, of the upload or of those. */
  failures: number;
  /** Monotonic milliseconds. */
  retryAt: number;
}

/** `at`: monotonic milliseconds. */
export type PrintEvent =
  | {
      type: 'TOLD';
      photo: Photo;
      size: RenditionName;
      /** Of one on its way. */
      percent: number;
      preview: Preview | null;
      at: number;
    }
  | { type: 'LOADED'; source: PrintSource; ratio: number }
  | { type: 'FAILED'; source: PrintSource; at: number }
  /** The video that is shown can go no further. */
  | { type: 'HALTED'; at: number };

// The phone page as a whole

export type PhoneName =
  | 'starting'
  | 'away'
  | 'ready'
  | 'full'
  | 'expired'
  | 'claimed'
  | 'not-found'
  | 'no-code'
  /** Its album takes nothing. */
  | 'album-full'
  | 'album-closed'
  | 'album-gone';

export interface PhoneState {
  name: PhoneName;
  /** False: the line is cut while the page is ready. */
  reachable: boolean;
  limits: Limits | null;
  /** Epoch seconds. */
  expiresAt: number;
  clock: ClockOffset;
  /** Since when all is sent and not all of it shown; null: it is shown. Monotonic milliseconds. */
  unseenSince: number | null;
  /** That was long ago: the screen may have moved on. */
  isUnseen: boolean;
}

/** `at`: monotonic milliseconds. */
export type PhoneEvent =
  | {
      type: 'CLAIMED';
      ticket: Pick<Ticket, 'limits' | 'sessionExpiresAt' | 'serverTime'>;
      at: number;
    }
  | { type: 'REFUSED'; code: string }
  /** A photo that was refused takes no place any more. */
  | { type: 'FREED' }
  | { type: 'SERVICE_AWAY' }
  | { type: 'SERVICE_BACK' }
  | { type: 'MESSAGE'; message: Message; at: number }
  /** `unseen`: there is a screen, and it has not shown all that was sent. */
  | { type: 'TICKED'; at: number; busy: boolean; unseen: boolean };

/** What the phone page says. */
export type Mood =
  | 'starting'
  | 'away'
  | 'offline'
  | 'empty'
  | 'sending'
  /** What is on its way outlives the page. */
  | 'sending-kept'
  | 'sent'
  | 'complete'
  /** No screen has shown it, and it has had the time. */
  | 'unseen'
  | 'trouble'
  | 'partly'
  | 'unusable'
  | 'cut'
  | 'full'
  | 'expired'
  | 'expired-after'
  | 'claimed'
  | 'not-found'
  | 'no-code'
  | 'album-full'
  | 'album-closed'
  | 'album-gone'
  /** A guest is asked who he is, */
  | 'join'
  /** and by which code he comes. */
  | 'join-code';

// A guest who joins an album

export interface Joined {
  sessionId: string;
  token: string;
  /** What the album is called. */
  album: string;
  /** Where its photos are to be seen; null: nowhere. */
  gallery: string | null;
}

export interface JoinRefusal {
  code: string;
  /** Epoch seconds. */
  opensAt?: number;
  closedAt?: number;
}

export interface JoinState {
  name: 'asking' | 'joining' | 'joined';
  /** As it was typed; once that is a code, as it is printed. */
  code: string;
  guest: string;
  refusal: JoinRefusal | null;
  joined: Joined | null;
}

export type JoinEvent =
  | { type: 'SUBMITTED'; code: string; guest: string }
  | { type: 'REFUSED'; refusal: JoinRefusal }
  | { type: 'JOINED'; joined: Joined };

// Its photos

export interface FileFacts {
  name: string;
  sizeBytes: number;
  contentType: string;
}

export type UploadName = 'waiting' | 'sending' | 'sent' | 'failed' | 'refused' | 'deleted';

export interface Upload extends FileFacts {
  /** Ours, also the requestId. */
  id: string;
  state: UploadName;
  /** Of the attempt under way. */
  sentBytes: number;
  /** An attempt has failed and another follows by itself. */
  troubled: boolean;
  /** Known from the first ticket on. */
  photoId: string | null;
  /** A screen has shown it. */
  shown: boolean;
  /** Why it failed or was refused. */
  code: string | null;
}

/** Kept: it could not be deleted. */
export type Deletion = 'deleting' | 'kept';

/** In the order in which they were picked. */
export type Queue = readonly Upload[];

export interface Picked extends FileFacts {
  id: string;
  /** Why it is not taken. */
  code: string | null;
  /** Of one that was picked before the page was loaded anew. */
  photoId?: string | null;
}

export type UploadEvent =
  | { type: 'PICKED'; uploads: Picked[] }
  | { type: 'TOLD'; photos: readonly Photo[] }
  | { type: 'STARTED'; id: string }
  | { type: 'TICKETED'; id: string; photoId: string }
  | { type: 'PROGRESSED'; id: string; sentBytes: number }
  /** sentBytes: what need not be sent again. */
  | { type: 'STUMBLED'; id: string; sentBytes: number }
  | { type: 'SENT'; id: string }
  | { type: 'FAILED'; id: string; code: string }
  | { type: 'REFUSED'; id: string; code: string }
  | { type: 'RETRIED'; id: string }
  | { type: 'REMOVED'; id: string };

export interface Overall {
  sent: number;
  /** Refused ones do not count. */
  total: number;
  /** Something waits or is being sent. */
  busy: boolean;
  /** Of the bytes. */
  percent: number;
  /** Of what is on its way. */
  bytesLeft: number;
}

/** How fast bytes go, by what was seen last. */
export interface Pace {
  /** Oldest first; `at`: monotonic milliseconds. */
  seen: readonly { at: number; bytesLeft: number }[];
}

// What is asked before they are sent

/** How a photo is sent. */
export type Wanted = 'smaller' | 'original';

/** What the browser tells of the line. */
export interface Line {
  /** Why few bytes would be better; null: nothing is known against it. */
  trouble: 'slow' | 'metered' | null;
  /** A guess; null: it cannot be told. */
  bytesPerSecond: number | null;
}

export interface Question {
  /** Of what would be sent. */
  bytes: number;
  /** How long that takes; null: nobody can tell, or it is not worth saying. */
  seconds: number | null;
  /** It is so much that it is not sent without a word. */
  isLarge: boolean;
  /** Photos may be sent smaller, so many of them, and all is of about so many bytes then. */
  smaller: { trouble: 'slow' | 'metered'; count: number; bytes: number } | null;
}

// Somebody signs in

export type SignInStep =
  | 'sign-in'
  /** By a password that was only lent: he chooses one of his own. */
  | 'invited'
  /** By an authenticator app, too. */
  | 'mfa'
  | 'sign-up'
  /** By the code that was mailed. */
  | 'verify'
  | 'forgot'
  | 'confirm';

export interface SignInState {
  step: SignInStep;
  /** The service is being asked. */
  busy: boolean;
  values: { email: string; password: string; newPassword: string; code: string; stay: boolean };
  /** Why it did not go on; `missing.<field>` is ours. */
  refusal: string | null;
  note: 'mailed' | null;
}

export type SignInEvent =
  | { type: 'WENT'; step: SignInStep }
  | { type: 'SUBMITTED'; values: Partial<SignInState['values']> }
  | { type: 'REFUSED'; code: string }
  | { type: 'MAILED'; step: SignInStep }
  | { type: 'DONE' };

// Where one is on the host's page

export interface Place {
  view: string;
  /** Behind the `=` of `#album=…`. */
  id: string | null;
  query: Record<string, string>;
}

// A library

/** A photo, and until when its thumb can be had by its URL, in epoch milliseconds. */
export type KnownPhoto = LibraryPhoto & { goodUntilMs: number };

/** What can be done with many photos. */
export type Deed = 'approve' | 'hide' | 'move' | 'download' | 'delete';

export interface LibraryState {
  filters: LibraryFilters;
  /** Each as it was asked for, with the photos that came. */
  pages: readonly { cursor: string | null; ids: readonly string[] }[];
  /** Where to go on; null: this is all; undefined: nothing has come yet. */
  next: string | null | undefined;
  /** Newest first. */
  order: readonly string[];
  photos: ReadonlyMap<string, KnownPhoto>;
  /** What this page has changed in the last seconds. */
  own: ReadonlyMap<string, { photo: LibraryPhoto; atMs: number }>;
  /** Deleted for good. */
  gone: ReadonlySet<string>;
}

/** `atMs`: epoch milliseconds. */
export type LibraryEvent =
  | { type: 'PAGE'; cursor: string | null; page: Omit<LibraryPage, 'expiresAt'>; atMs: number }
  | { type: 'EDITED'; photo: LibraryPhoto; atMs: number }
  | { type: 'TOLD'; photo: LibraryPhoto; atMs: number }
  /** By others: deleted, or moved, from where it may come back. */
  | { type: 'LEFT'; id: string }
  | { type: 'BROKEN'; id: string }
  | { type: 'GONE'; ids: readonly string[] };

// Going through what waits

export interface ModerationState {
  /** Ids; the first one is being looked at. */
  waiting: readonly string[];
  /** What was decided, the last one last. */
  decided: readonly { id: string; visibility: 'SHOWN' | 'HIDDEN' }[];
}

export type ModerationEvent =
  | { type: 'LISTED'; ids: readonly string[] }
  | { type: 'DECIDED'; id: string; visibility: 'SHOWN' | 'HIDDEN' }
  | { type: 'UNDONE' }
  | { type: 'FAILED'; id: string };
