/** Asks for the words of a page, and for config.json, before the page itself is there. */

import { beginConfig } from '../lib/early.js';
import { beginEarly } from '../lib/speech.js';

beginEarly(window);
beginConfig(window);
