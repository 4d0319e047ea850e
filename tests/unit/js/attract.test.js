import assert from 'node:assert/strict';
import test from 'node:test';

import { Attract } from '../../../static-site/components/attract/attract.js';
import { Text } from '../../../static-site/lib/text.js';

const at = (language, messages) => new Text(language, { 'kiosk.messages': messages });

test('one message stays, however often it would change', () => {
  const heading = { textContent: '' };
  const attract = Attract(heading, { text: at('en', ['Only this']), random: () => 0.99 });
  for (const time of [0, 24_000, 48_000]) {
    attract.update(true, time);
    assert.equal(heading.textContent, 'Only this');
  }
});

test('where a language has fewer, one of them is shown', () => {
  const heading = { textContent: '' };
  const text = at('en', ['a', 'b', 'c']);
  const attract = Attract(heading, { text, random: () => 0.99 });
  attract.update(true, 0);
  assert.equal(heading.textContent, 'c');
  text.speak('de', { 'kiosk.messages': ['d', 'e'] });
  attract.update(true, 500);
  assert.equal(heading.textContent, 'd');
});
