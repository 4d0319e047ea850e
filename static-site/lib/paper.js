/**
 * On which paper people print: a pure core.
 */

/** Where offices have Letter, as the Unicode CLDR has it (`measurementData`, paperSize US-Letter). */
const LETTER = new Set(['BZ', 'CA', 'CL', 'CO', 'CR', 'GT', 'MX', 'NI', 'PA', 'PH', 'PR', 'SV', 'US', 'VE']);

/** @type {(languages: readonly string[]) => 'a4' | 'letter'} by the first that names a country */
export function paperFor(languages) {
  const countries = languages.map((tag) => tag.split('-').slice(1).find((part) => /^[A-Za-z]{2}$/.test(part)));
  return LETTER.has(countries.find(Boolean)?.toUpperCase() ?? '') ? 'letter' : 'a4';
}
