import assert from 'node:assert/strict';
import test from 'node:test';

import { Downloads, savedAs } from '../../../static-site/lib/downloads.js';
import { aPhoto, Service } from './libraries.js';

/** A page that notes what it saves. */
function aPage(photo, answer = () => new Response('bytes')) {
  const saved = [];
  const link = { click: () => saved.push([link.download, link.href]), remove() {} };
  const document = { createElement: () => link, body: { append() {} } };
  const fetched = [];
  const fetch = async (url) => {
    fetched.push(url);
    return answer();
  };
  const host = new Service([photo]);
  return { downloads: Downloads({ document, host, fetch, nap: async () => {} }), saved, fetched };
}

test('a picture is saved under its name, as what it is', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { downloads, saved, fetched } = aPage(aPhoto(1, { fileName: 'sea.heic' }));
  await downloads.save('photo-1', 'large');
  await downloads.save('photo-1', 'original');
  assert.deepEqual(saved.map(([name]) => name), ['sea.jpg', 'sea.heic']);
  assert.deepEqual(fetched, ['large', 'original'].map((size) => `https://media.example/photo-1/${size}`));
  t.mock.timers.tick(60_000);
});

test('what has no such picture is saved as it came', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { downloads, saved } = aPage(aPhoto(1, { fileName: 'film.mp4', sizes: ['original'] }));
  await downloads.save('photo-1', 'large');
  assert.equal(saved[0][0], 'film.mp4');
});

test('gigabytes are not held by the page', async () => {
  const film = aPhoto(1, { fileName: 'film.mp4', sizes: ['original'], sizeBytes: 2 ** 30 });
  const { downloads, saved, fetched } = aPage(film);
  await downloads.save('photo-1', 'original');
  assert.deepEqual(saved, [['film.mp4', 'https://media.example/photo-1/original']]);
  assert.deepEqual(fetched, []);
});

test('a file that does not come is tried again by who asked', async () => {
  for (const answer of [() => new Response('', { status: 403 }), () => Promise.reject(new TypeError('cut'))]) {
    const { downloads } = aPage(aPhoto(1), answer);
    await assert.rejects(downloads.save('photo-1', 'original'), { name: 'ServiceAway' });
  }
});

test('no name leads anywhere', () => {
  const named = (fileName) => savedAs(aPhoto(1, { fileName }), 'original');
  assert.equal(named('../../etc/passwd.jpg'), '_.._etc_passwd.jpg');
  assert.equal(named('\u202egpj.exe'), 'gpj.exe');
  assert.equal(named('a:b*c?.png'), 'a_b_c_.png');
  assert.equal(named(null), 'photo-1');
  assert.equal(named('.htaccess'), 'htaccess');
  assert.equal(savedAs(aPhoto(1, { fileName: 'no suffix' }), 'large'), 'no suffix.jpg');
});
