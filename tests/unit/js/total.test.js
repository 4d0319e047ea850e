import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { Total } from '../../../static-site/components/total/total.js';
import { Text } from '../../../static-site/lib/text.js';

const LOCALES = new URL('../../../static-site/locales/en/', import.meta.url);
const words = (name) => JSON.parse(readFileSync(new URL(name, LOCALES), 'utf8'));
const text = new Text('en', { ...words('phone.json'), ...words('photos.json') });

/** What is seen and said of so much. */
function aTotal() {
  const parts = { p: { textContent: '' }, progress: { hidden: false, value: 0 } };
  const el = { hidden: true, querySelector: (name) => parts[name] };
  const total = Total(el, { text });
  return {
    at: (percent, { sent = 0, busy = true } = {}) =>
      total.update({ sent, total: 2, busy, percent, bytesLeft: 1 }, null),
    seen: () => parts.p.textContent,
  };
}

test('each percent is seen, and each quarter said', () => {
  const total = aTotal();
  const said = new Set();
  for (let percent = 0; percent <= 99; percent += 1) {
    said.add(total.at(percent));
    assert.equal(total.seen(), `0 of 2 sent, ${percent}%`);
  }
  assert.deepEqual([...said], ['', '0 of 2 sent, 25%', '0 of 2 sent, 50%', '0 of 2 sent, 75%']);
});

test('each photo is said, too, and no quarter is said again', () => {
  const total = aTotal();
  assert.equal(total.at(60, { sent: 1 }), '1 of 2 sent, 50%');
  assert.equal(total.at(40, { sent: 1 }), '1 of 2 sent, 50%');
});

test('when all is there, the heading says so; what comes then is counted anew', () => {
  const total = aTotal();
  total.at(80);
  assert.equal(total.at(100, { sent: 2, busy: false }), '');
  assert.equal(total.at(10), '');
});
