/**
 * What users send and are told, as docs/openapi.yaml has it. Never loaded by a browser.
 * Times are epoch seconds.
 */

import type { PhotoState } from './wire.d.ts';

export type Group = 'host' | 'operator';
export type FileType = 'image' | 'video' | 'audio' | 'document';
export type ImageSize = 'thumb' | 'medium' | 'large' | 'original';
export type Visibility = 'SHOWN' | 'WAITING' | 'HIDDEN';
export type Guests = 'NOTHING' | 'APPROVED' | 'ALL';
export type Attract = 'MESSAGES' | 'PHOTOS';

/** Who is signed in. */
export interface Account {
  userId: string;
  groups: Group[];
  /** As it was typed when signing in. */
  email: string;
}

/** What the service gives to whoever signs in. */
export interface Tokens {
  idToken: string;
  refreshToken: string;
  /** Seconds. */
  expiresIn: number;
}

/** A sign-in as this browser keeps it. */
export interface KeptSignIn {
  email: string;
  idToken: string;
  refreshToken: string;
  /** Epoch milliseconds, by this machine's clock: when the ID token runs out. */
  expiresAtMs: number;
  /** It outlives the browser. */
  stay: boolean;
}

/** What the camera wrote into the file. */
export interface PhotoFacts {
  format: string;
  width: number;
  height: number;
  orientation: number;
  /** By the camera's clock, ISO 8601. */
  takenAt: string | null;
  camera: string | null;
  /** ISO 6709. */
  position: string | null;
}

export interface LibraryPhoto {
  photoId: string;
  state: PhotoState;
  code: string | null;
  type: FileType;
  /** Text, never markup, as is the comment. */
  fileName: string | null;
  contentType: string | null;
  sizeBytes: number | null;
  storedAt: number | null;
  readyAt: number | null;
  ownerId: string | null;
  albumId: string | null;
  /** Of a guest who joined the album, as walls and galleries show it. Text, too. */
  guestName: string | null;
  comment: string | null;
  visibility: Visibility;
  facts: PhotoFacts | null;
  sizes: ImageSize[];
  /** Signed; null: there is none. */
  thumbUrl: string | null;
}

export interface LibraryPage {
  photos: LibraryPhoto[];
  /** null: this is the last one. */
  cursor: string | null;
  /** Until when its URLs are good. */
  expiresAt: number;
}

/** Which photos; what is left out chooses nothing. */
export interface LibraryFilters {
  album?: string;
  type?: FileType;
  state?: PhotoState;
  visibility?: Visibility;
}

export interface PhotoChange {
  comment?: string | null;
  visibility?: Visibility;
  /** null: into none. */
  album?: string | null;
}

export interface ImageUrl {
  url: string;
  expiresAt: number;
  size: ImageSize;
  photo: LibraryPhoto;
}

export interface Deletion {
  photoId: string;
  deleted: boolean;
  code: string | null;
  message: string | null;
}

export interface HostedAlbum {
  albumId: string;
  code: string;
  ownerId: string;
  name: string;
  createdAt: number;
  opensAt: number | null;
  closesAt: number | null;
  moderated: boolean;
  guests: Guests;
  kioskShowsOwn: boolean;
  attract: Attract;
  maxPhotos: number;
  photoCount: number;
  retentionDays: number | null;
}
