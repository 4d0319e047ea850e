import assert from 'node:assert/strict';
import test from 'node:test';

import { bestSize, LargePictures } from '../../../static-site/lib/large-pictures.js';
import { aPhoto, NOW } from './libraries.js';

test('a picture is asked for once, as long as its URL is good', async () => {
  const asked = [];
  const clock = { now: NOW };
  const ask = async (...wanted) => ({ url: `https://media.example/${asked.push(wanted)}` });
  const pictures = new LargePictures({ ask, nowMs: () => clock.now });
  const urls = await Promise.all([pictures.url(aPhoto(1)), pictures.url(aPhoto(1))]);
  assert.deepEqual(urls, ['https://media.example/1', 'https://media.example/1']);
  clock.now += 600_000;
  assert.equal(await pictures.url(aPhoto(1)), 'https://media.example/2');
  assert.deepEqual(asked, [['photo-1', 'large'], ['photo-1', 'large']]);
});

test('one that could not be had is asked for again', async () => {
  let failures = 1;
  const ask = async () => {
    if (failures > 0) {
      failures -= 1;
      throw new TypeError('cut');
    }
    return { url: 'https://media.example/x' };
  };
  const pictures = new LargePictures({ ask, nowMs: () => NOW });
  await assert.rejects(pictures.url(aPhoto(1)), TypeError);
  assert.equal(await pictures.url(aPhoto(1)), 'https://media.example/x');
});

test('films and sounds are played as they came; of all else there is nothing to be seen', async () => {
  assert.equal(bestSize(aPhoto(1)), 'large');
  assert.equal(bestSize(aPhoto(1, { type: 'video', sizes: ['original'] })), 'original');
  assert.equal(bestSize(aPhoto(1, { type: 'document', sizes: ['original'] })), null);
  assert.equal(bestSize(aPhoto(1, { sizes: ['original'] })), null, 'a photo is hostile until we have made it');
  const pictures = new LargePictures({ ask: () => Promise.reject(new Error('asked')), nowMs: () => NOW });
  assert.equal(await pictures.url(aPhoto(1, { sizes: [] })), null);
});
