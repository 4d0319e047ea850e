import assert from 'node:assert/strict';
import test from 'node:test';

import { ApiError, ServiceAway } from '../../../static-site/lib/api.js';
import { Gallery } from '../../../static-site/lib/gallery.js';
import { FakeTimers, settle } from './fake-timers.js';
import { aShownPage } from './gallery-samples.js';

/** A gallery of these photos, newest first, so many of a page. */
function aGallery(numbers, most = 2) {
  const shown = [...numbers];
  const asked = [];
  const timers = new FakeTimers();
  const service = { error: null };
  const api = {
    async ask(path, { token }, readIt) {
      asked.push(path);
      assert.equal(token, 'key');
      if (service.error) {
        throw service.error;
      }
      const from = /cursor=(\d+)/.exec(path)?.[1];
      const behind = shown.filter((number) => !from || number < Number(from));
      const photos = behind.slice(0, most);
      const cursor = behind.length > most ? String(photos.at(-1)) : null;
      return readIt(aShownPage(photos, { cursor }));
    },
  };
  const gallery = new Gallery({ albumId: 'album', key: 'key', api, timers, onChange: () => {} });
  const ids = () => gallery.state.photos.map(({ photoId }) => Number(photoId));
  return { gallery, shown, asked, timers, service, ids };
}

test('the newest are read first, more on demand, each once', async () => {
  const { gallery, ids } = aGallery([5, 4, 3, 2, 1]);
  await gallery.look();
  assert.deepEqual(ids(), [5, 4]);
  assert.equal(await gallery.more(), true);
  assert.equal(await gallery.more(), false);
  assert.deepEqual(ids(), [5, 4, 3, 2, 1]);
  assert.equal(await gallery.more(), false);
});

test('it looks again by itself, and not while it is left', async () => {
  const { gallery, shown, timers, ids, asked } = aGallery([1]);
  await gallery.look();
  shown.unshift(2);
  await timers.advance(30_000);
  assert.deepEqual(ids(), [2, 1]);
  gallery.rest();
  await timers.advance(120_000);
  assert.equal(asked.length, 2);
});

test('however many have come, there is no gap', async () => {
  const { gallery, shown, ids } = aGallery([2, 1]);
  await gallery.look();
  shown.unshift(8, 7, 6, 5, 4, 3);
  await gallery.look();
  assert.deepEqual(ids(), [8, 7, 6, 5, 4, 3, 2, 1]);
});

test('once at a time', async () => {
  const { gallery, asked } = aGallery([1]);
  await Promise.all([gallery.look(), gallery.look()]);
  assert.equal(asked.length, 1);
});

test('a photo is read again when its URLs run out, wherever it has got to', async () => {
  const { gallery, shown, timers, asked } = aGallery([4, 3, 2, 1]);
  await gallery.look();
  gallery.rest();
  const before = asked.length;
  await gallery.fresh('3');
  assert.equal(asked.length, before);
  shown.unshift(8, 7, 6, 5);
  await timers.advance(590_000);
  const photo = await gallery.fresh('3');
  assert.equal(photo.goodUntil, 1_190_000);
});

test('one that was taken away is not there any more', async () => {
  const { gallery, shown, timers } = aGallery([2, 1]);
  await gallery.look();
  gallery.rest();
  shown.pop();
  await timers.advance(590_000);
  assert.equal(await gallery.fresh('1'), null);
  assert.equal(await gallery.fresh('7'), null);
});

test('without a line nothing is taken for gone', async () => {
  const { gallery, timers, service, ids } = aGallery([1]);
  await gallery.look();
  gallery.rest();
  await timers.advance(590_000);
  service.error = new ServiceAway('no line');
  await assert.rejects(gallery.fresh('1'), ServiceAway);
  await assert.rejects(gallery.all().then(() => gallery.fresh('1')), ServiceAway);
  assert.deepEqual(ids(), [1]);
});

test('all that are shown, or an error', async () => {
  const { gallery, service } = aGallery([5, 4, 3, 2, 1]);
  await gallery.look();
  service.error = new ServiceAway('no line');
  await assert.rejects(gallery.all(), ServiceAway);
  service.error = null;
  assert.equal((await gallery.all()).length, 5);
});

for (const [error, name] of [
  [new ApiError(403, 'GalleryClosed', ''), 'closed'],
  [new ApiError(403, 'GalleryKeyRefused', ''), 'refused'],
  [new ApiError(500, 'ServiceUnavailable', ''), 'away'],
  [new ApiError(400, 'CursorRefused', ''), 'away'],
  [new ServiceAway('no line'), 'away'],
]) {
  test(`${error.code ?? 'no line'} is told as ${name}`, async () => {
    const { gallery, service, timers } = aGallery([1]);
    service.error = error;
    await gallery.look();
    assert.equal(gallery.state.name, name);
    assert.equal(await gallery.more(), false);
    service.error = null;
    await timers.advance(30_000);
    assert.equal(gallery.state.name, 'open');
  });
}

test('a refusal is told, whatever was asked for', async () => {
  const { gallery, service, timers } = aGallery([3, 2, 1]);
  await gallery.look();
  service.error = new ApiError(403, 'GalleryKeyRefused', '');
  await gallery.more();
  assert.equal(gallery.state.name, 'refused');
  service.error = null;
  await gallery.look();
  gallery.rest();
  await timers.advance(590_000);
  service.error = new ApiError(403, 'GalleryClosed', '');
  assert.equal(await gallery.fresh('3'), null);
  assert.equal(gallery.state.name, 'closed');
});

test('what is no page of a gallery is none of ours, and a fault of ours is not hidden', async () => {
  const { gallery, service } = aGallery([1]);
  service.error = new TypeError('a fault');
  await assert.rejects(gallery.look(), TypeError);
  const other = new Gallery({
    albumId: 'album',
    key: 'key',
    api: { ask: async (_path, _how, readIt) => readIt({ hello: 'portal' }) },
    timers: new FakeTimers(),
    onChange: () => {},
  });
  await assert.rejects(other.look(), /not a page/);
  await settle();
});
