import assert from 'node:assert/strict';
import test from 'node:test';

import { addStylesheets } from '../../../static-site/lib/stylesheet.js';

/** A document whose stylesheets are to be had when the test says so; the last answer repeats. */
function aDocument(answers) {
  const links = [];
  return {
    links,
    createElement: () => ({ remove: () => links.pop() }),
    head: {
      append(link) {
        links.push(link);
        const there = answers.length > 1 ? answers.shift() : answers[0];
        queueMicrotask(() => (there ? link.onload() : link.onerror()));
      },
    },
  };
}

test('each is added once', async () => {
  const document = aDocument([true]);
  assert.equal(await addStylesheets(document, ['code/code', 'ring/ring']), true);
  assert.equal(await addStylesheets(document, ['ring/ring']), true);
  const names = document.links.map(({ href }) => href.split('components/')[1]);
  assert.deepEqual(names, ['code/code.css', 'ring/ring.css']);
});

test('one that could not be had leaves nothing behind and is asked for again', async () => {
  const document = aDocument([false, true]);
  assert.equal(await addStylesheets(document, ['scene/scene']), false);
  assert.deepEqual(document.links, []);
  assert.equal(await addStylesheets(document, ['scene/scene']), true);
  assert.equal(document.links.length, 1);
});
