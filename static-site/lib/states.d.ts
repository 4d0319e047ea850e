/** The states of the pure cores and the events that move them. Never loaded by a browser. */

import type { Limits, Message, OpenedSession, Photo, SessionStatus, Ticket } from './wire.d.ts';

/** Milliseconds to add to the monotonic clock to have the server's; null: not known. */
export type ClockOffset = number | null;

// The kiosk

export type KioskName = 'attract' | 'opening' | 'code' | 'connected' | 'photos' | 'expired';

export interface KioskState {
  name: KioskName;
  /** False: the service is away. */
  reachable: boolean;
  /** With its token; null: everything is forgotten. */
  session: OpenedSession | null;
  status: SessionStatus;
  /** Epoch seconds. */
  expiresAt: number;
  clock: ClockOffset;
  photos: readonly Photo[];
  /** The session has expired. */
  over: boolean;
  /** When anything last changed, monotonic milliseconds. */
  newsAt: number;
  /** When the last photo arrived, monotonic milliseconds. */
  arrivedAt: number;
}

/** `at`: monotonic milliseconds. */
export type KioskEvent =
  | { type: 'UPLOAD_PRESSED'; at: number }
  | { type: 'SESSION_OPENED'; session: OpenedSession; at: number }
  | { type: 'SERVICE_AWAY'; at: number }
  | { type: 'SERVICE_BACK'; at: number }
  | { type: 'MESSAGE'; message: Message; at: number }
  | { type: 'TICKED'; at: number }
  | { type: 'LEFT'; at: number };

// The phone page as a whole

export type PhoneName =
  | 'starting'
  | 'away'
  | 'ready'
  | 'full'
  | 'expired'
  | 'claimed'
  | 'not-found'
  | 'no-code';

export interface PhoneState {
  name: PhoneName;
  /** False: the line is cut while the page is ready. */
  reachable: boolean;
  limits: Limits | null;
  /** Epoch seconds. */
  expiresAt: number;
  clock: ClockOffset;
}

/** `at`: monotonic milliseconds. */
export type PhoneEvent =
  | { type: 'CODE_MISSING' }
  | {
      type: 'CLAIMED';
      ticket: Pick<Ticket, 'limits' | 'sessionExpiresAt' | 'serverTime'>;
      at: number;
    }
  | { type: 'REFUSED'; code: string }
  | { type: 'SERVICE_AWAY' }
  | { type: 'SERVICE_BACK' }
  | { type: 'MESSAGE'; message: Message; at: number }
  | { type: 'TICKED'; at: number; busy: boolean };

/** What the phone page says. */
export type Mood =
  | 'starting'
  | 'away'
  | 'offline'
  | 'empty'
  | 'sending'
  | 'sent'
  | 'complete'
  | 'trouble'
  | 'partly'
  | 'unusable'
  | 'cut'
  | 'full'
  | 'expired'
  | 'expired-after'
  | 'claimed'
  | 'not-found'
  | 'no-code';

// Its photos

export interface FileFacts {
  name: string;
  sizeBytes: number;
  contentType: string;
}

export type UploadName = 'waiting' | 'sending' | 'sent' | 'failed' | 'refused';

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
  /** Why it failed or was refused. */
  code: string | null;
}

/** In the order in which they were picked. */
export type Queue = readonly Upload[];

export type UploadEvent =
  | { type: 'PICKED'; uploads: (FileFacts & { id: string; code: string | null })[] }
  | { type: 'TOLD'; photos: readonly Photo[] }
  | { type: 'STARTED'; id: string }
  | { type: 'TICKETED'; id: string; photoId: string }
  | { type: 'PROGRESSED'; id: string; sentBytes: number }
  | { type: 'STUMBLED'; id: string }
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
}
