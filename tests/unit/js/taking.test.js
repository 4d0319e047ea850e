import assert from 'node:assert/strict';
import test from 'node:test';

import { PART_PHOTOS, Take } from '../../../static-site/lib/taking.js';
import { aShownPhoto } from './gallery-samples.js';

/** Takes so many photos away; `files` are the names in each ZIP. */
function taking(count, { name = 'Party', answer = () => new Response('jpeg'), read } = {}) {
  const photos = Array.from({ length: count }, (_, index) => aShownPhoto(index + 1));
  const saved = [];
  const names = [];
  const gone = new Set();
  const take = new Take({
    read: read ?? (async () => photos),
    fresh: async (photoId) =>
      gone.has(photoId) ? null : photos.find((photo) => photo.photoId === photoId),
    fetch: async (url, signal) => answer(url, signal),
    async zip(files) {
      const packed = [];
      for await (const file of files) {
        packed.push(file.name);
      }
      return new Blob([JSON.stringify(packed)]);
    },
    save: (zip, as) => saved.push([as, zip]),
    name: () => name,
    onChange: () => names.push(take.state.name),
  });
  const files = async (part) => JSON.parse(await saved[part][1].text());
  return { take, saved, names, files, gone };
}

test('a few photos are one file', async () => {
  const { take, saved, names, files } = taking(3);
  await take.press();
  assert.deepEqual(saved.map(([as]) => as), ['Party.zip']);
  assert.deepEqual((await files(0))[0], '20231114T221321Z-1.jpg');
  assert.equal((await files(0)).length, 3);
  assert.deepEqual([...new Set(names)], ['reading', 'packing', 'done']);
  assert.deepEqual([take.state.packed, take.state.photos, take.state.leftOut], [3, 3, 0]);
});

test('many are several, each when it is asked for', async () => {
  const { take, saved, files } = taking(PART_PHOTOS * 2 + 1);
  await take.press();
  assert.deepEqual([take.state.name, saved.length], ['waiting', 1]);
  await take.press();
  await take.press();
  assert.deepEqual(saved.map(([as]) => as), ['Party 1 of 3.zip', 'Party 2 of 3.zip', 'Party 3 of 3.zip']);
  assert.deepEqual([(await files(0)).length, (await files(2)).length], [PART_PHOTOS, 1]);
  assert.equal(take.state.name, 'done');
});

test('what is taken away meanwhile is left out, and told', async () => {
  const { take, files, gone } = taking(3, {
    answer: (url) => new Response('', { status: url.includes('/2/') ? 403 : 200 }),
  });
  gone.add('1');
  await take.press();
  assert.deepEqual([(await files(0)).length, take.state.leftOut, take.state.name], [1, 2, 'done']);
});

for (const [what, answer] of [
  ['a line that breaks', () => Promise.reject(new TypeError('no line'))],
  ['a storage that is away', () => new Response('', { status: 503 })],
]) {
  test(`${what} loses no part, which is packed again`, async () => {
    let bad = true;
    const { take, saved, files } = taking(PART_PHOTOS + 2, {
      answer: (url) => (bad && url.includes('/202/') ? answer() : new Response('jpeg')),
    });
    await take.press();
    await take.press();
    assert.deepEqual([take.state.name, take.state.part, saved.length], ['failed', 2, 1]);
    bad = false;
    await take.press();
    assert.deepEqual([take.state.name, (await files(1)).length, take.state.leftOut], ['done', 2, 0]);
  });
}

test('photos that cannot be read at first are read again', async () => {
  let isAway = true;
  const { take } = taking(0, {
    read: async () => {
      if (isAway) {
        throw new TypeError('no line');
      }
      return [aShownPhoto(1)];
    },
  });
  await take.press();
  assert.equal(take.state.name, 'failed');
  isAway = false;
  await take.press();
  assert.equal(take.state.parts, 1);
});

test('it can be given up, and begun again', async () => {
  const { take, saved } = taking(3, {
    answer: (_url, signal) => {
      take.cancel();
      return signal.aborted ? Promise.reject(signal.reason) : new Response('jpeg');
    },
  });
  await take.press();
  assert.deepEqual([take.state.name, saved.length], ['idle', 0]);
});

test('given up while it reads, it packs nothing', async () => {
  const { take, saved } = taking(1, {
    read: async () => {
      take.cancel();
      return [aShownPhoto(1)];
    },
  });
  await take.press();
  assert.deepEqual([take.state.name, saved.length], ['idle', 0]);
  const other = taking(1, {
    read: async () => {
      other.take.cancel();
      throw new TypeError('no line');
    },
  });
  await other.take.press();
  assert.equal(other.take.state.name, 'idle');
});

test('pressing twice begins once', async () => {
  const { take, saved } = taking(1);
  await Promise.all([take.press(), take.press()]);
  assert.equal(saved.length, 1);
});

test('a file is named as the album is, if a file may have that name', async () => {
  for (const [name, as] of [['../a:b', '_a_b.zip'], [' . ', 'Photos.zip'], ['a\u202eb', 'a_b.zip']]) {
    const { take, saved } = taking(1, { name });
    await take.press();
    assert.equal(saved[0][0], as);
  }
});
