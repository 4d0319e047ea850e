import assert from 'node:assert/strict';
import test from 'node:test';

import { fitOf, sizeFor } from '../../../static-site/lib/wall-fit.js';

const LANDSCAPE = { width: 4000, height: 3000 };

test('a picture fills the screen if hardly anything of it is lost by that', () => {
  assert.equal(fitOf({ width: 1920, height: 1080 }, 1920, 1080), 'fill');
  assert.equal(fitOf({ width: 3000, height: 2000 }, 3840, 2160), 'fill');
  assert.equal(fitOf({ width: 1080, height: 1920 }, 1080, 1920), 'fill');
});

test('else it is a print', () => {
  assert.equal(fitOf(LANDSCAPE, 1920, 1080), 'print');
  assert.equal(fitOf(LANDSCAPE, 1080, 1920), 'print');
  assert.equal(fitOf({ width: 3000, height: 4000 }, 1920, 1080), 'print');
  assert.equal(fitOf(LANDSCAPE, 0, 0), 'print');
});

test('the smallest rendition that is sharp is fetched', () => {
  const medium = { url: 'https://x/m', width: 1440, height: 1080 };
  const renditions = { medium, thumb: medium, large: medium };
  assert.equal(sizeFor(renditions, 1280), 'medium');
  assert.equal(sizeFor(renditions, 1440), 'medium');
  assert.equal(sizeFor(renditions, 3840), 'large');
});
