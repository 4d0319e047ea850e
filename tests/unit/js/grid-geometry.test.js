import assert from 'node:assert/strict';
import test from 'node:test';

import { gridOf, moved, rowsShown } from '../../../static-site/lib/grid-geometry.js';

test('as many columns as fit, and all of the width', () => {
  assert.deepEqual(gridOf(320, { least: 100, gap: 10 }), { columns: 3, side: 100 });
  assert.deepEqual(gridOf(340, { least: 100, gap: 10 }).columns, 3);
  assert.deepEqual(gridOf(50, { least: 100, gap: 10 }), { columns: 1, side: 50 });
});

test('only rows that are seen, and some around them', () => {
  const grid = { height: 800, rowHeight: 100, rows: 3334 };
  assert.deepEqual(rowsShown({ ...grid, top: 0 }), { from: 0, to: 11 });
  assert.deepEqual(rowsShown({ ...grid, top: 100_050 }), { from: 997, to: 1012 });
  assert.deepEqual(rowsShown({ ...grid, top: 333_400 }), { from: 3331, to: 3334 });
  assert.deepEqual(rowsShown({ ...grid, top: -5000 }), { from: 0, to: 0 });
});

test('keys move in the grid, and never out of it', () => {
  const grid = { columns: 3, count: 11, pageRows: 2 };
  const to = (key, index) => moved(key, index, grid);
  assert.deepEqual(
    ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End'].map(
      (key) => to(key, 4),
    ),
    [3, 5, 1, 7, 0, 10, 0, 10],
  );
  assert.equal(to('ArrowUp', 1), 1);
  assert.equal(to('ArrowLeft', 0), 0);
  assert.equal(to('ArrowDown', 8), 10, 'into the row that is not full');
  assert.equal(to('ArrowDown', 10), 10);
  assert.equal(to('Enter', 4), null);
});

test('where lines are read from the right, the arrows go the other way', () => {
  const grid = { columns: 4, count: 10, pageRows: 2, isRtl: true };
  const keys = ['ArrowLeft', 'ArrowRight', 'ArrowDown', 'Home'];
  assert.deepEqual(keys.map((key) => moved(key, 5, grid)), [6, 4, 9, 0]);
});
