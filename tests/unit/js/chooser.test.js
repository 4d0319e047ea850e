import assert from 'node:assert/strict';
import test from 'node:test';

import { Chooser } from '../../../static-site/lib/chooser.js';
import { LIMITS } from './samples.js';

const MB = 1024 * 1024;
const WIDE = { ...LIMITS, maxUploadBytes: 200 * MB };
/** Of no content: what counts is what it says of itself. */
const aFile = (name, megabytes, type = 'image/jpeg') => ({ name, size: megabytes * MB, type });

/** A chooser that is answered in this order, and what it asked. */
function aChooser(answers, changes = {}) {
  const asked = [];
  const shrunk = [];
  const chooser = new Chooser({
    phone: { queue: { state: [] }, bytesPerSecond: null },
    line: () => ({ trouble: 'slow', bytesPerSecond: null }),
    canAsk: () => true,
    ask: async (question) => {
      asked.push(question);
      return answers.shift();
    },
    smaller: async (file) => {
      shrunk.push(file.name);
      return { ...file, size: MB };
    },
    ...changes,
  });
  const pick = async (files, limits = WIDE) => {
    const parts = [];
    for await (const part of chooser.chosen(files, limits)) {
      parts.push(part.map(({ name, size }) => [name, size / MB]));
    }
    return parts;
  };
  return { pick, asked, shrunk };
}

test('what needs no question goes as it is, all at once', async () => {
  const { pick, asked } = aChooser([], { line: () => ({ trouble: null, bytesPerSecond: null }) });
  assert.deepEqual(await pick([aFile('a', 20), aFile('b', 20)]), [[['a', 20], ['b', 20]]]);
  assert.equal(asked.length, 0);
});

test('smaller ones come one by one, each as soon as it is made', async () => {
  const { pick, shrunk } = aChooser(['smaller']);
  const files = [aFile('a', 5), aFile('b', 1), aFile('c', 5), aFile('d', 5, 'image/gif')];
  const limits = { ...WIDE, contentTypes: [...WIDE.contentTypes, 'image/gif'] };
  const expected = [[['a', 1]], [['b', 1]], [['c', 1]], [['d', 5]], []];
  assert.deepEqual(await pick(files, limits), expected);
  assert.deepEqual(shrunk, ['a', 'c']);
});

test('what is not to be sent is not', async () => {
  const { pick, shrunk } = aChooser([null]);
  assert.deepEqual(await pick([aFile('a', 5)]), []);
  assert.deepEqual(shrunk, []);
});

test('the answer holds for poor lines as long as the page lives', async () => {
  const { pick, asked } = aChooser([null, 'smaller']);
  await pick([aFile('a', 5)]);
  await pick([aFile('a', 5)]);
  assert.deepEqual(await pick([aFile('b', 5)]), [[['b', 1]], []]);
  assert.equal(asked.length, 2);
});

test('on a good line originals are sent, whatever was wanted on a poor one', async () => {
  const line = { trouble: 'slow', bytesPerSecond: null };
  const { pick } = aChooser(['smaller'], { line: () => line });
  await pick([aFile('a', 5)]);
  line.trouble = null;
  assert.deepEqual(await pick([aFile('b', 5)]), [[['b', 5]]]);
});

test('to send what is large does not undo what is wanted on poor lines', async () => {
  const { pick, asked } = aChooser(['smaller', 'original']);
  const limits = { ...WIDE, maxVideoBytes: 200 * MB, contentTypes: ['image/jpeg', 'video/mp4'] };
  await pick([aFile('a', 5)], limits);
  const both = [aFile('film', 150, 'video/mp4'), aFile('b', 5)];
  assert.deepEqual(await pick(both, limits), [[['film', 150]], [['b', 1]], []]);
  assert.equal(asked[1].smaller, null);
});

test('nobody is asked about what is not taken anyway', async () => {
  const { pick, asked } = aChooser(['smaller']);
  await pick([aFile('a', 300), aFile('b', 50, 'text/plain')]);
  assert.equal(asked.length, 0);
  assert.deepEqual(
    await pick([aFile('a', 5), aFile('b', 5), aFile('c', 50, 'text/plain')], { ...WIDE, maxPhotos: 1 }),
    [[['a', 1]], [['b', 5], ['c', 50]]],
  );
  assert.equal(asked[0].smaller.count, 1);
});

test('before anything can be asked all goes as it is', async () => {
  const { pick, asked } = aChooser([], { canAsk: () => false });
  assert.deepEqual(await pick([aFile('a', 5)]), [[['a', 5]]]);
  assert.equal(asked.length, 0);
});

test('two picks are asked about one after the other', async () => {
  const answers = [];
  const { pick } = aChooser([], { ask: () => new Promise((answer) => answers.push(answer)) });
  const picks = [pick([aFile('a', 5)]), pick([aFile('b', 5)])];
  while (answers.length === 0) {
    await null;
  }
  assert.equal(answers.length, 1);
  answers[0]('original');
  assert.deepEqual(await Promise.all(picks), [[[['a', 5]]], [[['b', 5]]]]);
  assert.equal(answers.length, 1);
});
