import { setTimeout } from 'node:timers/promises';

/** Time that moves only when a test says so. */
export class FakeTimers {
  #now = 0;
  #next = 0;
  #due = new Map();

  now = () => this.#now;

  after = (ms, run) => {
    const id = (this.#next += 1);
    this.#due.set(id, { at: this.#now + ms, run });
    return () => this.#due.delete(id);
  };

  get waiting() {
    return this.#due.size;
  }

  /** Moves time and runs what falls due on the way, in order; lets promises settle in between. */
  async advance(ms) {
    const end = this.#now + ms;
    await settle();
    for (let due = this.#first(end); due; due = this.#first(end)) {
      const [id, { at, run }] = due;
      this.#due.delete(id);
      this.#now = Math.max(this.#now, at);
      run();
      await settle();
    }
    this.#now = end;
  }

  /** Time passes and nothing runs: the page is frozen, or its machine asleep with its clock going. */
  halt(ms) {
    this.#now += ms;
  }

  #first(end) {
    return [...this.#due].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
  }
}

/** Lets all promises that can settle do so. */
export function settle() {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Long enough for a machine under load; what is waited for so long is a defect. */
const PATIENCE_MS = 20_000;

/** Waits until something holds; for what the runtime answers in its own time, by threads of its own. */
export async function until(holds) {
  for (const end = performance.now() + PATIENCE_MS; !holds(); ) {
    if (performance.now() > end) {
      throw new Error(`Never held: ${holds}`);
    }
    // Those threads need a processor too.
    await setTimeout(1);
  }
}
