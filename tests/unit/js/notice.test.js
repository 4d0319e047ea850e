import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { Notice } from '../../../static-site/components/notice/notice.js';
import { Text } from '../../../static-site/lib/text.js';
import { aPhoto } from './samples.js';

const LOCALE = new URL('../../../static-site/locales/en/kiosk.json', import.meta.url);
const text = new Text('en', JSON.parse(readFileSync(LOCALE, 'utf8')));

const refused = (changes = {}) =>
  aPhoto({ state: 'REJECTED', code: 'TRUNCATED', fileName: 'IMG_2.jpg', ...changes });

/** A notice in two places, and what stands in the first. */
function aNotice() {
  const places = [0, 1].map(() => ({ hidden: true, textContent: '' }));
  return { notice: Notice(places, { text }), places };
}
const wordsFor = (...photos) => aNotice().notice.update(photos);

test('it names the photo, apart from the sentence, and says what to do', () => {
  const { notice, places } = aNotice();
  const words = '“\u2068IMG_2.jpg\u2069” could not be read to its end. Please send it again.';
  assert.equal(notice.update([refused()]), words);
  assert.deepEqual(places, Array(2).fill({ hidden: false, textContent: words }));
});

test('it is said once, shown until it goes, and then nothing of it is left', () => {
  const { notice, places } = aNotice();
  notice.update([refused()]);
  assert.equal(notice.update([refused({ url: null })]), '');
  assert.equal(places[0].hidden, false);
  assert.equal(notice.update([]), '');
  assert.deepEqual(places, Array(2).fill({ hidden: true, textContent: '' }));
  assert.notEqual(notice.update([refused()]), '');
});

test('of several the number is said', () => {
  const several = [refused(), refused({ photoId: 'photo-2', code: 'INAPPROPRIATE' })];
  assert.equal(wordsFor(...several), '2 photos could not be shown. Your phone says why.');
});

test('a photo without a name is the visitor’s', () => {
  const words = 'Your photo could not be read to its end. Please send it again.';
  for (const fileName of [null, '', '\u202e']) {
    assert.equal(wordsFor(refused({ fileName })), words);
  }
});

test('a reason that is new to this page has words too', () => {
  assert.match(wordsFor(refused({ code: 'TOO_BLUE' })), /could not be shown/);
  assert.match(wordsFor(refused({ code: null })), /could not be shown/);
});

test('what was refused for what it shows is not named on the wall', () => {
  assert.doesNotMatch(wordsFor(refused({ code: 'INAPPROPRIATE' })), /IMG_2/);
});

test('a long name is cut in its middle, its number stays', () => {
  const fileName = `${'a'.repeat(100)}_0042.jpg`;
  assert.match(wordsFor(refused({ fileName })), /^“\u2068a{24}…a{3}_0042\.jpg\u2069” /);
  const signs = `a${'\u{1f4f7}'.repeat(60)}`;
  assert.match(wordsFor(refused({ fileName: signs })), /^“\u2068a(\u{1f4f7})+…(\u{1f4f7})+\u2069” /u);
});

test('a name turns nothing around', () => {
  assert.match(wordsFor(refused({ fileName: 'exe.\u202egpj' })), /“\u2068exe\.gpj\u2069”/);
});
