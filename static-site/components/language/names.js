/**
 * How each language calls itself, and what it calls a language: what a choice needs before there
 * are words in any of them.
 *
 * @type {Readonly<Record<string, readonly [name: string, label: string]>>}
 */
export const NAMES = {
  en: ['English', 'Language'],
  de: ['Deutsch', 'Sprache'],
  fr: ['Français', 'Langue'],
  es: ['Español', 'Idioma'],
  pt: ['Português', 'Idioma'],
  it: ['Italiano', 'Lingua'],
  nl: ['Nederlands', 'Taal'],
  pl: ['Polski', 'Język'],
  tr: ['Türkçe', 'Dil'],
  ar: ['العربية', 'اللغة'],
  hi: ['हिन्दी', 'भाषा'],
  zh: ['简体中文', '语言'],
  ja: ['日本語', '言語'],
};
