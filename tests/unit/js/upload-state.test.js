import assert from 'node:assert/strict';
import test from 'node:test';

import { IllegalTransition } from '../../../static-site/lib/transitions.js';
import { PARALLEL, startable, uploadState } from '../../../static-site/lib/upload-state.js';
import { off, overall, room } from '../../../static-site/lib/upload-sum.js';
import { aDeletedPhoto, aPhoto, aReadyPhoto } from './samples.js';

const file = (id, changes = {}) => ({
  id,
  name: `${id}.jpg`,
  sizeBytes: 1000,
  contentType: 'image/jpeg',
  code: null,
  ...changes,
});
const picked = (...uploads) => ({ type: 'PICKED', uploads });
const run = (queue, ...events) => events.reduce(uploadState, queue);
const event = (type, more = {}) => ({ type, id: 'a', ...more });

const WAITING = run([], picked(file('a')));
const SENDING = run(WAITING, event('STARTED'), event('TICKETED', { photoId: 'photo-1' }));
const STATES = {
  waiting: WAITING,
  sending: SENDING,
  sent: run(SENDING, event('SENT')),
  failed: run(SENDING, event('FAILED', { code: 'ServiceAway' })),
  refused: run(SENDING, event('REFUSED', { code: 'PhotoTooLarge' })),
  deleted: run(SENDING, event('SENT'), { type: 'TOLD', photos: [aDeletedPhoto()] }),
};

test('a photo passes its states', () => {
  for (const [name, [upload]] of Object.entries(STATES)) {
    assert.equal(upload.state, name);
  }
});

test('commands are refused where they make no sense', () => {
  const allowed = {
    STARTED: ['waiting'],
    RETRIED: ['failed'],
    REMOVED: ['waiting', 'sending', 'failed', 'refused', 'deleted'],
  };
  for (const [type, names] of Object.entries(allowed)) {
    for (const [name, queue] of Object.entries(STATES)) {
      if (names.includes(name)) {
        assert.notEqual(run(queue, event(type)), queue);
      } else {
        assert.throws(() => run(queue, event(type)), IllegalTransition, `${type} in ${name}`);
      }
    }
  }
});

test('what a transport reports late or twice is without effect', () => {
  const reports = [
    event('PROGRESSED', { sentBytes: 500 }),
    event('STUMBLED', { sentBytes: 0 }),
    event('SENT'),
    event('FAILED', { code: 'X' }),
    event('REFUSED', { code: 'X' }),
  ];
  for (const name of ['waiting', 'sent', 'failed', 'refused']) {
    for (const report of reports) {
      assert.equal(run(STATES[name], report), STATES[name], `${report.type} in ${name}`);
    }
  }
});

test('reports of a removed photo are without effect', () => {
  const none = run(SENDING, event('REMOVED'));
  assert.deepEqual(none, []);
  assert.equal(run(none, event('SENT')), none);
});

test('an unknown event is a mistake of ours', () => {
  assert.throws(() => run(SENDING, event('SNEEZED')), TypeError);
});

test('progress only grows, up to the size, and starts anew with each attempt', () => {
  const bytes = (queue) => queue[0].sentBytes;
  const half = run(SENDING, event('PROGRESSED', { sentBytes: 500 }));
  assert.equal(bytes(half), 500);
  assert.equal(run(half, event('PROGRESSED', { sentBytes: 400 })), half);
  assert.equal(bytes(run(half, event('PROGRESSED', { sentBytes: 5000 }))), 1000);
  const stumbled = run(half, event('STUMBLED', { sentBytes: 0 }));
  assert.deepEqual([bytes(stumbled), stumbled[0].troubled], [0, true]);
  assert.equal(run(stumbled, event('PROGRESSED', { sentBytes: 1 }))[0].troubled, false);
});

test('a photo that cannot be taken is refused when it is picked', () => {
  const [upload] = run([], picked(file('a', { code: 'PhotoTooLarge' })));
  assert.deepEqual([upload.state, upload.code], ['refused', 'PhotoTooLarge']);
});

test('the service knows better than the transport: what has arrived is sent', () => {
  for (const name of ['sending', 'failed']) {
    const queue = run(STATES[name], { type: 'TOLD', photos: [aPhoto()] });
    assert.deepEqual([queue[0].state, queue[0].sentBytes], ['sent', 1000], name);
  }
});

test('a rejection holds, whatever was thought before', () => {
  const photos = [aPhoto({ state: 'REJECTED', code: 'EMPTY' })];
  for (const name of ['sending', 'sent', 'failed']) {
    const [upload] = run(STATES[name], { type: 'TOLD', photos });
    assert.deepEqual([upload.state, upload.code], ['refused', 'EMPTY'], name);
  }
  const rejected = run(STATES.sent, { type: 'TOLD', photos });
  assert.equal(run(rejected, { type: 'TOLD', photos: [aPhoto()] }), rejected);
});

test('whatever the order of what is told, a refusal holds and READY is sent', () => {
  const stored = { type: 'TOLD', photos: [aPhoto()] };
  const ready = { type: 'TOLD', photos: [aPhoto({ state: 'READY', url: null })] };
  const refused = { type: 'TOLD', photos: [aPhoto({ state: 'REJECTED', code: 'TRUNCATED' })] };
  for (const events of [[stored, ready], [ready, stored], [ready, ready]]) {
    assert.equal(run(SENDING, ...events)[0].state, 'sent');
  }
  for (const events of [[stored, refused], [refused, stored], [refused, event('SENT')]]) {
    const [upload] = run(SENDING, ...events);
    assert.deepEqual([upload.state, upload.code], ['refused', 'TRUNCATED']);
  }
});

test('a receipt is kept, in whatever order it comes, and never for what was refused', () => {
  const receipt = { type: 'TOLD', photos: [aPhoto({ shownAt: 1_000_012 })] };
  const stored = { type: 'TOLD', photos: [aPhoto()] };
  for (const events of [[receipt], [stored, receipt], [receipt, stored], [receipt, event('SENT')]]) {
    const [upload] = run(SENDING, ...events);
    assert.deepEqual([upload.state, upload.shown], ['sent', true]);
  }
  assert.equal(run(SENDING, stored)[0].shown, false);
  const shown = run(SENDING, receipt);
  assert.equal(run(shown, receipt), shown);
  const refused = { type: 'TOLD', photos: [aPhoto({ state: 'REJECTED', shownAt: 1_000_012 })] };
  assert.equal(run(shown, refused)[0].state, 'refused');
});

test('what was deleted is said to be, whatever was thought before, and makes room', () => {
  const deleted = { type: 'TOLD', photos: [aDeletedPhoto()] };
  for (const name of ['sending', 'sent', 'failed', 'refused']) {
    const [upload] = run(STATES[name], deleted);
    assert.deepEqual([upload.state, upload.code, upload.shown], ['deleted', null, false], name);
  }
  const shown = run(STATES.sent, { type: 'TOLD', photos: [aPhoto({ shownAt: 1_000_012 })] });
  const gone = run(shown, deleted);
  const late = [aPhoto(), aReadyPhoto(), aPhoto({ state: 'REJECTED', code: 'EMPTY' })];
  for (const photo of late) {
    assert.equal(run(gone, { type: 'TOLD', photos: [photo] }), gone);
  }
  assert.equal(run(gone, deleted), gone);
  assert.deepEqual([room(gone, 1), overall(gone).total, off(gone)], [1, 0, 1]);
  assert.equal(run([], deleted)[0].state, 'deleted');
});

test('photos of this phone that a reload forgot are remembered once', () => {
  const photos = [aPhoto(), aPhoto({ photoId: 'photo-2', state: 'PENDING' })];
  const queue = run([], { type: 'TOLD', photos });
  assert.deepEqual(queue.map(({ id, state, name }) => [id, state, name]), [
    ['photo-1', 'sent', 'sea.jpg'],
  ]);
  assert.equal(run(queue, { type: 'TOLD', photos }), queue);
});

test('no more than two are on their way, in the order in which they were picked', () => {
  const ids = (queue) => startable(queue).map(({ id }) => id);
  let queue = run([], picked(file('a'), file('b'), file('c'), file('d')));
  assert.equal(PARALLEL, 2);
  assert.deepEqual(ids(queue), ['a', 'b']);
  queue = run(queue, { type: 'STARTED', id: 'a' }, { type: 'STARTED', id: 'b' });
  assert.deepEqual(ids(queue), []);
  assert.deepEqual(ids(run(queue, { type: 'SENT', id: 'b' })), ['c']);
});

test('the whole is counted in photos and in bytes, without what was refused', () => {
  const queue = run(
    [],
    picked(file('a'), file('b', { sizeBytes: 3000 }), file('c', { code: 'PhotoEmpty' })),
    { type: 'STARTED', id: 'a' },
    { type: 'SENT', id: 'a' },
  );
  assert.deepEqual(overall(queue), { sent: 1, total: 2, busy: true, percent: 25, bytesLeft: 3000 });
  assert.deepEqual(overall([]), { sent: 0, total: 0, busy: false, percent: 0, bytesLeft: 0 });
});

test('refused photos take no room', () => {
  assert.equal(room(run([], picked(file('a'), file('b', { code: 'PhotoEmpty' }))), 10), 9);
  assert.equal(room(WAITING, 1), 0);
  assert.equal(room(WAITING, 0), 0);
});
