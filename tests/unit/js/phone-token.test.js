import assert from 'node:assert/strict';
import test from 'node:test';

import { IDBFactory } from 'fake-indexeddb';

import { openDatabase, transaction } from '../../../static-site/lib/database.js';
import { phoneToken } from '../../../static-site/lib/phone-token.js';

let filled = 0;
const randomBytes = (count) => new Uint8Array(count).fill((filled += 1));
const tokenFor = (session, database, nowMs = 0) =>
  phoneToken(session, { database, randomBytes, nowMs });
const aDatabase = () => openDatabase(new IDBFactory());

async function kept(database) {
  let found;
  await transaction(database, 'tokens', 'readonly', (store) => {
    found = store.getAllKeys();
  });
  return found.result;
}

test('32 random bytes make 43 characters of base64url', async () => {
  const bytes = () => new Uint8Array(32).fill(255);
  const token = await phoneToken('s', { database: null, randomBytes: bytes, nowMs: 0 });
  assert.match(token, /^[A-Za-z0-9_-]{43}$/);
  assert.equal(token, `${'_'.repeat(42)}8`);
});

test('a reload is the same phone, another session another one', async () => {
  const database = await aDatabase();
  const first = await tokenFor('one', database);
  assert.equal(await tokenFor('one', database), first);
  assert.notEqual(await tokenFor('two', database), first);
});

test('two tabs that are opened at once are the same phone', async () => {
  const database = await aDatabase();
  const [left, right] = await Promise.all([tokenFor('one', database), tokenFor('one', database)]);
  assert.equal(left, right);
});

test('tokens of old sessions go', async () => {
  const database = await aDatabase();
  await transaction(database, 'tokens', 'readwrite', (store) => store.put({ id: 'broken' }));
  await tokenFor('old', database);
  await tokenFor('new', database, 3 * 60 * 60_000);
  assert.deepEqual(await kept(database), ['new']);
});

test('a token that someone has tampered with is not used', async () => {
  const database = await aDatabase();
  const broken = { id: 's', token: 'short', madeAt: 0 };
  await transaction(database, 'tokens', 'readwrite', (store) => store.put(broken));
  assert.match(await tokenFor('s', database), /^[A-Za-z0-9_-]{43}$/);
});

test('where nothing can be kept the token lives as long as the page', async () => {
  assert.match(await tokenFor('s', null), /^.{43}$/);
  const full = {
    transaction() {
      throw new DOMException('', 'QuotaExceededError');
    },
  };
  assert.match(await tokenFor('s', full), /^.{43}$/);
});
