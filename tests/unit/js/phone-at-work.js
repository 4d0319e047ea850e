/** A phone page's controller, and all that it asks for and tells. */

import { ServiceAway } from '../../../static-site/lib/api.js';
import { Phone } from '../../../static-site/lib/phone.js';
import { ProgressWatch } from '../../../static-site/lib/progress-watch.js';
import { Naps } from '../../../static-site/lib/timers.js';
import { uploadState } from '../../../static-site/lib/upload-state.js';
import { FakeTimers } from './fake-timers.js';
import { aTicket, SESSION_ID } from './samples.js';

/** `isWhole`: what sends photos is there, too. */
export function aPhone(answers = [aTicket()], { isWhole = true, hasScreen = true } = {}) {
  const timers = new FakeTimers();
  const live = { running: false, checks: 0, made: 0 };
  const claims = [];
  const heard = [];
  const seen = { changes: 0 };
  const said = { live: [], asked: [] };
  const phone = new Phone({
    sessionId: SESSION_ID,
    token: 'secret',
    hasScreen,
    api: {
      requestUpload: async (...asked) => {
        claims.push(asked);
        const answer = answers.length > 1 ? answers.shift() : answers[0];
        if (answer instanceof Error) {
          throw answer;
        }
        return answer;
      },
      say: async (...asked) => {
        said.asked.push(asked);
        throw new ServiceAway('');
      },
    },
    watch: (events) => {
      live.made += 1;
      return Object.assign(live, events, {
        start: () => (live.running = true),
        stop: () => (live.running = false),
        check: () => (live.checks += 1),
        isOpen: true,
        say: (saying) => live.isOpen && said.live.push(saying) > 0,
      });
    },
    onChange: () => (seen.changes += 1),
    naps: new Naps(timers),
    timers,
    random: () => 1,
  });
  const queue = {
    state: [],
    tell(photos) {
      heard.push(...photos.map(({ photoId }) => photoId));
      this.state = uploadState(this.state, { type: 'TOLD', photos });
    },
  };
  if (isWhole) {
    phone.progress = new ProgressWatch();
    phone.employ(queue);
  }
  void phone.start();
  return { phone, queue, timers, live, claims, heard, seen, said };
}
