/**
 * What goes over the wire: docs/messages.md and the HTTP API, as types. Never loaded by a browser.
 * Times are epoch seconds.
 */

export type SessionStatus = 'AWAITING_SCAN' | 'UPLOAD_REQUESTED' | 'COMPLETED';
export type PhotoState = 'PENDING' | 'STORED' | 'READY' | 'REJECTED';

export type RenditionName = 'thumb' | 'medium' | 'large';

/** A picture that was made of a photo. */
export interface Rendition {
  /** Signed. */
  url: string;
  /** In pixels, upright. */
  width: number;
  height: number;
}

export interface Photo {
  photoId: string;
  state: PhotoState;
  /** Text, never markup. */
  fileName: string | null;
  contentType: string | null;
  sizeBytes: number | null;
  storedAt: number | null;
  /** When a screen first said that it shows it. */
  shownAt: number | null;
  /** Why it was rejected. */
  code: string | null;
  /** A signed URL, for screens only: of the upload, or once READY of the large rendition. */
  url: string | null;
  /** For screens only, once READY. */
  renditions: Record<RenditionName, Rendition> | null;
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

/** A photo on its way, and how much of it has left the phone. */
export interface Progress extends Photo {
  /** 0 to 100. */
  percent: number;
}

export interface UploadProgress {
  type: 'UPLOAD_PROGRESS';
  sessionId: string;
  photos: Progress[];
  /** Until all that was picked has arrived, as the phone guesses; null: it cannot tell. */
  secondsLeft: number | null;
}

export interface UploadPreview {
  type: 'UPLOAD_PREVIEW';
  sessionId: string;
  photo: Photo;
  /** Base64 of a small JPEG that the service made of what the phone sent. */
  jpeg: string;
  /** In pixels, upright. */
  width: number;
  height: number;
}

export type Message =
  | ({ type: 'SESSION_STATE' } & Snapshot)
  | { type: 'PONG'; sessionId: string; serverTime: number }
  | PhoneConnected
  | UploadProgress
  | UploadPreview
  | UploadCompleted
  | { type: 'PHOTO_READY'; sessionId: string; photo: Photo }
  | { type: 'PHOTO_REJECTED'; sessionId: string; photo: Photo }
  | { type: 'PHOTO_DELETED'; sessionId: string; photo: Photo }
  | { type: 'PHOTO_SHOWN'; sessionId: string; photo: Photo }
  | { type: 'SESSION_EXPIRED'; sessionId: string }
  | { type: 'ERROR'; Code: string; Message: string };

/** The answer of `POST /sessions`. */
export interface OpenedSession extends Snapshot {
  uploadPageUrl: string;
  qrSvg: string;
  screenToken: string;
}

/** What a client says of photos, over its socket or, `preview` excepted, by HTTP. */
export type Saying =
  | { action: 'shown'; photoId: string }
  | {
      action: 'progress';
      uploads: { photoId: string; percent: number }[];
      secondsLeft: number | null;
    }
  | { action: 'preview'; photoId: string; jpeg: string };

export interface Limits {
  maxPhotos: number;
  maxUploadBytes: number;
  /** Of a preview's JPEG; 0: none is wanted. */
  maxPreviewBytes: number;
  /** Larger files are sent in parts. */
  maxPutBytes: number;
  /** 0: no videos. */
  maxVideoBytes: number;
  /** Of what is neither picture nor video. 0: none of these. */
  maxFileBytes: number;
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

/** The answer of `POST /uploads`: a file that is sent in parts. */
export interface MultipartUpload extends Pick<
  Ticket,
  'sessionId' | 'photoId' | 'sessionExpiresAt' | 'serverTime' | 'limits'
> {
  /** Of each part but the last. */
  partBytes: number;
  partCount: number;
}

/** The answer of `GET /uploads/{photoId}/parts`. */
export interface Parts {
  /** Numbers of the parts that have arrived, if none was asked for. */
  arrived: number[];
  urls: { number: number; method: string; url: string; headers: Record<string, string> }[];
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

/** The body of `POST /uploads`. */
export interface MultipartRequest {
  sessionId: string;
  requestId: string;
  size: number;
  contentType: string;
  filename: string;
  /** Each part comes with its own; undefined: this browser cannot make them. */
  checksum: 'SHA256' | undefined;
}

/** config.json, the one file that is written when the site is deployed. */
export interface SiteConfig {
  apiUrl: string;
  websocketUrl: string;
  /** People may make accounts by themselves. */
  signUp: boolean;
}
