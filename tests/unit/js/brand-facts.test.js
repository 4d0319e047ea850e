import assert from 'node:assert/strict';
import test from 'node:test';

import { inLanguage, readBrand } from '../../../static-site/lib/brand-facts.js';

const SIX = {
  ...{ ground: '#ffffff', counter: '#eeeeee', ink: '#000000' },
  ...{ inkSoft: '#333333', action: '#0f6ab0', onAction: '#FFFFFF' },
};
const BRAND = {
  name: 'Café Lune',
  logo: 'brand/logo-0123abcd.svg',
  colors: { light: SIX, dark: SIX },
  attract: { en: ['One', 'Two'], de: ['Eins'] },
  terms: { version: '2026-11', url: { en: 'https://a.example/en', de: 'https://a.example/de' } },
  after: {
    message: { en: 'Thanks' },
    link: { url: 'https://a.example', label: { en: 'Shop' } },
    seconds: 60,
  },
};
const NOTHING = {
  ...{ name: null, logo: null, colors: { light: null, dark: null }, attract: null, terms: null },
  after: { message: null, link: null, staysMs: null },
};
const but = (path, value) => {
  const copy = structuredClone(BRAND);
  const names = path.split('.');
  const last = names.pop();
  names.reduce((part, name) => part[name], copy)[last] = value;
  return readBrand(copy);
};

test('all of it is taken as it is', () => {
  const { message, link } = BRAND.after;
  assert.deepEqual(readBrand(BRAND), { ...BRAND, after: { message, link, staysMs: 60_000 } });
});

test('whatever else it is, a page goes on without', () => {
  for (const raw of [null, undefined, 1, 'brand', true, [], {}]) {
    assert.deepEqual(readBrand(raw), NOTHING, `${raw}`);
  }
  const wrong = [null, 1, 'x', true, [], {}, [1], { en: 1 }];
  for (const value of wrong) {
    const all = Object.fromEntries(Object.keys(BRAND).map((name) => [name, value]));
    const name = typeof value === 'string' ? value : null;
    assert.deepEqual(readBrand(all), { ...NOTHING, name }, JSON.stringify(value));
  }
});

test('a part of the wrong form is as one that is missing, and takes no other with it', () => {
  assert.equal(but('name', '  ').name, null);
  assert.equal(but('colors.light', { ...SIX, ink: 'red' }).colors.light, null);
  assert.deepEqual(but('colors.light', null).colors, { light: null, dark: SIX });
  assert.equal(but('colors.dark', { ...SIX, ink: undefined }).colors.dark, null);
  assert.deepEqual(but('attract.de', 'Eins').attract, { en: ['One', 'Two'] });
  assert.equal(but('attract.en', []).attract, null);
  assert.equal(but('attract.en', ['One', 2]).attract, null);
  assert.equal(but('terms.version', 'a b').terms, null);
  assert.equal(but('after.message', 'Thanks').after.message, null);
  assert.equal(but('after.link.label', {}).after.link, null);
});

test('a link leads to https, and a logo is one that was published with the site', () => {
  for (const url of ['javascript:alert(1)', 'http://a.example', '//a.example', 'data:text/html,x', 'a']) {
    assert.equal(but('terms.url.en', url).terms, null, url);
    assert.equal(but('after.link.url', url).after.link, null, url);
    assert.deepEqual(but('terms.url.de', url).terms?.url, { en: BRAND.terms.url.en }, url);
  }
  for (const logo of ['https://b.example/logo.svg', '//b.example/x', 'brand/../x.svg', 'brand/logo-0123abcd.svg?x', 'data:,']) {
    assert.equal(but('logo', logo).logo, null, logo);
  }
});

test('a kiosk shows photos neither too short nor for ever', () => {
  for (const seconds of [9, 601, '60', Infinity, NaN, null]) {
    assert.equal(but('after.seconds', seconds).after.staysMs, null, `${seconds}`);
  }
  assert.equal(but('after.seconds', 10).after.staysMs, 10_000);
  assert.equal(but('after.seconds', 600).after.staysMs, 600_000);
});

test('what is not there in a language is said in English, and told as such', () => {
  const words = { en: 'Thanks', de: 'Danke' };
  assert.deepEqual(inLanguage(words, 'de'), { said: 'Danke', language: 'de' });
  assert.deepEqual(inLanguage(words, 'ja'), { said: 'Thanks', language: 'en' });
  assert.deepEqual(inLanguage(words, 'constructor'), { said: 'Thanks', language: 'en' });
});
