/** Asks for the words of the phone page, and where its service is, before the page itself is there. */

import { beginConfig } from '../lib/early-config.js';
import { beginEarly } from '../lib/speech.js';

beginEarly(window);
beginConfig(window);
