import assert from 'node:assert/strict';
import test from 'node:test';

import { keptSignIn, readTokens, SignInKeeper } from '../../../static-site/lib/sign-in-keeper.js';
import { FakeTimers, settle } from './fake-timers.js';

const NAME = 'scandrop.signIn';
const aSignIn = (said = {}) => ({
  ...{ email: 'ada@example.com', idToken: 'id', refreshToken: 'refresh', expiresAtMs: 1, stay: false },
  ...said,
});

class Place {
  kept = new Map();
  getItem = (name) => this.kept.get(name) ?? null;
  setItem = (name, value) => void this.kept.set(name, value);
  removeItem = (name) => void this.kept.delete(name);
}

/** A browser with tabs: one place for all of them, one for each, and a channel between them. */
function aBrowser() {
  const browser = new Place();
  const channels = [];
  const timers = new FakeTimers();
  const open = (tab = new Place()) => {
    const channel = {
      onmessage: null,
      postMessage: (data) =>
        channels.filter((each) => each !== channel).forEach((each) => each.onmessage({ data })),
    };
    channels.push(channel);
    return new SignInKeeper({ tab: () => tab, browser: () => browser, channel, timers });
  };
  return { browser, open, timers };
}

test('who does not ask to stay leaves nothing behind when the tabs are closed', () => {
  const { browser, open } = aBrowser();
  const tab = new Place();
  open(tab).keep(aSignIn());
  assert.deepEqual([...browser.kept], []);
  assert.deepEqual(JSON.parse(tab.getItem(NAME)), aSignIn());
  assert.deepEqual(open(tab).known, aSignIn(), 'a reload goes on');
});

test('who asks to stay does', () => {
  const { open } = aBrowser();
  open().keep(aSignIn({ stay: true }));
  assert.deepEqual(open().known, aSignIn({ stay: true }));
});

test('a new tab is told by the others', async () => {
  const { open } = aBrowser();
  open().keep(aSignIn());
  open();
  const third = open();
  assert.equal(third.known, null);
  assert.deepEqual(await third.load(), aSignIn());
});

test('where there are no others it does not wait long', async () => {
  const { open, timers } = aBrowser();
  const alone = open();
  const loading = alone.load();
  await timers.advance(250);
  assert.equal(await loading, null);
});

test('who signs out does so in all tabs, wherever it was kept', () => {
  for (const stay of [true, false]) {
    const { browser, open } = aBrowser();
    const tabs = [open(), open()];
    const told = [];
    tabs[0].keep(aSignIn({ stay }));
    tabs[1].listeners.add(() => told.push(tabs[1].known));
    tabs[0].keep(null);
    assert.deepEqual([tabs[0].known, tabs[1].known, told], [null, null, [null]]);
    assert.deepEqual([...browser.kept], []);
  }
});

test('fresh tokens are everybody’s', () => {
  const { open } = aBrowser();
  const tabs = [open(), open()];
  tabs[0].keep(aSignIn());
  tabs[1].keep(aSignIn({ idToken: 'fresh' }));
  assert.equal(tabs[0].known.idToken, 'fresh');
});

test('an answer to somebody else changes nothing', () => {
  const { open } = aBrowser();
  const tab = open();
  tab.keep(aSignIn({ idToken: 'fresh' }));
  tab.channel.onmessage({ data: { signIn: aSignIn({ idToken: 'old' }), answer: true } });
  assert.equal(tab.known.idToken, 'fresh');
});

test('what is no sign-in is none', async () => {
  const { browser, open } = aBrowser();
  for (const kept of ['{', '1', '{}', JSON.stringify(aSignIn({ idToken: 1 }))]) {
    browser.setItem(NAME, kept);
    assert.equal(open().known, null);
  }
});

test('where nothing can be kept it lives as long as the page', async () => {
  const refuse = () => {
    throw new DOMException('no', 'SecurityError');
  };
  const keeper = new SignInKeeper({ tab: refuse, browser: refuse, channel: null, timers: new FakeTimers() });
  assert.equal(await keeper.load(), null);
  keeper.keep(aSignIn({ stay: true }));
  await settle();
  assert.deepEqual(keeper.known, aSignIn({ stay: true }));
});

test('tokens are kept with when they run out', () => {
  const tokens = readTokens({ idToken: 'id', refreshToken: 'refresh', accessToken: 'x', expiresIn: 3600 });
  const kept = keptSignIn({ email: 'ada@example.com', stay: true }, tokens, 5000);
  assert.deepEqual(kept, aSignIn({ expiresAtMs: 3_605_000, stay: true }));
  for (const other of [null, {}, { idToken: 'id', refreshToken: 1, expiresIn: 1 }]) {
    assert.throws(() => readTokens(other), { name: 'MalformedMessage' });
  }
});
