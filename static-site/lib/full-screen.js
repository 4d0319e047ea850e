/**
 * The whole screen for a kiosk, from the first touch on: browsers give it to a person's hand only.
 */

export class FullScreen {
  #left = false;

  /**
   * @param {Document} document
   * @param {boolean} isKiosk it was enrolled: then a mouse is a hand, too
   */
  constructor(document, isKiosk) {
    this.document = document;
    document.addEventListener('pointerup', ({ pointerType }) => {
      if (isKiosk || pointerType === 'touch') {
        void this.#take();
      }
    });
  }

  get isTaken() {
    // Undefined where a browser has it by another name.
    return Boolean(this.document.fullscreenElement);
  }

  /** Until the page is loaded again. */
  async leave() {
    this.#left = true;
    await this.document.exitFullscreen().catch(refused);
  }

  async #take() {
    // Safari on phones knows it for videos only.
    if (!this.#left && this.document.fullscreenEnabled && !this.isTaken) {
      const how = /** @type {const} */ ({ navigationUI: 'hide' });
      await this.document.documentElement.requestFullscreen(how).catch(refused);
    }
  }
}

/** @param {unknown} error a policy, or the hand has left it meanwhile: all works without, too */
function refused(error) {
  if (!(error instanceof TypeError || error instanceof DOMException)) {
    throw error;
  }
}
