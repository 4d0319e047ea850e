/** What hosts are told of their albums, as docs/openapi.yaml has it. Never loaded by a browser. */

import type { Attract, Guests, HostedAlbum, Visibility } from './host-wire.d.ts';

/** Of one album, what only its host is told; lists have none of it. */
export interface OneAlbum extends HostedAlbum {
  webhookUrl: string | null;
  /** null: there is no webhook, or it is not for whoever asks. */
  webhookSecret: string | null;
  joinUrl: string;
  /** SVG, of `joinUrl`. */
  joinQrSvg: string;
  /** null: guests see nothing. */
  galleryUrl: string | null;
}

/** What is named is changed. */
export interface AlbumChange {
  name?: string;
  opensAt?: number | null;
  closesAt?: number | null;
  moderated?: boolean;
  guests?: Guests;
  kioskShowsOwn?: boolean;
  attract?: Attract;
  maxPhotos?: number;
  retentionDays?: number | null;
  webhookUrl?: string | null;
  newCode?: boolean;
  newGalleryLink?: boolean;
}

export interface AlbumNumbers {
  albumId: string;
  since: number;
  today: number;
  total: number;
  waiting: number;
  shown: number;
  hidden: number;
  processing: number;
  /** The most frequent reason first. */
  rejected: { code: string; count: number }[];
  sizeBytes: number;
  /** False: these are the newest only. */
  isAll: boolean;
}

export interface Kiosk {
  kioskId: string;
  albumId: string;
  name: string;
  createdAt: number;
}

/** What is told once. */
export interface EnrolledKiosk extends Kiosk {
  kioskKey: string;
  enrolmentUrl: string;
  qrSvg: string;
  wallUrl: string;
  wallQrSvg: string;
}

export type ExportSize = 'original' | 'large' | 'medium' | 'thumb';

export interface ExportWanted {
  size: ExportSize;
  visibility?: Visibility;
}

export interface AlbumExport {
  exportId: string;
  albumId: string;
  state: 'MAKING' | 'READY' | 'FAILED';
  size: ExportSize;
  visibility: Visibility | null;
  createdAt: number;
  expiresAt: number;
  /** null: they are still being counted. */
  photosTotal: number | null;
  photosDone: number;
  photosLeftOut: number | null;
  files: { fileName: string; sizeBytes: number; url: string }[];
  urlsExpireAt: number | null;
}

/** What a wall is told to do. */
export interface WallOrder {
  paused?: boolean;
  /** 3 to 60. */
  seconds?: number;
  next?: true;
}
