/**
 * What goes over the wire: docs/messages.md and the HTTP API, as types. Never loaded by a browser.
 * Times are epoch seconds.
 */

export type SessionStatus = 'AWAITING_SCAN' | 'UPLOAD_REQUESTED' | 'COMPLETED';
export type PhotoState = 'PENDING' | 'STORED' | 'READY' | 'REJECTED';

export interface Photo {
  photoId: string;
  state: PhotoState;
  /** Text, never markup. */
  fileName: string | null;
  contentType: string | null;
  sizeBytes: number | null;
  storedAt: number | null;
  /** Why it was rejected. */
  code: string | null;
  /** A signed URL, for screens only. */
  url: string | null;
}

export interface Snapshot {
  sessionId: string;
  status: SessionStatus;
  createdAt: number;
  expiresAt: number;
  serverTime: number;
  photos: Photo[];
}

export interface PhoneConnected {
  type: 'PHONE_CONNECTED';
  sessionId: string;
  status: SessionStatus;
  expiresAt: number;
}

export interface UploadCompleted {
  type: 'UPLOAD_COMPLETED';
  sessionId: string;
  status: SessionStatus;
  expiresAt: number;
  photo: Photo;
}

export type Message =
  | ({ type: 'SESSION_STATE' } & Snapshot)
  | { type: 'PONG'; sessionId: string; serverTime: number }
  | PhoneConnected
  | UploadCompleted
  | { type: 'PHOTO_REJECTED'; sessionId: string; photo: Photo }
  | { type: 'SESSION_EXPIRED'; sessionId: string }
  | { type: 'ERROR'; Code: string; Message: string };

/** The answer of `POST /sessions`. */
export interface OpenedSession extends Snapshot {
  uploadPageUrl: string;
  qrSvg: string;
  screenToken: string;
}

export interface Limits {
  maxPhotos: number;
  maxUploadBytes: number;
  contentTypes: string[];
}

/** The answer of `GET /upload-url`. */
export interface Ticket {
  sessionId: string;
  photoId: string;
  method: string;
  url: string;
  headers: Record<string, string>;
  sessionExpiresAt: number;
  serverTime: number;
  limits: Limits;
}

/** The query of `GET /upload-url`. */
export interface UploadRequest {
  sessionId: string;
  size?: number;
  contentType?: string;
  filename?: string;
  /** Base64. */
  sha256?: string;
  requestId?: string;
}

/** config.json, the one file that is written when the site is deployed. */
export interface SiteConfig {
  apiUrl: string;
  websocketUrl: string;
}
