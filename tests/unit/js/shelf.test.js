import assert from 'node:assert/strict';
import test from 'node:test';

import { IDBFactory } from 'fake-indexeddb';

import { openDatabase } from '../../../static-site/lib/database.js';
import { Shelf } from '../../../static-site/lib/shelf.js';
import { SESSION_ID } from './samples.js';
import { settle, until } from './fake-timers.js';

const HOUR_MS = 60 * 60_000;
const aFile = (name) => new File(['bytes'], name, { type: 'image/jpeg', lastModified: 7 });

/** One lock for each name, handed to the next who waits: of the Web Locks API what is used here. */
class Locks {
  #last = new Map();

  request(name, work) {
    const turn = (this.#last.get(name) ?? Promise.resolve()).then(work);
    this.#last.set(name, turn);
    return turn;
  }
}

/** A tab; `world` is what tabs of one browser share. */
async function aTab(world, changes = {}) {
  const changed = { times: 0 };
  const shelf = new Shelf({
    sessionId: SESSION_ID,
    database: await openDatabase(world.indexedDB),
    locks: world.locks,
    nowMs: () => world.nowMs,
    onChange: () => (changed.times += 1),
    ...changes,
  });
  /** Resolves once all that was written is there. */
  const settled = async (writes) => until(() => changed.times >= writes);
  return { shelf, settled };
}

const aBrowser = () => ({ indexedDB: new IDBFactory(), locks: new Locks(), nowMs: 1_000_000 });

const NO_LOCKS = { request: (_, work) => work() };

/** What the next life of the page finds. */
async function found(world, changes = {}) {
  const { shelf } = await aTab({ ...world, locks: NO_LOCKS }, changes);
  const restored = [];
  await shelf.restore((kept) => restored.push(kept) > 0);
  // What there is is handed out by and by; the database answers within some turns.
  for (let turn = 0; turn < 50; turn += 1) {
    await settle();
  }
  return restored;
}

const restoredNames = async (world, changes) =>
  (await found(world, changes)).map(({ file }) => file.name);

test('files outlive the page, in their order, with what is known of them', async () => {
  const world = aBrowser();
  const { shelf, settled } = await aTab(world);
  shelf.add('z', aFile('first.jpg'));
  shelf.add('a', aFile('second.jpg'));
  shelf.ticketed('z', 'photo-1');
  await settled(3);
  const kept = await found(world);
  assert.deepEqual(
    kept.map(({ id, photoId, file }) => [id, photoId, file.name, file.size, file.lastModified]),
    [
      ['z', 'photo-1', 'first.jpg', 5, 7],
      ['a', null, 'second.jpg', 5, 7],
    ],
  );
});

test('what has arrived is forgotten, also if its ticket is told of later', async () => {
  const world = aBrowser();
  const { shelf, settled } = await aTab(world);
  shelf.add('a', aFile('a.jpg'));
  shelf.drop('a');
  shelf.ticketed('a', 'photo-1');
  await settled(4);
  assert.deepEqual(await restoredNames(world), []);
});

test('another code finds nothing of it, and after two hours nobody does', async () => {
  const world = aBrowser();
  const { shelf, settled } = await aTab(world);
  shelf.add('a', aFile('a.jpg'));
  await settled(1);
  assert.deepEqual(await restoredNames(world, { sessionId: 'another' }), []);
  world.nowMs += 3 * HOUR_MS;
  assert.deepEqual(await restoredNames(world), []);
  world.nowMs -= 3 * HOUR_MS;
  assert.deepEqual(await restoredNames(world), [], 'swept away');
});

test('what is of no use any more is swept away', async () => {
  const world = aBrowser();
  const { shelf, settled } = await aTab(world);
  shelf.add('a', aFile('a.jpg'));
  await settled(1);
  const other = await aTab({ ...world, locks: NO_LOCKS });
  await other.shelf.restore(() => false);
  await other.settled(1);
  assert.deepEqual(await restoredNames(world), []);
});

test('of two tabs one is at an upload; when it goes, the other is', async () => {
  const world = aBrowser();
  const left = await aTab(world);
  left.shelf.add('a', aFile('a.jpg'));
  left.shelf.add('b', aFile('b.jpg'));
  await left.settled(2);
  const right = await aTab(world);
  const restored = [];
  await right.shelf.restore(({ id }) => restored.push(id) > 0);
  assert.deepEqual(restored, []);
  left.shelf.drop('a'); // it has arrived
  await left.settled(4);
  await right.settled(2); // found gone and dropped
  assert.deepEqual(restored, []);
});

test('a killed tab lets go of what it was at', async () => {
  const world = aBrowser();
  const left = await aTab(world);
  left.shelf.add('a', aFile('a.jpg'));
  await left.settled(1);
  world.locks = new Locks(); // the browser takes the locks of who is gone
  const right = await aTab(world);
  const restored = [];
  await right.shelf.restore(({ id }) => restored.push(id) > 0);
  await until(() => restored.length > 0);
  assert.deepEqual(restored, ['a']);
  assert.equal(right.shelf.keeps('a'), true);
});

test('what is kept is kept when it is written, not before', async () => {
  const { shelf, settled } = await aTab(aBrowser());
  shelf.add('a', aFile('a.jpg'));
  assert.equal(shelf.keeps('a'), false);
  await settled(1);
  assert.equal(shelf.keeps('a'), true);
  shelf.drop('a');
  assert.equal(shelf.keeps('a'), false);
});

test('where there is no room it is known', async () => {
  const full = {
    transaction() {
      throw new DOMException('', 'QuotaExceededError');
    },
  };
  const { shelf, settled } = await aTab(aBrowser(), { database: full });
  shelf.add('a', aFile('a.jpg'));
  await settled(1);
  assert.equal(shelf.keeps('a'), false);
});
