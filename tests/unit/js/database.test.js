import assert from 'node:assert/strict';
import test from 'node:test';

import { IDBFactory } from 'fake-indexeddb';

import { isOld, openDatabase, transaction } from '../../../static-site/lib/database.js';

test('what is written is there when the page is opened again', async () => {
  const factory = new IDBFactory();
  const database = await openDatabase(factory);
  await transaction(database, 'tokens', 'readwrite', (store) => store.put({ id: 'a', token: 't' }));
  let found;
  await transaction(await openDatabase(factory), 'tokens', 'readonly', (store) => {
    found = store.get('a');
  });
  assert.deepEqual(found.result, { id: 'a', token: 't' });
});

test('a browser that keeps nothing for us is known as one', async () => {
  assert.equal(await openDatabase(undefined), null);
  const refusing = {
    open() {
      throw new DOMException('', 'SecurityError');
    },
  };
  assert.equal(await openDatabase(refusing), null);
  const failing = { open: () => ({ set onerror(tell) { tell(); } }) };
  assert.equal(await openDatabase(failing), null);
});

test('what cannot be written is told', async () => {
  const database = await openDatabase(new IDBFactory());
  const twice = (store) => {
    store.add({ id: 'a' });
    store.add({ id: 'a' });
  };
  await assert.rejects(transaction(database, 'tokens', 'readwrite', twice), { name: 'ConstraintError' });
});

test('after two hours everything is old, also if the clock was turned back or a time is none', () => {
  const hours = 60 * 60_000;
  assert.equal(isOld(0, 1.9 * hours), false);
  assert.equal(isOld(0, 2 * hours), true);
  assert.equal(isOld(3 * hours, 0), true);
  assert.equal(isOld(undefined, 0), true);
});
