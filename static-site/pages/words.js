/** Asks for the words of a page before the page itself is there. */

import { beginEarly } from '../lib/speech.js';

beginEarly(window);
