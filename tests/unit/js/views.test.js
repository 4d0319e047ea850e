import assert from 'node:assert/strict';
import test from 'node:test';

import { Views } from '../../../static-site/lib/views.js';

const at = (view, query = {}) => ({ view, id: null, query });

/** Views that note what becomes of them; each is there when its promise is kept. */
function some({ moves = false, speaks = false } = {}) {
  const noted = [];
  const waiting = [];
  const views = new Views((place) => {
    noted.push(`mount ${place.view}`);
    return new Promise((resolve) => {
      waiting.push(() =>
        resolve({
          leave: () => noted.push(`leave ${place.view}`),
          ...(speaks && { speak: () => noted.push(`speak ${place.view}`) }),
          ...(moves && {
            move: ({ query }) => Boolean(query.photo) && noted.push(`move ${query.photo}`) > 0,
          }),
        }),
      );
    });
  });
  return { views, noted, arrive: (number) => waiting[number]() };
}

test('one is left before the next is there', async () => {
  const { views, noted, arrive } = some();
  const first = views.show(at('library'));
  arrive(0);
  assert.equal(await first, true);
  const second = views.show(at('albums'));
  arrive(1);
  assert.equal(await second, true);
  assert.deepEqual(noted, ['mount library', 'leave library', 'mount albums']);
});

test('one that comes when it is not wanted any more is left at once', async () => {
  const { views, noted, arrive } = some();
  const first = views.show(at('library'));
  const second = views.show(at('albums'));
  arrive(1);
  arrive(0);
  assert.deepEqual(await Promise.all([first, second]), [false, true]);
  assert.deepEqual(noted, ['mount library', 'mount albums', 'leave library']);
});

test('one that can moves inside itself', async () => {
  const { views, noted, arrive } = some({ moves: true });
  const first = views.show(at('library'));
  arrive(0);
  await first;
  assert.equal(await views.show(at('library', { photo: 'x' })), false);
  assert.deepEqual(noted, ['mount library', 'move x']);
  const second = views.show(at('library', { album: 'y' }));
  arrive(1);
  assert.equal(await second, true, 'and is mounted anew where it cannot');
});

test('one that cannot is mounted anew', async () => {
  const { views, noted, arrive } = some();
  const first = views.show(at('album'));
  arrive(0);
  await first;
  const second = views.show(at('album'));
  arrive(1);
  await second;
  assert.deepEqual(noted, ['mount album', 'leave album', 'mount album']);
});

test('one that can says all anew in another language; one that cannot is mounted anew', async () => {
  for (const [speaks, isNew, last] of [[true, false, ['speak album']], [false, true, ['leave album', 'mount album']]]) {
    const { views, noted, arrive } = some({ speaks, moves: true });
    const first = views.show(at('album'));
    arrive(0);
    await first;
    const spoken = views.speak(at('album'));
    if (isNew) {
      arrive(1);
    }
    assert.equal(await spoken, isNew);
    assert.deepEqual(noted, ['mount album', ...last]);
  }
});
