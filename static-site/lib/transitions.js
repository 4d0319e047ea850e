/**
 * What the pure cores say when they are asked for something that their state does not allow.
 *
 * Only our own commands are refused by an exception. Facts from the network may come late, twice
 * or in any order, and are then without effect.
 */
export class IllegalTransition extends Error {
  /**
   * @param {string} event
   * @param {string} actual the state it met
   * @param {readonly string[]} expected the states that allow it
   */
  constructor(event, actual, expected) {
    super(`${event} is not allowed in ${actual}, only in ${expected.join(', ')}`);
    this.name = 'IllegalTransition';
    this.actual = actual;
    this.expected = expected;
  }
}

/** @type {(event: string, actual: string, expected: readonly string[]) => void} */
export function allow(event, actual, expected) {
  if (!expected.includes(actual)) {
    throw new IllegalTransition(event, actual, expected);
  }
}
