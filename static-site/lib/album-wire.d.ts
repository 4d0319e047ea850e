/**
 * What goes over the wire of an album's walls and hosts: docs/messages.md, and `GET /wall` of
 * docs/openapi.yaml. Never loaded by a browser. Times are epoch seconds.
 */

import type { Attract } from './host-wire.d.ts';
import type { PhotoState, Rendition, RenditionName } from './wire.d.ts';

/** How its walls go on, and what they say of it. */
export interface AlbumNews {
  albumId: string;
  /** Text, never markup. */
  name: string;
  /** The walls stand still. */
  paused: boolean;
  /** For so long each photo is shown. */
  seconds: number;
  /** By which guests send photos; it changes with the album's code. */
  joinUrl: string;
  /** What its kiosks show while they wait. */
  attract: Attract;
}

/** A photo as its host sees it: as in the answers of `GET /images`. */
export interface HostedPhoto {
  photoId: string;
  state: PhotoState;
  code: string | null;
  type: 'image' | 'video' | 'audio' | 'document';
  /** Text, never markup, as is the comment. */
  fileName: string | null;
  contentType: string | null;
  sizeBytes: number | null;
  storedAt: number | null;
  readyAt: number | null;
  ownerId: string | null;
  albumId: string | null;
  guestName: string | null;
  comment: string | null;
  visibility: 'WAITING' | 'SHOWN' | 'HIDDEN';
  facts: object | null;
  sizes: string[];
  /** Signed. */
  thumbUrl: string | null;
}

/** A photo on its way into the album. */
export interface ComingPhoto {
  photoId: string;
  /** Text, never markup. */
  fileName: string | null;
  /** 0 to 100. */
  percent: number;
}

export type AlbumMessage =
  | ({ type: 'ALBUM_STATE'; serverTime: number } & AlbumNews)
  | { type: 'PONG'; albumId: string; serverTime: number }
  | ({ type: 'ALBUM_CHANGED' } & AlbumNews)
  | { type: 'NEXT_REQUESTED'; albumId: string }
  | { type: 'PHOTO_PUBLISHED'; albumId: string; photoId: string; storedAt: number }
  | { type: 'PHOTO_GONE'; albumId: string; photoId: string }
  | { type: 'PHOTO_STORED'; albumId: string; photo: HostedPhoto }
  | { type: 'PHOTO_READY'; albumId: string; photo: HostedPhoto }
  | { type: 'PHOTO_REJECTED'; albumId: string; photo: HostedPhoto }
  | { type: 'PHOTO_CHANGED'; albumId: string; photo: HostedPhoto }
  | { type: 'UPLOAD_PROGRESS'; albumId: string; photos: ComingPhoto[]; secondsLeft: number | null }
  | { type: 'KIOSK_REMOVED'; albumId: string }
  | { type: 'ERROR'; Code: string; Message: string };

/** A photo that a wall may show. */
export interface WallPhoto {
  photoId: string;
  storedAt: number;
  /** Text, never markup, as is the comment. */
  guestName: string | null;
  comment: string | null;
  renditions: Record<RenditionName, Rendition>;
}

/** The answer of `GET /wall`. */
export interface WallPage extends AlbumNews {
  joinQrSvg: string;
  serverTime: number;
  photos: WallPhoto[];
  /** null: there are no more. */
  cursor: string | null;
  /** Until when the photos' URLs are good. */
  expiresAt: number;
}
