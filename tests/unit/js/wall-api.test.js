import assert from 'node:assert/strict';
import test from 'node:test';

import { ServiceAway } from '../../../static-site/lib/api.js';
import { WallApi } from '../../../static-site/lib/wall-api.js';
import { FakeTimers } from './fake-timers.js';
import { aReadyPhoto } from './samples.js';

const { renditions } = aReadyPhoto();
const PHOTO = { photoId: 'p', storedAt: 1, guestName: null, comment: '<b>', renditions };
const PAGE = {
  albumId: 'A',
  name: 'Anna & Ben',
  paused: false,
  seconds: 8,
  attract: 'MESSAGES',
  joinUrl: 'https://photos.example.org/phone.html#join=X',
  joinQrSvg: null,
  serverTime: 1,
  photos: [PHOTO],
  cursor: null,
  expiresAt: 600,
};

function api(body) {
  const requests = [];
  const made = new WallApi({
    config: { load: async () => ({ apiUrl: 'https://api' }) },
    timers: new FakeTimers(),
    fetch: async (url, how) => {
      requests.push([url, how.headers.Authorization]);
      return { ok: true, status: 200, json: async () => body };
    },
  });
  made.kioskKey = 'a.b.c';
  return [made, requests];
}

test('it asks with its key, for a page or for certain photos', async () => {
  const [made, requests] = api(PAGE);
  assert.deepEqual(await made.look({}), { ...PAGE, joinQrSvg: '' });
  await made.look({ cursor: 'x y' });
  await made.look({ photoIds: ['a', 'b'] });
  await made.look({ photoIds: ['a'], attract: true });
  assert.deepEqual(requests, [
    ['https://api/wall?', 'Bearer a.b.c'],
    ['https://api/wall?cursor=x+y', 'Bearer a.b.c'],
    ['https://api/wall?photoIds=a%2Cb', 'Bearer a.b.c'],
    ['https://api/wall?photoIds=a&attract=true', 'Bearer a.b.c'],
  ]);
});

test('without a key nobody is asked', async () => {
  const [made, requests] = api(PAGE);
  made.kioskKey = null;
  await assert.rejects(made.look({}), { code: 'KioskKeyRequired' });
  assert.deepEqual(requests, []);
});

test('an answer of somebody else is none', async () => {
  for (const body of [null, {}, { ...PAGE, attract: 'ALL' }, { ...PAGE, photos: [{ ...PHOTO, renditions: null }] }]) {
    const [made] = api(body);
    await assert.rejects(made.look({}), ServiceAway);
  }
});
