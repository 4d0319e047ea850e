/** What `words.js` asks for, and then the claim of the code, before the phone page is there. */

import { beginConfig } from '../lib/early.js';
import { beginEarly } from '../lib/speech.js';

beginEarly(window);
const site = beginConfig(window);
// Not waited for: the connection to the service is opened meanwhile. Without it the page claims itself.
import('../lib/early-claim.js').then(({ beginClaim }) => beginClaim(window, site)).catch(() => {});
