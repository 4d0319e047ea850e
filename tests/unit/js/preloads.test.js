import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

const SITE = new URL('../../../static-site/', import.meta.url);
const IMPORT = /^(?:import|export)\s[^'"]*?from '([^']+)';|^import '([^']+)';/gm;

const read = (/** @type {string} */ path) => readFileSync(new URL(path, SITE), 'utf8');

/** What the browser asks for by itself once it has this module, all the way down. */
function imported(path, found = new Set()) {
  for (const [, from, alone] of read(path).matchAll(IMPORT)) {
    const next = new URL(from ?? alone, new URL(path, SITE)).href.slice(SITE.href.length);
    if (!found.has(next)) {
      found.add(next);
      imported(next, found);
    }
  }
  return found;
}

/** @param {string} page @param {RegExp} tag @returns {string[]} what its tags of this kind name */
const named = (page, tag) => [...read(page).matchAll(tag)].map(([, path]) => path);

for (const page of ['index.html', 'phone.html']) {
  const scripts = named(page, /<script type="module"[^>]* src="([^"]+)">/g);
  const wanted = new Set(scripts.flatMap((script) => [...imported(script)]));

  // A chain of imports is as many round trips as it is long. What is not used would come for nothing.
  test(`${page} preloads every module that it imports, each once, and no other`, () => {
    const preloads = named(page, /<link rel="modulepreload" href="([^"]+)">/g);
    const lines = [...wanted].map((path) => `    <link rel="modulepreload" href="${path}">`);
    assert.deepEqual([...preloads].sort(), [...wanted].sort(), `${page} needs\n${lines.join('\n')}\n`);
  });

  test(`${page} has scripts, and they import something`, () => {
    assert.ok(scripts.length >= 2);
    assert.ok(wanted.size > 20);
  });
}
