/** A kiosk, and all that it asks for and watches. */

import { shownName } from '../../../static-site/lib/kiosk-state.js';
import { Kiosk } from '../../../static-site/lib/kiosk.js';
import { Naps } from '../../../static-site/lib/timers.js';
import { FakeTimers, settle } from './fake-timers.js';
import { aSession } from './samples.js';

/**
 * A kiosk whose service answers with `opens`, `reaches` and `hears`, and whose page with `prepares`:
 * values or errors; the last repeats.
 */
export function aKiosk({ opens = [aSession()], reaches = [true], hears = [true], prepares = [true] } = {}) {
  const timers = new FakeTimers();
  const watched = [];
  const calls = { open: 0, reach: 0, said: [], rests: 0, prepared: 0 };
  const next = (list) => {
    const answer = list.length > 1 ? list.shift() : list[0];
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  const kiosk = new Kiosk({
    api: {
      openSession: () => ((calls.open += 1), next(opens)),
      say: (...saying) => (calls.said.push(saying.slice(0, 3)), next(hears)),
      reach: () => ((calls.reach += 1), next(reaches)),
    },
    watch: (sessionId, token, events) => {
      const live = { sessionId, token, ...events, running: false, syncs: 0, checks: 0 };
      live.said = [];
      live.open = true;
      live.say = (saying) => live.open && live.said.push(saying) > 0;
      live.start = () => (live.running = true);
      live.stop = () => (live.running = false);
      live.sync = () => (live.syncs += 1);
      live.check = () => (live.checks += 1);
      watched.push(live);
      return live;
    },
    onChange: () => {},
    onRest: () => (calls.rests += 1),
    prepare: async () => ((calls.prepared += 1), next(prepares)),
    naps: new Naps(timers),
    timers,
    random: () => 1,
  });
  kiosk.start();
  return { kiosk, timers, watched, calls, shown: () => shownName(kiosk.state) };
}

export async function withCode(parts) {
  const all = aKiosk(parts);
  all.kiosk.press();
  await settle();
  return { ...all, live: all.watched.at(-1) };
}
