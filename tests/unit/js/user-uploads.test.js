import assert from 'node:assert/strict';
import test from 'node:test';

import { ApiError, ServiceAway } from '../../../static-site/lib/api.js';
import { until } from './fake-timers.js';
import { aFile } from './queue-at-work.js';
import { aBrowser, aPage, UserService } from './user-world.js';

const LIBRARY = { albumId: null, comment: null };
const large = (name = 'film.mp4') => aFile(name, { bytes: 6000, type: 'video/mp4' });

test('a file goes by one PUT, with its album and its comment', async () => {
  const service = new UserService();
  const { uploads, states } = await aPage(service);
  uploads.pick([aFile('a.jpg')], { albumId: 'album-1', comment: 'At the sea' });
  uploads.pick([aFile('menu.pdf', { type: '' })], LIBRARY);
  await until(() => states().every((state) => state === 'sent'));
  assert.deepEqual(service.issued, [
    {
      ...{ filename: 'a.jpg', content_type: 'image/jpeg', size: 1000 },
      ...{ album: 'album-1', comment: 'At the sea' },
    },
    { filename: 'menu.pdf', content_type: 'application/pdf', size: 1000 },
  ]);
  assert.deepEqual(service.puts, [['photo-1', 1000], ['photo-2', 1000]]);
});

test('a large one goes in parts, by the token that came with its ticket', async () => {
  const service = new UserService();
  const { uploads, states } = await aPage(service);
  uploads.pick([large()], LIBRARY);
  await until(() => states()[0] === 'sent');
  assert.equal(service.parts.get('photo-1').size, 15);
  assert.deepEqual([...service.tokens], ['token-1']);
  assert.equal(service.puts.reduce((sum, [, bytes]) => sum + bytes, 0), 6000);
});

test('what nobody may keep is refused before it is sent', async () => {
  const service = new UserService();
  const { uploads, states } = await aPage(service);
  uploads.pick([aFile('a.exe', { type: 'application/x-msdownload' }), aFile('b.jpg', { bytes: 0 })], LIBRARY);
  assert.deepEqual(states(), ['UnsupportedContentType', 'PhotoEmpty']);
  assert.deepEqual(service.issued, []);
});

for (const [code, state] of [
  ['PhotoTooLarge', 'refused'],
  ['AlbumFull', 'failed'],
  ['QuotaExceeded', 'failed'],
]) {
  test(`what the service refuses is told by its code: ${code}`, async () => {
    const service = new UserService();
    service.refusals.push(new ApiError(code === 'QuotaExceeded' ? 429 : 409, code, ''));
    const { uploads } = await aPage(service);
    uploads.pick([aFile('a.jpg')], LIBRARY);
    await until(() => uploads.queue.state[0].state === state);
    assert.equal(uploads.queue.state[0].code, code);
  });
}

test('limits are those of the first ticket', async () => {
  const service = new UserService();
  const { uploads, states } = await aPage(service);
  uploads.pick([aFile('a.jpg')], LIBRARY);
  await until(() => states()[0] === 'sent');
  uploads.pick([aFile('b.mp4', { bytes: 9001, type: 'video/mp4' })], LIBRARY);
  assert.equal(states()[1], 'UnsupportedContentType');
  assert.equal(uploads.limits.maxPhotos, Infinity);
});

test('an attempt that fails is made again by the same ticket', async () => {
  const service = new UserService();
  service.stumbles.push(0, 503);
  const { uploads, states, timers } = await aPage(service);
  uploads.pick([aFile('a.jpg')], LIBRARY);
  await until(() => timers.waiting > 0 || states()[0] === 'sent');
  await timers.advance(100);
  await until(() => states()[0] === 'sent');
  assert.equal(service.issued.length, 1);
  assert.deepEqual(service.withdrawn, []);
});

test('a ticket that is not taken any more is given back before the next is asked for', async () => {
  const service = new UserService();
  service.stumbles.push(403);
  const { uploads, states, timers } = await aPage(service);
  uploads.pick([aFile('a.jpg')], LIBRARY);
  await until(() => timers.waiting > 0);
  await timers.advance(100);
  await until(() => states()[0] === 'sent');
  assert.deepEqual(service.withdrawn, ['session-1']);
  assert.deepEqual(service.puts.map(([url]) => url), ['photo-1', 'photo-2']);
});

test('a file whose answer was lost is not sent again', async () => {
  const service = new UserService();
  const put = async (ticket, body, how) => {
    await service.put(ticket, body, how);
    return 403;
  };
  const { uploads, states, timers } = await aPage(service, aBrowser(), { put });
  uploads.pick([aFile('a.jpg')], LIBRARY);
  await until(() => timers.waiting > 0);
  await timers.advance(100);
  await until(() => states()[0] === 'sent');
  assert.equal(service.issued.length, 1);
  assert.deepEqual(service.withdrawn, []);
});

test('what is there already is asked for by the ticket by which it went, however old that is', async () => {
  const service = new UserService();
  const world = aBrowser();
  const put = async () => {
    world.nowMs += 250_000;
    return 412;
  };
  const { uploads, states, timers } = await aPage(service, world, { put });
  uploads.pick([aFile('a.jpg')], LIBRARY);
  await until(() => timers.waiting > 0);
  service.arrive('photo-1', { state: 'REJECTED', code: 'TRUNCATED' });
  await timers.advance(1_000);
  await until(() => states()[0] !== 'sending');
  assert.deepEqual(states(), ['TRUNCATED']);
  assert.equal(service.issued.length, 1);
  assert.deepEqual(service.withdrawn, []);
});

test('parts that are gone are sent anew, by another ticket', async () => {
  const service = new UserService();
  const { uploads, states, timers } = await aPage(service);
  const { put } = service;
  let parts = 0;
  uploads.parts.put = async (ticket, body, how) => {
    parts += 1;
    if (parts === 4) {
      service.parts.delete('photo-1');
      return 404;
    }
    return service.parts.has(ticket.url.split('/')[0]) ? put(ticket, body, how) : 404;
  };
  uploads.pick([large()], LIBRARY);
  for (let turn = 0; turn < 40 && states()[0] !== 'sent'; turn += 1) {
    await timers.advance(1000);
  }
  assert.deepEqual(states(), ['sent']);
  assert.equal(service.issued.length, 2);
  assert.equal(service.parts.get('photo-2').size, 15);
});

test('what is taken back on its way is taken back at the service, too', async () => {
  const service = new UserService();
  service.stumbles.push('hang');
  const { uploads } = await aPage(service);
  uploads.pick([aFile('a.jpg')], LIBRARY);
  await until(() => uploads.queue.state[0].photoId !== null);
  uploads.queue.remove(uploads.queue.state[0].id);
  await until(() => service.withdrawn.length === 1);
  assert.deepEqual(uploads.queue.state, []);
});

test('what is taken back while the line is down is taken back when it is there again', async () => {
  const service = new UserService();
  service.stumbles.push('hang');
  const { uploads, timers } = await aPage(service, aBrowser(), { random: () => 1 });
  const { withdraw } = service;
  let away = true;
  uploads.parts.api.withdraw = async (...asked) => {
    if (away) {
      throw new ServiceAway('');
    }
    return withdraw(...asked);
  };
  uploads.pick([aFile('a.jpg')], LIBRARY);
  await until(() => uploads.queue.state[0].photoId !== null);
  uploads.queue.remove('file-1');
  await timers.advance(60_000);
  away = false;
  await timers.advance(30_000);
  assert.deepEqual(service.withdrawn, ['session-1']);
});

test('what is taken back before its ticket has come is taken back when it comes', async () => {
  const service = new UserService();
  let come;
  const ask = async (...asked) => {
    await new Promise((resolve) => (come = resolve));
    return service.ask(...asked);
  };
  const { uploads } = await aPage(service, aBrowser(), { host: { ask } });
  uploads.pick([aFile('a.jpg')], LIBRARY);
  await until(() => come !== undefined);
  uploads.queue.remove('file-1');
  come();
  await until(() => service.withdrawn.length === 1);
  assert.equal(uploads.papers.of('file-1').ticket, null);
  assert.deepEqual(service.puts, []);
});

test('what has become of it is asked until it is known', async () => {
  const service = new UserService();
  const { uploads, states, timers } = await aPage(service);
  for (const name of ['a.jpg', 'b.jpg']) {
    uploads.pick([aFile(name)], LIBRARY);
    await until(() => states().at(-1) === 'sent');
  }
  service.refusals.push('away');
  await timers.advance(1_100);
  service.arrive('photo-1', { state: 'READY' });
  await timers.advance(4_000);
  service.arrive('photo-2', { state: 'REJECTED', code: 'TRUNCATED' });
  await timers.advance(15_000);
  assert.deepEqual(states(), ['ready', 'TRUNCATED']);
  assert.equal(timers.waiting, 0);
});

test('what is deleted later is told so, and nothing else is', async () => {
  const service = new UserService();
  const { uploads, states } = await aPage(service);
  uploads.pick([aFile('a.jpg')], LIBRARY);
  await until(() => states()[0] === 'sent');
  uploads.deleted('photo-of-another-page');
  assert.deepEqual(states(), ['sent']);
  uploads.deleted('photo-1');
  assert.deepEqual(states(), ['deleted']);
});
