import assert from 'node:assert/strict';
import test from 'node:test';

import { sessionIn } from '../../../static-site/lib/phone-token.js';
import { fileFacts, refusal } from '../../../static-site/lib/file-facts.js';
import { cleanName } from '../../../static-site/lib/file-names.js';
import { LIMITS, SESSION_ID } from './samples.js';

const typeOf = (name, type) => fileFacts({ name, size: 1, type }).contentType;

test('the type is what the browser says, else what the name says', () => {
  assert.equal(typeOf('a.png', 'image/jpeg'), 'image/jpeg');
  assert.equal(typeOf('a.jpg', 'image/jpg'), 'image/jpeg');
  assert.equal(typeOf('A.PNG', 'IMAGE/PNG; x=1'), 'image/png');
  assert.equal(typeOf('IMG_1.HEIC', ''), 'image/heic');
  assert.equal(typeOf('IMG_1.hif', 'application/octet-stream'), 'image/heif');
  assert.equal(typeOf('notes', ''), '');
  assert.equal(typeOf('a.pdf', 'application/pdf'), 'application/pdf');
});

test('what the service would refuse is not sent', () => {
  const facts = (sizeBytes, contentType = 'image/jpeg') => ({ name: 'a', sizeBytes, contentType });
  assert.equal(refusal(facts(1), LIMITS), null);
  assert.equal(refusal(facts(LIMITS.maxUploadBytes), LIMITS), null);
  assert.equal(refusal(facts(LIMITS.maxUploadBytes + 1), LIMITS), 'PhotoTooLarge');
  assert.equal(refusal(facts(0), LIMITS), 'PhotoEmpty');
  assert.equal(refusal(facts(1, 'text/html'), LIMITS), 'UnsupportedContentType');
});

test('a shown name is freed of what steers writing, and of nothing else', () => {
  assert.equal(cleanName('\u202egpj.exe\u0000 '), 'gpj.exe');
  assert.equal(cleanName('<b>صورة & co</b>.jpg'), '<b>صورة & co</b>.jpg');
  assert.equal(cleanName(null), '');
});

test('a session stands in the address only if it looks like one', () => {
  assert.equal(sessionIn(`#${SESSION_ID}`), SESSION_ID);
  for (const hash of ['', '#', '#short', `#${SESSION_ID}?x`, `#${SESSION_ID}/`, `#${'a'.repeat(65)}`]) {
    assert.equal(sessionIn(hash), null);
  }
});
