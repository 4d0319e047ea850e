import assert from 'node:assert/strict';
import test from 'node:test';

import { keepReach, ownReach, showReach } from '../../../static-site/lib/reach.js';

/** A browser that has kept this before. */
function aBrowser(kept = {}) {
  const localStorage = {
    getItem: (name) => kept[name] ?? null,
    setItem: (name, value) => (kept[name] = value),
  };
  return { localStorage, kept };
}

const FORGETFUL = {
  get localStorage() {
    throw new Error('SecurityError');
  },
};

test('a screen is for people who stand until its operator says otherwise', () => {
  const browser = aBrowser();
  assert.equal(ownReach(browser), 'standard');
  keepReach(browser, 'low');
  assert.equal(ownReach(aBrowser(browser.kept)), 'low');
  keepReach(browser, 'standard');
  assert.equal(ownReach(aBrowser(browser.kept)), 'standard');
});

test('what nobody has ever written there counts as nothing', () => {
  assert.equal(ownReach(aBrowser({ 'scandrop.reach': 'higher' })), 'standard');
});

test('where nothing can be kept it holds as long as the page', () => {
  assert.equal(ownReach(FORGETFUL), 'standard');
  keepReach(FORGETFUL, 'low');
  assert.equal(ownReach(FORGETFUL), 'low');
  keepReach(FORGETFUL, 'standard');
  assert.equal(ownReach(FORGETFUL), 'standard');
  // Where it can be kept again, that counts.
  keepReach(FORGETFUL, 'low');
  const browser = aBrowser();
  keepReach(browser, 'standard');
  assert.equal(ownReach(browser), 'standard');
});

test('it stands where styles see it, and its style is asked for once', async () => {
  const links = [];
  const document = {
    documentElement: { dataset: {} },
    createElement: () => ({}),
    head: { append: (link) => queueMicrotask(() => links.push(link) && link.onload()) },
  };
  await showReach(document, 'low');
  assert.equal(document.documentElement.dataset.reach, 'low');
  await showReach(document, 'standard');
  assert.equal(document.documentElement.dataset.reach, 'standard');
  assert.equal(links.length, 1);
  assert.match(links[0].href, /components\/reach\/reach\.css$/);
});
