/**
 * The colours of a brand: from the six that its operator chose to all roles of styles/tokens.css,
 * so that whatever is drawn with them can be read.
 *
 * @import { Brand, Colors } from './brand.d.ts'
 */

const WHITE = '#ffffff';
const BLACK = '#000000';
/** https://www.w3.org/TR/WCAG22/#contrast-minimum */
const TEXT = 4.5;
/** One step towards what can be read. */
const STEP = 0.05;

/** @typedef {Record<string, string>} Roles */

/** @type {(colors: Brand['colors']) => string[]} rules; a scheme without colours stays ours, forced colours too */
export function styleOf(colors) {
  const spot = colors.light ?? colors.dark;
  return /** @type {const} */ (['light', 'dark']).flatMap((scheme) => {
    const chosen = colors[scheme];
    return chosen ? [rule(scheme, { ...rolesOf(chosen), '--spot': spotOf(spot ?? chosen) })] : [];
  });
}

/** @type {(scheme: string, roles: Roles) => string} */
function rule(scheme, roles) {
  const declared = Object.entries(roles).map(([name, value]) => `${name}: ${value};`);
  const where = `(forced-colors: none) and (prefers-color-scheme: ${scheme})`;
  return `@media ${where} { :root { ${declared.join(' ')} } }`;
}

/** @type {(colors: Colors) => Roles} by CSS property */
export function rolesOf({ ground, counter, ink, inkSoft, action, onAction }) {
  // By what they are: nobody is kept from one look for both schemes.
  const isDark = luminance(ground) < luminance(ink);
  const print = isDark ? mix(ink, WHITE, 0.5) : WHITE;
  const onPrint = isDark ? ground : ink;
  return {
    'color-scheme': isDark ? 'dark' : 'light',
    '--ground': ground,
    '--counter': counter,
    '--counter-edge': isDark ? mix(counter, ink, 0.2) : mix(ground, WHITE, 0.7),
    '--line': mix(ground, ink, 0.2),
    '--corner': mix(ground, ink, isDark ? 0.35 : 0.22),
    '--ink': ink,
    '--ink-soft': inkSoft,
    '--action': action,
    '--action-ink': readable(action, ink, [ground, counter]),
    '--action-side': luminance(action) > 0.02 ? mix(action, BLACK, 0.3) : mix(action, WHITE, 0.3),
    '--on-action': onAction,
    '--print': print,
    '--print-edge': isDark ? 'transparent' : veil(ink, 14),
    '--on-print': onPrint,
    '--on-print-soft': readable(isDark ? mix(ground, print, 0.35) : inkSoft, onPrint, [print]),
    '--latent': latent(print, onPrint, 0.12),
    '--latent-deep': latent(print, onPrint, 0.2),
    '--cast': isDark ? veil(BLACK, 60) : veil(ink, 22),
    '--cast-soft': isDark ? veil(BLACK, 35) : veil(ink, 10),
  };
}

/** @type {(colors: Colors) => string} the one colour beside black that posters are printed with */
function spotOf({ action }) {
  return readable(action, BLACK, [WHITE]);
}

/** @type {(paper: string, words: string, most: number) => string} paper on which nothing is to be seen yet, but words */
function latent(paper, words, most) {
  for (let share = most; share > 0; share -= STEP / 2) {
    const tone = mix(paper, words, share);
    if (contrast(tone, words) >= TEXT) {
      return tone;
    }
  }
  return paper;
}

/** @type {(color: string, towards: string, grounds: string[]) => string} itself, if words in it can be read on all of them */
export function readable(color, towards, grounds) {
  for (let share = 0; share < 1; share += STEP) {
    const tone = mix(color, towards, share);
    if (grounds.every((ground) => contrast(tone, ground) >= TEXT)) {
      return tone;
    }
  }
  return towards;
}

/** @type {(one: string, other: string) => number} 1…21, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** @type {(color: string) => number} 0…1, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(color) {
  const [red, green, blue] = parts(color).map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** @type {(one: string, other: string, share: number) => string} share: of the other, 0…1 */
function mix(one, other, share) {
  const others = parts(other);
  const mixed = parts(one).map((part, index) => part + (others[index] - part) * share);
  return `#${mixed.map((part) => Math.round(part * 255).toString(16).padStart(2, '0')).join('')}`;
}

/** @type {(color: string, percent: number) => string} */
function veil(color, percent) {
  return `rgb(${parts(color).map((part) => Math.round(part * 255)).join(' ')} / ${percent}%)`;
}

/** @type {(color: string) => number[]} red, green and blue, 0…1 */
function parts(color) {
  return [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16) / 255);
}
