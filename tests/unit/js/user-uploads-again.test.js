import assert from 'node:assert/strict';
import test from 'node:test';

import { settle, until } from './fake-timers.js';
import { aFile } from './queue-at-work.js';
import { aBrowser, aPage, UserService } from './user-world.js';

const ALBUM = { albumId: 'album-1', comment: 'Hi' };
const large = () => aFile('film.mp4', { bytes: 6000, type: 'video/mp4' });

/** A page on which a file was picked and is on its way; then the browser was closed. */
async function left(service, world, file) {
  const { uploads } = await aPage(service, world);
  uploads.pick([file], ALBUM);
  await until(() => uploads.isKept && uploads.papers.of('file-1').ticket);
  // The database has written down what it was told.
  for (let turn = 0; turn < 50; turn += 1) {
    await settle();
  }
  return uploads;
}

/** The next life of the page, once it goes on. */
async function back(service, world, changes = {}) {
  const page = await aPage(service, world, changes);
  const restored = [];
  await page.uploads.restore((id, file) => restored.push(file.name));
  return { ...page, restored };
}

test('a reload goes on by the same ticket while it is fresh', async () => {
  const [service, world] = [new UserService(), aBrowser()];
  service.stumbles.push('hang');
  await left(service, world, aFile('a.jpg'));
  const { states, restored } = await back(service, world);
  await until(() => states().join() === 'sent');
  assert.deepEqual(restored, ['a.jpg']);
  assert.equal(service.issued.length, 1);
});

test('later it gives the old one back, and asks for another with the same address', async () => {
  const [service, world] = [new UserService(), aBrowser()];
  service.stumbles.push('hang');
  await left(service, world, aFile('a.jpg'));
  world.nowMs += 600_000;
  const { states } = await back(service, world);
  await until(() => states().join() === 'sent');
  assert.deepEqual(service.withdrawn, ['session-1']);
  assert.deepEqual(service.issued[1], service.issued[0]);
  assert.equal(service.issued[0].album, 'album-1');
});

test('what had arrived before the reload is not sent again', async () => {
  const [service, world] = [new UserService(), aBrowser()];
  service.stumbles.push('hang');
  await left(service, world, aFile('a.jpg'));
  service.arrive('photo-1');
  world.nowMs += 600_000;
  const { states } = await back(service, world);
  await until(() => states().join() === 'sent');
  assert.equal(service.issued.length, 1);
  assert.deepEqual(service.puts, []);
});

test('of a large file only the parts that are missing are sent', async () => {
  const [service, world] = [new UserService(), aBrowser()];
  service.stumbles.push('hang', 'hang', 'hang');
  await left(service, world, large());
  [1, 2, 3].forEach((number) => service.parts.get('photo-1').add(number));
  world.nowMs += 3_600_000;
  const { states } = await back(service, world);
  await until(() => states().join() === 'sent');
  assert.equal(service.puts.length, 12);
  assert.equal(service.issued.length, 1);
});

test('a tab that waits for another goes on where that one was when it went', async () => {
  const [service, world] = [new UserService(), aBrowser()];
  service.stumbles.push('hang', 'hang', 'hang');
  let issue;
  const ask = async (...asked) => {
    await new Promise((resolve) => (issue = resolve));
    return service.ask(...asked);
  };
  const { uploads } = await aPage(service, world, { host: { ask } });
  uploads.pick([large()], ALBUM);
  await until(() => uploads.isKept && issue);
  let leave;
  const isGone = new Promise((resolve) => (leave = resolve));
  const request = (_, work) => isGone.then(work);
  const { states } = await back(service, world, { locks: { request } });
  issue();
  await until(() => uploads.papers.of('file-1').ticket);
  for (let turn = 0; turn < 50; turn += 1) {
    await settle();
  }
  leave();
  await until(() => states().join() === 'sent');
  assert.equal(service.issued.length, 1);
});

test('files of another account stay where they are', async () => {
  const [service, world] = [new UserService(), aBrowser()];
  service.stumbles.push('hang');
  await left(service, world, aFile('a.jpg'));
  const other = await back(service, world, { userId: 'bob' });
  for (let turn = 0; turn < 50; turn += 1) {
    await settle();
  }
  assert.deepEqual(other.states(), []);
});

test('after a day nothing is kept any more', async () => {
  const [service, world] = [new UserService(), aBrowser()];
  service.stumbles.push('hang');
  await left(service, world, aFile('a.jpg'));
  world.nowMs += 25 * 3_600_000;
  const late = await back(service, world);
  for (let turn = 0; turn < 50; turn += 1) {
    await settle();
  }
  assert.deepEqual(late.states(), []);
  assert.equal(late.uploads.papers.of('file-1').ticket, null);
});

test('where nothing can be kept, files are sent all the same', async () => {
  const service = new UserService();
  const { uploads, states } = await aPage(service, { nowMs: 0, made: 0 });
  await uploads.restore(() => {});
  uploads.pick([aFile('a.jpg')], ALBUM);
  assert.equal(Boolean(uploads.isKept), false);
  await until(() => states().join() === 'sent');
  assert.equal(service.issued[0].comment, 'Hi');
});
