import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { contrast, readable, rolesOf, styleOf } from '../../../static-site/lib/brand-colors.js';

const LIGHT = {
  ...{ ground: '#f7f1e5', counter: '#ebe1cd', ink: '#241b14' },
  ...{ inkSoft: '#675746', action: '#b2341d', onAction: '#fffcf5' },
};
const DARK = {
  ...{ ground: '#16110d', counter: '#0e0a07', ink: '#f5ebdc' },
  ...{ inkSoft: '#c2af96', action: '#ff8663', onAction: '#0e0a07' },
};
/** As little contrast as deployment lets pass. */
const FAINT = {
  ...{ ground: '#ffffff', counter: '#ffffff', ink: '#767676' },
  ...{ inkSoft: '#767676', action: '#949494', onAction: '#000000' },
};
const NIGHT = { ...FAINT, ground: '#000000', counter: '#000000', action: '#5e5e5e', onAction: '#ffffff' };
const TOKENS = readFileSync(new URL('../../../static-site/styles/tokens.css', import.meta.url), 'utf8');

test('contrast is as WCAG says', () => {
  assert.equal(contrast('#000000', '#ffffff').toFixed(2), '21.00');
  assert.equal(contrast('#767676', '#ffffff').toFixed(2), '4.54');
  assert.equal(contrast('#ffffff', '#b2341d'), contrast('#b2341d', '#ffffff'));
});

test('each colour of the pages has one of the brand, and no other', () => {
  const [, light] = /:root \{([^]+?)\n\}/.exec(TOKENS);
  const ours = [...light.matchAll(/^ {2}(--[a-z-]+): (?:var|rgb|#)/gm)].map(([, name]) => name);
  const palette = [...TOKENS.matchAll(/var\((--[a-z]+)\)/g)].map(([, name]) => name);
  const roles = ours.filter((name) => !palette.includes(name) || name === '--action');
  assert.deepEqual(
    roles.filter((name) => !/chalk|laid|paper|board|kraft/.test(name)).sort(),
    [...Object.keys(rolesOf(LIGHT)).filter((name) => name.startsWith('--')), '--spot'].sort(),
  );
});

for (const [name, colors] of Object.entries({ LIGHT, DARK, FAINT, NIGHT })) {
  test(`whatever is written with them can be read: ${name}`, () => {
    const roles = rolesOf(colors);
    const pairs = [
      ['--ink', '--ground'],
      ['--ink', '--counter'],
      ['--ink-soft', '--ground'],
      ['--action-ink', '--ground'],
      ['--action-ink', '--counter'],
      ['--on-print', '--print'],
      ['--on-print-soft', '--print'],
      ['--on-print', '--latent'],
    ];
    for (const [words, ground] of pairs) {
      assert.ok(contrast(roles[words], roles[ground]) >= 4.5, `${words} on ${ground}`);
    }
    for (const paper of ['--print', '--counter-edge']) {
      assert.match(roles[paper], /^#[0-9a-f]{6}$/);
    }
  });
}

test('whether it is dark is told by its colours, not by the scheme that it stands for', () => {
  assert.equal(rolesOf(LIGHT)['color-scheme'], 'light');
  assert.equal(rolesOf(DARK)['color-scheme'], 'dark');
  assert.match(styleOf({ light: null, dark: LIGHT })[0], /dark\) \{ :root \{ color-scheme: light;/);
});

test('a scheme that was left out stays ours, and so do forced colours', () => {
  const [style, ...others] = styleOf({ light: LIGHT, dark: null });
  assert.deepEqual(others, []);
  assert.match(style, /^@media \(forced-colors: none\) and \(prefers-color-scheme: light\)/);
  assert.deepEqual(styleOf({ light: null, dark: null }), []);
  assert.equal(styleOf({ light: LIGHT, dark: DARK }).length, 2);
});

test('what is readable already stays as it is, and anything else becomes so', () => {
  assert.equal(readable('#b2341d', '#000000', ['#ffffff']), '#b2341d');
  assert.ok(contrast(readable('#ffee00', '#000000', ['#ffffff']), '#ffffff') >= 4.5);
  assert.equal(readable('#ffee00', '#ffffff', ['#ffffff']), '#ffffff');
});

test('posters are printed on white, whatever the screen is', () => {
  const [, spot] = /--spot: (#[0-9a-f]{6})/.exec(styleOf({ light: null, dark: DARK })[0]);
  assert.ok(contrast(spot, '#ffffff') >= 4.5);
});
