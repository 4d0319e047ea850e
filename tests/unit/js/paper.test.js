import assert from 'node:assert/strict';
import test from 'node:test';

import { paperFor } from '../../../static-site/lib/paper.js';

test('paper is that of the first country that a language names', () => {
  assert.equal(paperFor(['en-US', 'en']), 'letter');
  assert.equal(paperFor(['es', 'es-mx', 'de-DE']), 'letter');
  assert.equal(paperFor(['en-GB', 'en-US']), 'a4');
  assert.equal(paperFor(['zh-Hant-TW']), 'a4');
  assert.equal(paperFor(['fr-Latn-CA']), 'letter');
  assert.equal(paperFor(['en']), 'a4');
  assert.equal(paperFor([]), 'a4');
});
