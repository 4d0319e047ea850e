/**
 * What is sent of picked files: as they are, smaller, or nothing; the visitor is asked where that
 * is not plain.
 *
 * @import { Phone } from './phone.js'
 * @import { Line, Question, Wanted } from './states.d.ts'
 * @import { Limits } from './wire.d.ts'
 */

import { fileFacts, refusal } from './file-facts.js';
import { becomesLighter, questionOf } from './large-files.js';
import { room } from './upload-sum.js';

/**
 * @typedef {object} ChooserParts
 * @property {Pick<Phone, 'queue' | 'bytesPerSecond'>} phone
 * @property {() => Line} line as it is now
 * @property {() => boolean} canAsk else all is sent as it is
 * @property {(question: Question) => Promise<Wanted | null>} ask null: nothing is to be sent
 * @property {(file: File) => Promise<File>} smaller
 */

export class Chooser {
  /** The answer for lines like this one, as long as the page lives. @type {Wanted | null} */
  #wanted = null;
  /** @type {Promise<unknown>} */
  #asked = Promise.resolve();

  /** @param {ChooserParts} parts */
  constructor({ phone, line, canAsk, ask, smaller }) {
    this.phone = phone;
    this.line = line;
    this.canAsk = canAsk;
    this.ask = ask;
    this.smaller = smaller;
  }

  /**
   * Files that are made smaller come one by one: the first is on its way while the next is made.
   *
   * @param {readonly File[]} files
   * @param {Limits} limits
   * @returns {AsyncGenerator<readonly File[]>} all of them, in as many parts as it takes, or none
   */
  async *chosen(files, limits) {
    const free = room(this.phone.queue.state, limits.maxPhotos);
    const sent = files.filter((file) => refusal(fileFacts(file), limits) === null).slice(0, free);
    const wanted = this.#asked.then(() => this.#wantedFor(sent));
    this.#asked = wanted;
    switch (await wanted) {
      case 'original':
        yield files;
        return;
      case 'smaller':
        for (const file of sent) {
          yield [becomesLighter(fileFacts(file)) ? await this.smaller(file) : file];
        }
        yield files.filter((file) => !sent.includes(file));
    }
  }

  /** @type {(files: readonly File[]) => Promise<Wanted | null>} null: not at all */
  async #wantedFor(files) {
    const { bytesPerSecond } = this.phone;
    const line = this.line();
    const before = line.trouble ? this.#wanted : null;
    const question = questionOf(files.map(fileFacts), line, { bytesPerSecond, wanted: before });
    if (!question || !this.canAsk()) {
      return before ?? 'original';
    }
    const answer = await this.ask(question);
    if (question.smaller) {
      this.#wanted = answer ?? this.#wanted;
      return answer;
    }
    return answer && (before ?? answer);
  }
}
