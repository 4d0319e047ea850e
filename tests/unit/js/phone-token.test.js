import assert from 'node:assert/strict';
import test from 'node:test';

import { phoneToken } from '../../../static-site/lib/phone-token.js';

class MemoryStorage {
  #entries = new Map();

  get length() {
    return this.#entries.size;
  }

  key = (index) => [...this.#entries.keys()][index] ?? null;
  getItem = (name) => this.#entries.get(name) ?? null;
  setItem = (name, value) => void this.#entries.set(name, value);
  removeItem = (name) => void this.#entries.delete(name);
}

let filled = 0;
const randomBytes = (count) => new Uint8Array(count).fill((filled += 1));
const tokenFor = (session, shelf, nowMs = 0) =>
  phoneToken(session, { storage: () => shelf, randomBytes, nowMs });

test('32 random bytes make 43 characters of base64url', () => {
  const bytes = () => new Uint8Array(32).fill(255);
  const token = phoneToken('s', { storage: () => new MemoryStorage(), randomBytes: bytes, nowMs: 0 });
  assert.match(token, /^[A-Za-z0-9_-]{43}$/);
  assert.equal(token, `${'_'.repeat(42)}8`);
});

test('a reload is the same phone, another session another one', () => {
  const shelf = new MemoryStorage();
  const first = tokenFor('one', shelf);
  assert.equal(tokenFor('one', shelf), first);
  assert.notEqual(tokenFor('two', shelf), first);
});

test('tokens of old sessions go, other entries stay', () => {
  const shelf = new MemoryStorage();
  shelf.setItem('other', 'x');
  shelf.setItem('scandrop.phone.broken', '{');
  tokenFor('old', shelf);
  tokenFor('new', shelf, 3 * 60 * 60_000);
  const names = Array.from({ length: shelf.length }, (_, index) => shelf.key(index));
  assert.deepEqual(names, ['other', 'scandrop.phone.new']);
});

test('a token that someone has tampered with is not used', () => {
  const shelf = new MemoryStorage();
  shelf.setItem('scandrop.phone.s', JSON.stringify({ token: 'short', madeAt: 0 }));
  assert.match(tokenFor('s', shelf), /^[A-Za-z0-9_-]{43}$/);
});

test('without storage the token lives as long as the page', () => {
  const forbidden = () => {
    throw new DOMException('', 'SecurityError');
  };
  const full = new MemoryStorage();
  full.setItem = forbidden;
  assert.match(phoneToken('s', { storage: forbidden, randomBytes, nowMs: 0 }), /^.{43}$/);
  assert.match(tokenFor('s', full), /^.{43}$/);
});
