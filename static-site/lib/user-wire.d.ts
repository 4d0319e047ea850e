/** What a file of a user is sent by. Never loaded by a browser. */

import type { Limits, Ticket } from './wire.d.ts';

/** The answer of `POST /upload`: by one PUT, or, without a URL, in parts. */
export interface UserTicket extends Pick<Ticket, 'sessionId' | 'photoId' | 'sessionExpiresAt'> {
  phoneToken: string;
  serverTime: number;
  limits: Limits;
  method?: string;
  url?: string;
  headers?: Record<string, string>;
  partBytes?: number;
  partCount?: number;
}

/** Where a file shall go, and what shall stand under it. */
export interface Address {
  /** null: into the library alone. */
  albumId: string | null;
  comment: string | null;
}

/** All that is to be known of a file besides its bytes, so that another life of the page goes on. */
export interface Paper extends Address {
  ticket: UserTicket | null;
  /** When the ticket was asked for, epoch milliseconds. */
  askedAt: number;
}
