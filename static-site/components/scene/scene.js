/**
 * Shows the scenes of a state and hides all others.
 *
 * @param {HTMLElement} main has one child per scene, `data-scene` naming the states it is for
 */
export function Scene(main) {
  const scenes = /** @type {HTMLElement[]} */ ([...main.querySelectorAll('[data-scene]')]);

  return {
    /**
     * @param {string} name
     * @param {{busy?: boolean}} [how]
     * @returns {boolean} the focus was in what has gone, and stands on the new scene's heading now
     */
    update(name, { busy = false } = {}) {
      main.setAttribute('aria-busy', String(busy));
      if (main.dataset.state === name) {
        return false;
      }
      const focused = main.ownerDocument.activeElement;
      main.dataset.state = name;
      for (const scene of scenes) {
        scene.hidden = !scene.dataset.scene?.split(' ').includes(name);
      }
      // The keyboard must not be left behind on something that is no longer there.
      const lost = focused !== null && main.contains(focused) && focused.closest('[hidden]') !== null;
      if (lost) {
        const now = scenes.find((scene) => !scene.hidden);
        /** @type {HTMLElement | null | undefined} */ (now?.querySelector('[data-focus]'))?.focus();
      }
      return lost;
    },
  };
}
