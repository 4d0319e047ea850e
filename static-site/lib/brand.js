/**
 * Puts a brand on a page: its name and logo, its colours, its words. Loaded only where there is one.
 *
 * @import { Brand, Site } from './brand.d.ts'
 */

import { Mark } from '../components/brand/mark.js';
import { styleOf } from './brand-colors.js';
import { readBrand } from './brand-facts.js';
import { said } from './language-change.js';
import { addStylesheet } from './stylesheet.js';
import { page, places } from './text.js';

/**
 * @param {Document} document
 * @param {unknown} raw as config.json has it
 * @param {Site} site of this page, which it becomes
 * @returns {Promise<void>} once the page looks like it, but for its logo
 */
export async function putOn(document, raw, site) {
  const brand = readBrand(raw);
  const style = addStylesheet(document, new URL('../components/brand/brand.css', import.meta.url));
  await Promise.all([style, isParsed(document)]);
  dye(document, brand.colors);
  speak(document, brand, site);
  for (const el of document.querySelectorAll('.wordmark')) {
    Mark(/** @type {HTMLElement} */ (el), { name: site.name, logo: logoOf(brand) });
  }
  const picker = document.getElementById('picker');
  const next = document.getElementById('left-out');
  const note = document.getElementById('landed-note');
  if (picker && brand.terms) {
    const { Terms } = await import('../components/terms/terms.js');
    site.gate = await Terms(picker, brand.terms);
  }
  if (next && (brand.after.message || brand.after.link)) {
    // It is needed last of all, and photos are sent without it, too.
    import('../components/after/after.js')
      .then(async ({ After }) => (site.thanks = await After(next, brand.after)))
      .catch(() => null);
  }
  if (note && brand.after.message) {
    const { Thanks } = await import('../components/brand/thanks.js');
    Thanks(note, brand.after.message);
  }
}

/** @type {(document: Document) => Promise<unknown>} all that is in its file is there */
function isParsed(document) {
  return new Promise((resolve) => {
    if (document.readyState === 'loading') {
      document.addEventListener('readystatechange', resolve, { once: true });
    } else {
      resolve(null);
    }
  });
}

/** @type {(document: Document, colors: Brand['colors']) => void} */
function dye(document, colors) {
  // Not a sheet of its own: those that a script makes are younger than many a screen.
  const sheet = [...document.styleSheets].at(-1);
  styleOf(colors).forEach((rule) => sheet?.insertRule(rule, sheet.cssRules.length));
  for (const scheme of /** @type {const} */ (['light', 'dark'])) {
    const meta = document.querySelector(`meta[name=theme-color][media*=${scheme}]`);
    const ground = colors[scheme]?.ground;
    if (ground) {
      meta?.setAttribute('content', ground);
    }
  }
}

/** @type {(document: Document, brand: Brand, site: Site) => void} also what is said already */
function speak(document, { name, attract, after }, site) {
  const standing = places(document).filter((place) => place.read() === said(place.key));
  site.name = name ?? site.name;
  site.after = after;
  const message = document.getElementById('message');
  if (attract && message) {
    site.words['kiosk.messages'] = attract;
    // Until the page chooses one of them. Some may be in another language than the page.
    message.textContent = '';
    message.dir = 'auto';
  }
  standing.forEach(({ key, write }) => write(said(key)));
  page.listeners.forEach((listener) => listener());
}

/** @type {(brand: Brand) => string | null} */
function logoOf({ logo }) {
  return logo && new URL(`../${logo}`, import.meta.url).href;
}
