/**
 * Times as people say them.
 *
 * @import { Text } from '../../lib/text.js'
 */

/** @type {Intl.DateTimeFormatOptions} */
const MOMENT = { day: 'numeric', month: 'short', year: 'numeric', hour: 'numeric', minute: '2-digit' };

/** @type {(text: Text, at: number) => string} at: epoch seconds; such as 14 Jun 2025, 18:00 */
export function moment({ language }, at) {
  // In the words of the page, and in the order that this machine is used to.
  const own = navigator.languages.filter((tag) => tag.toLowerCase().split('-')[0] === language);
  return new Intl.DateTimeFormat([...own, language], MOMENT).format(at * 1000);
}
