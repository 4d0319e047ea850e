/**
 * Why something was not done, in words.
 *
 * @import { Text } from '../../lib/text.js'
 */

import { ApiError, isTemporary } from '../../lib/api.js';

/**
 * @param {unknown} error of a request
 * @param {Text} text
 * @param {string} family of keys, up to the code
 * @returns {string}
 * @throws {unknown} what is none of the service's refusals
 */
export function refusalWords(error, text, family) {
  if (!(error instanceof ApiError) && !isTemporary(error)) {
    throw error;
  }
  const code = error instanceof ApiError && error.status < 500 ? error.code : 'ServiceAway';
  return text.of(text.has(family + code) ? family + code : `${family}other`);
}
