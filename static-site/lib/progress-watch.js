/**
 * How all photos are getting on: how long the rest will take, and what the screen is to hear of it.
 *
 * @import { Queue } from './states.d.ts'
 * @import { Saying } from './wire.d.ts'
 */

import { bytesPerSecond, observePace, secondsLeft, START as AT_REST } from './pace.js';
import { progressReport, START as NOTHING_REPORTED } from './progress-report.js';
import { overall } from './upload-sum.js';

export class ProgressWatch {
  #pace = AT_REST;
  #reported = NOTHING_REPORTED;
  /** How fast bytes went when that could last be told. @type {number | null} */
  bytesPerSecond = null;

  /** How long it will take until all that was picked has arrived; null: that cannot be told. */
  get secondsLeft() {
    return secondsLeft(this.#pace);
  }

  /** @type {(queue: Queue, at: number) => void} at: monotonic milliseconds */
  observe(queue, at) {
    this.#pace = observePace(this.#pace, overall(queue).bytesLeft, at);
    this.bytesPerSecond = bytesPerSecond(this.#pace) ?? this.bytesPerSecond;
  }

  /** @type {(queue: Queue, at: number, everyMs: number) => Saying | null} null: nothing now */
  report(queue, at, everyMs) {
    const report = progressReport(queue, this.secondsLeft, this.#reported, at, everyMs);
    this.#reported = report?.reported ?? this.#reported;
    return report?.saying ?? null;
  }
}
