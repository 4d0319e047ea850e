/** The gallery of an album: what goes over the wire, and its states. Never loaded by a browser. */

import type { Rendition, RenditionName } from './wire.d.ts';

/** A photo as others see it. */
export interface ShownPhoto {
  photoId: string;
  /** Epoch seconds. */
  storedAt: number;
  /** Text, never markup. */
  guestName: string | null;
  comment: string | null;
  renditions: Record<RenditionName, Rendition>;
  /** Saves the largest one. */
  downloadUrl: string;
}

export interface GalleryPage {
  albumId: string;
  name: string;
  /** Newest first. */
  photos: ShownPhoto[];
  /** For the next page; null: there are no more. */
  cursor: string | null;
  /** Until when the URLs are good, and when that was said; epoch seconds. */
  expiresAt: number;
  serverTime: number;
}

export interface GalleryPhoto extends ShownPhoto {
  /** By which cursor it was read, to read it again: its URLs run out. */
  from: string | null;
  /** By the page's own clock, in milliseconds. */
  goodUntil: number;
}

/** `closed`: guests see nothing now; `refused`: the link opens nothing. */
export type GalleryName = 'opening' | 'open' | 'closed' | 'refused' | 'away';

export interface GalleryState {
  name: GalleryName;
  /** What the album is called. */
  album: string;
  /** Newest first. */
  photos: readonly GalleryPhoto[];
  /** What has not been read yet begins there; null: all has. */
  next: string | null;
}

export type GalleryEvent =
  | { type: 'READ'; page: GalleryPage; from: string | null; at: number }
  | { type: 'REFUSED'; code: string }
  | { type: 'WENT_AWAY' }
  | { type: 'ASKED_AGAIN' };

export interface Taking {
  /** `waiting`: a part is saved, and the next one can be asked for. */
  name: 'idle' | 'reading' | 'packing' | 'waiting' | 'failed' | 'done';
  /** The part at work, from 1, and how many there are. */
  part: number;
  parts: number;
  /** Photos of this part that are packed, and all of them. */
  packed: number;
  photos: number;
  /** Photos that could not be had, of all parts. */
  leftOut: number;
}
