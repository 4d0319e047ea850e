import assert from 'node:assert/strict';
import test from 'node:test';

import { readSetting, written } from '../../../static-site/lib/album-settings.js';
import { anAlbum } from './album-samples.js';

const read = (setting, value, changes = {}) => readSetting(setting, value, anAlbum(changes));
const local = (day, hour) => new Date(2026, 5, day, hour).getTime() / 1000;

test('what is there stands in its input', () => {
  const album = anAlbum({ opensAt: local(7, 18), maxPhotos: 20, moderated: true });
  assert.equal(written('name', album), 'Anna & Ben');
  assert.equal(written('opensAt', album), '2026-06-07T18:00');
  assert.equal(written('closesAt', album), '');
  assert.equal(written('maxPhotos', album), '20');
  assert.equal(written('retentionDays', album), '');
  assert.equal(written('moderated', album), true);
  assert.equal(written('guests', album), 'NOTHING');
  assert.equal(written('attract', album), 'MESSAGES');
});

test('what is well is asked of the service', () => {
  assert.deepEqual(read('name', ' Party '), { change: { name: 'Party' } });
  assert.deepEqual(read('name', '🎉'.repeat(60)), { change: { name: '🎉'.repeat(60) } });
  assert.deepEqual(read('opensAt', '2026-06-07T18:00'), { change: { opensAt: local(7, 18) } });
  assert.deepEqual(read('closesAt', ''), { change: { closesAt: null } });
  assert.deepEqual(read('maxPhotos', '100000'), { change: { maxPhotos: 100_000 } });
  assert.deepEqual(read('retentionDays', ''), { change: { retentionDays: null } });
  assert.deepEqual(read('retentionDays', '90'), { change: { retentionDays: 90 } });
  assert.deepEqual(read('webhookUrl', ''), { change: { webhookUrl: null } });
  assert.deepEqual(read('webhookUrl', ' https://a.example/x '), {
    change: { webhookUrl: 'https://a.example/x' },
  });
  assert.deepEqual(read('moderated', false), { change: { moderated: false } });
  assert.deepEqual(read('guests', 'ALL'), { change: { guests: 'ALL' } });
  assert.deepEqual(read('attract', 'PHOTOS'), { change: { attract: 'PHOTOS' } });
});

test('what is wrong is told at once', () => {
  assert.deepEqual(read('name', '  '), { wrong: 'name.empty' });
  assert.deepEqual(read('name', 'x'.repeat(61)), { wrong: 'name.long' });
  assert.deepEqual(read('opensAt', 'soon'), { wrong: 'time' });
  assert.deepEqual(read('opensAt', '1960-01-01T00:00'), { wrong: 'time' });
  for (const count of ['0', '', '1.5', '-1', 'many', '100001', '1e3']) {
    assert.deepEqual(read('maxPhotos', count), { wrong: 'maxPhotos' });
  }
  assert.deepEqual(read('retentionDays', '3651'), { wrong: 'retentionDays' });
  assert.deepEqual(read('webhookUrl', 'print.example'), { wrong: 'webhookUrl' });
  assert.deepEqual(read('webhookUrl', `https://a.example/${'x'.repeat(500)}`), { wrong: 'webhookUrl' });
});

test('an album closes after it opens', () => {
  const closes = { closesAt: local(7, 18) };
  assert.deepEqual(read('opensAt', '2026-06-07T18:00', closes), { wrong: 'order' });
  assert.deepEqual(read('opensAt', '2026-06-07T17:59', closes), { change: { opensAt: local(7, 18) - 60 } });
  assert.deepEqual(read('closesAt', '2026-06-07T17:00', { opensAt: local(7, 17) }), { wrong: 'order' });
});
