import assert from 'node:assert/strict';
import test from 'node:test';

import { beginConfig, site, wear } from '../../../static-site/lib/early.js';
import { Text } from '../../../static-site/lib/text.js';

const CONFIG = { apiUrl: 'https://api.example', websocketUrl: 'wss://ws.example', signUp: false };

/** A page whose config.json is asked for early, and what it is answered. */
function aPage(t, answer) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const dataset = {};
  const document = {
    documentElement: { dataset },
    createElement: () => ({}),
    head: { append() {} },
  };
  beginConfig({ document, fetch: async () => answer() });
  return dataset;
}

test('a site without a brand shows itself as soon as that is known', async (t) => {
  const dataset = aPage(t, () => Response.json({ ...CONFIG, brand: null }));
  assert.equal(dataset.brand, undefined);
  await site.known;
  assert.equal(dataset.brand, 'none');
});

for (const [why, answer] of [
  ['cannot be had', () => Promise.reject(new TypeError('offline'))],
  ['is no JSON', () => new Response('<!doctype html>')],
]) {
  test(`where config.json ${why} the page shows itself, but for the name`, async (t) => {
    const dataset = aPage(t, answer);
    await site.known;
    assert.equal(dataset.brand, 'unknown');
  });
}

test('nobody waits longer than three seconds for a look', async (t) => {
  aPage(t, () => new Promise(() => {}));
  let isKnown = false;
  void site.known.then(() => (isKnown = true));
  t.mock.timers.tick(2_999);
  await Promise.resolve();
  assert.equal(isKnown, false);
  t.mock.timers.tick(1);
  await site.known;
  assert.equal(isKnown, true);
});

test('nothing is begun on a page whose brand cannot be put on', async () => {
  const document = { documentElement: { dataset: {} } };
  // There is no page here that it could be put on.
  await assert.rejects(wear(document, { name: 'Café Lune' }));
  assert.equal(document.documentElement.dataset.brand, 'coming');
  await wear(document, null);
  assert.equal(document.documentElement.dataset.brand, 'none');
});

test('texts name the site, and its own lists stand in the place of ours', (t) => {
  const text = new Text('de', { title: 'Fotos · {site}', messages: ['unsere'] });
  assert.equal(text.of('title'), 'Fotos · Scandrop');
  assert.equal(text.of('title', { site: 'x.example' }), 'Fotos · x.example');
  assert.deepEqual(text.list('messages'), ['unsere']);
  t.after(() => Object.assign(site, { name: 'Scandrop', words: {} }));
  site.name = 'Café <b>Lune</b>';
  site.words = { messages: { en: ['hers'], de: ['ihre'] } };
  assert.equal(text.of('title'), 'Fotos · Café <b>Lune</b>');
  assert.deepEqual(text.list('messages'), ['ihre']);
  text.speak('ja', {});
  assert.deepEqual(text.list('messages'), ['hers']);
});
