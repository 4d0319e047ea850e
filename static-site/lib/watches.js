/**
 * The sessions that a screen listens to: one, and for a while the one that its code has replaced.
 *
 * @import { LiveSession } from './live-session.js'
 * @import { KioskParts } from './ports.d.ts'
 * @import { OpenedSession } from './wire.d.ts'
 */

export class Watches {
  /** @type {Map<string, LiveSession>} */
  #lives = new Map();

  /**
   * @param {KioskParts['watch']} watch
   * @param {(sessionId: string) => Parameters<KioskParts['watch']>[2]} eventsOf
   */
  constructor(watch, eventsOf) {
    this.watch = watch;
    this.eventsOf = eventsOf;
  }

  /** @param {OpenedSession[]} sessions all others are no longer listened to */
  keep(sessions) {
    const ids = sessions.map(({ sessionId }) => sessionId);
    for (const [id, live] of this.#lives) {
      if (!ids.includes(id)) {
        this.#lives.delete(id);
        live.stop();
      }
    }
    for (const { sessionId, screenToken } of sessions) {
      if (!this.#lives.has(sessionId)) {
        const live = this.watch(sessionId, screenToken, this.eventsOf(sessionId));
        this.#lives.set(sessionId, live);
        live.start();
      }
    }
  }

  /** @param {string | undefined} sessionId */
  of(sessionId) {
    return this.#lives.get(sessionId ?? '');
  }

  check() {
    for (const live of this.#lives.values()) {
      live.check();
    }
  }
}
