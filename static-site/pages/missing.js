/** There is nothing at this address: said in the language of whoever came here. */

import { beginConfig, site } from '../lib/early.js';
import { beginEarly, fetchWords, languageOf, tellLanguage } from '../lib/speech.js';
import { fillIn, Text } from '../lib/text.js';

beginEarly(window);
beginConfig(window);
const language = languageOf(window);
const [words] = await Promise.all([fetchWords(`${language}/missing`), site.known]);
if (words) {
  fillIn(document, new Text(language, words));
} else {
  // It stays as it stands in its file, in English.
  tellLanguage(document, 'en');
  document.documentElement.dataset.words = 'here';
}
