import assert from 'node:assert/strict';
import test from 'node:test';

import { ApiError, ServiceAway } from '../../../static-site/lib/api.js';
import { ExportWatch } from '../../../static-site/lib/export-watch.js';
import { Naps } from '../../../static-site/lib/timers.js';
import { anExport } from './album-samples.js';
import { FakeTimers } from './fake-timers.js';

/** Of the Web Storage API what is used here. */
class Kept extends Map {
  getItem = (name) => this.get(name) ?? null;
  setItem = (name, value) => this.set(name, value);
  removeItem = (name) => this.delete(name);
}

/** A page; `answers`: to each look at the export, the last one again and again. */
function aWatch({ answers = [anExport()], start, kept = new Kept() } = {}) {
  const timers = new FakeTimers();
  const asked = [];
  const api = {
    startExport: start ?? (async (...wanted) => (asked.push(wanted), anExport())),
    readExport: async (albumId, exportId) => {
      asked.push([albumId, exportId]);
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer instanceof Error) {
        throw answer;
      }
      return answer;
    },
  };
  const naps = new Naps(timers);
  const watch = new ExportWatch({ albumId: 'album-1', api, kept: () => kept, naps, onChange() {} });
  return { watch, timers, asked, kept };
}

const ready = () => anExport({ state: 'READY', urlsExpireAt: 1_000_600, files: [{ fileName: 'a.zip' }] });

test('an export is asked for, and watched until it is ready', async () => {
  const answers = [anExport({ photosTotal: 10, photosDone: 4 }), new ServiceAway(''), ready()];
  const { watch, timers, asked } = aWatch({ answers });
  void watch.start({ size: 'large' });
  await timers.advance(0);
  assert.deepEqual(asked[0], ['album-1', { size: 'large' }]);
  assert.equal(watch.state.made.photosDone, 4);
  await timers.advance(3_000);
  assert.equal(watch.state.made.state, 'MAKING');
  await timers.advance(3_000);
  assert.equal(watch.state.made.state, 'READY');
  assert.equal(asked.length, 4);
});

test('links are fresh for as long as the page is open', async () => {
  const { watch, timers, asked } = aWatch({ answers: [ready()] });
  void watch.start({ size: 'large' });
  await timers.advance(0);
  assert.equal(asked.length, 2);
  await timers.advance(539_000);
  assert.equal(asked.length, 2);
  await timers.advance(1_000);
  assert.equal(asked.length, 3);
  watch.stop();
  await timers.advance(600_000);
  assert.equal(asked.length, 3);
});

test('a reload finds it again', async () => {
  const first = aWatch();
  void first.watch.start({ size: 'original' });
  await first.timers.advance(0);
  const next = aWatch({ answers: [ready()], kept: first.kept });
  void next.watch.resume();
  await next.timers.advance(0);
  assert.equal(next.watch.state.made.state, 'READY');
  const other = aWatch();
  await other.watch.resume();
  assert.equal(other.watch.state.made, null);
});

test('where nothing can be kept it is made all the same', async () => {
  const full = () => {
    throw new DOMException('', 'QuotaExceededError');
  };
  for (const kept of [null, { getItem: () => null, setItem: full, removeItem: full }]) {
    const { watch, timers } = aWatch({ answers: [ready()], kept });
    await watch.resume();
    void watch.start({ size: 'original' });
    await timers.advance(0);
    assert.deepEqual([watch.state.made?.state, watch.state.busy], ['READY', false]);
  }
});

test('one that is too old is forgotten without a word', async () => {
  const kept = new Kept([['scandrop.export.album-1', 'old']]);
  const { watch } = aWatch({ answers: [new ApiError(404, 'ExportNotFound', '')], kept });
  await watch.resume();
  assert.deepEqual([watch.state.made, watch.state.refusal, kept.size], [null, null, 0]);
});

test('one that is gone while it is looked at is told', async () => {
  const { watch, timers } = aWatch({ answers: [anExport(), new ApiError(404, 'ExportNotFound', '')] });
  void watch.start({ size: 'original' });
  await timers.advance(3_000);
  assert.deepEqual([watch.state.made, watch.state.refusal], [null, 'ExportNotFound']);
});

test('one that has failed is not asked for any more', async () => {
  const { watch, timers } = aWatch({ answers: [anExport({ state: 'FAILED' })] });
  void watch.start({ size: 'original' });
  await timers.advance(60_000);
  assert.deepEqual([watch.state.made.state, timers.waiting], ['FAILED', 0]);
});

for (const [error, code] of [
  [new ApiError(409, 'ExportRunning', ''), 'ExportRunning'],
  [new ApiError(503, 'ServiceUnavailable', ''), 'ServiceAway'],
  [new ServiceAway(''), 'ServiceAway'],
]) {
  test(`why it was not begun is told: ${code} by ${error.name}`, async () => {
    const { watch } = aWatch({ start: () => Promise.reject(error) });
    await watch.start({ size: 'original' });
    assert.deepEqual([watch.state.refusal, watch.state.busy], [code, false]);
  });
}
