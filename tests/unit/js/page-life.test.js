import assert from 'node:assert/strict';
import test from 'node:test';

import { FullScreen } from '../../../static-site/lib/full-screen.js';
import { WakeLock } from '../../../static-site/lib/wake-lock.js';
import { settle } from './fake-timers.js';

/** A browser that gives and takes the lock when the test says so. */
function aWindow({ refuses = false } = {}) {
  const window = { locks: [], asked: 0, refuses };
  window.document = Object.assign(new EventTarget(), { hidden: false });
  window.navigator = {
    wakeLock: {
      async request() {
        window.asked += 1;
        if (window.refuses) {
          throw new DOMException('', 'NotAllowedError');
        }
        const lock = { released: false, release: async () => (lock.released = true) };
        window.locks.push(lock);
        return lock;
      },
    },
  };
  return window;
}

test('a screen that was let go dark is kept awake again, without being hidden in between', async () => {
  const window = aWindow();
  const wakeLock = new WakeLock(window);
  wakeLock.want(true);
  await settle();
  wakeLock.renew();
  await settle();
  assert.equal(window.asked, 1);
  window.locks[0].released = true;
  wakeLock.renew();
  await settle();
  assert.deepEqual([window.asked, window.locks[1].released], [2, false]);
});

test('what was refused for low battery is asked for again', async () => {
  const window = aWindow({ refuses: true });
  const wakeLock = new WakeLock(window);
  wakeLock.want(true);
  await settle();
  window.refuses = false;
  wakeLock.renew();
  await settle();
  assert.equal(window.locks.length, 1);
});

test('a lock that nobody wants, or nobody would see, is not asked for', async () => {
  const window = aWindow();
  const wakeLock = new WakeLock(window);
  wakeLock.renew();
  window.document.hidden = true;
  wakeLock.want(true);
  await settle();
  assert.equal(window.asked, 0);
  window.document.hidden = false;
  window.document.dispatchEvent(new Event('visibilitychange'));
  await settle();
  assert.equal(window.asked, 1);
});

/** A document that can fill the screen. */
function aDocument({ enabled = true, refuses = false } = {}) {
  const document = Object.assign(new EventTarget(), { fullscreenElement: null, asked: 0 });
  document.fullscreenEnabled = enabled;
  document.documentElement = {
    async requestFullscreen() {
      document.asked += 1;
      if (refuses) {
        throw new TypeError('no gesture');
      }
      document.fullscreenElement = this;
    },
  };
  document.exitFullscreen = async () => {
    document.fullscreenElement = null;
  };
  return document;
}

const pointerUp = (pointerType) => Object.assign(new Event('pointerup'), { pointerType });

test('the first touch gives the whole screen; a mouse does where the kiosk was enrolled', async () => {
  for (const [isKiosk, pointerType, taken] of [
    [false, 'touch', true],
    [false, 'mouse', false],
    [true, 'mouse', true],
  ]) {
    const document = aDocument();
    const fullScreen = new FullScreen(document, isKiosk);
    document.dispatchEvent(pointerUp(pointerType));
    await settle();
    assert.equal(fullScreen.isTaken, taken);
  }
});

test('lost, it is taken again by the next touch; left by the operator, it is not', async () => {
  const document = aDocument();
  const fullScreen = new FullScreen(document, false);
  document.dispatchEvent(pointerUp('touch'));
  document.dispatchEvent(pointerUp('touch'));
  await settle();
  assert.equal(document.asked, 1);
  document.fullscreenElement = null;
  document.dispatchEvent(pointerUp('touch'));
  await settle();
  assert.equal(document.asked, 2);
  await fullScreen.leave();
  document.dispatchEvent(pointerUp('touch'));
  await settle();
  assert.deepEqual([document.asked, fullScreen.isTaken], [2, false]);
});

test('where a browser has no such thing, or refuses, all goes on', async () => {
  for (const how of [{ enabled: false }, { refuses: true }]) {
    const document = aDocument(how);
    const fullScreen = new FullScreen(document, true);
    document.dispatchEvent(pointerUp('touch'));
    await settle();
    assert.equal(fullScreen.isTaken, false);
  }
  // Older browsers have it by another name only.
  const old = new FullScreen(Object.assign(new EventTarget(), { documentElement: {} }), true);
  old.document.dispatchEvent(pointerUp('touch'));
  await settle();
  assert.equal(old.isTaken, false);
});
