import assert from 'node:assert/strict';
import test from 'node:test';

import { ServiceAway } from '../../../static-site/lib/api.js';
import { AttractScene } from './attract-scene.js';

const MINUTE_MS = 60_000;

test('when somebody comes nothing is left: no picture, no socket, no timer, no question', async () => {
  const scene = await new AttractScene(20).waits();
  scene.stay.stop();
  assert.deepEqual([scene.shown, scene.pictures.size, scene.sockets], [[], 0, 0]);
  assert.equal(scene.timers.waiting, 0);
  scene.asked = [];
  await scene.timers.advance(MINUTE_MS);
  assert.deepEqual(scene.asked, []);
});

for (const ms of [0, 100, 600, 1_100, 1_600]) {
  test(`so it is ${ms} ms after the beginning, whatever is under way`, async () => {
    const scene = new AttractScene(5);
    scene.loadMs = 300;
    const waiting = scene.waits();
    await scene.timers.advance(ms);
    scene.stay.stop();
    scene.onPut = assert.fail;
    await waiting;
    await scene.timers.advance(MINUTE_MS);
    assert.deepEqual([scene.shown, scene.sockets, scene.timers.waiting], [[], 0, 0]);
  });
}

test('for months: it asks evenly, keeps a dozen pictures, and nothing of those that went', async () => {
  let number = 0;
  const random = () => ((number = (number * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31);
  const scene = new AttractScene(30, random);
  scene.onPut = (photoId) => assert.ok(scene.photos.has(photoId), photoId);
  for (let visitor = 0; visitor < 200; visitor += 1) {
    scene.isOpen = random() < 0.9;
    await scene.waits();
    for (let passed = 0; passed < 4; passed += 1) {
      scene.refusal = random() < 0.1 ? new ServiceAway('gone') : null;
      scene.asked = [];
      await scene.timers.advance(15_000);
      assert.ok(scene.asked.length <= 16, String(scene.asked.length));
      assert.ok(scene.pictures.size <= 15 && scene.sockets <= 1);
      scene.publish(`of ${visitor} and ${passed}`);
      const [some] = scene.shown;
      if (some && scene.isOpen && random() < 0.5) {
        scene.hide(some);
        assert.ok(!scene.shown.includes(some));
      }
    }
    scene.refusal = null;
    scene.stay.stop();
    assert.deepEqual([scene.shown.length, scene.pictures.size, scene.sockets], [0, 0, 0]);
    await scene.timers.advance(35_000);
    assert.equal(scene.timers.waiting, 0);
  }
});
