/**
 * The two ways to a photo: the camera and the library.
 *
 * @import { Text } from '../../lib/text.js'
 */

/** Types, and endings for systems that give files no type. */
const VIDEOS = ',video/mp4,video/quicktime,video/webm,.mp4,.m4v,.mov,.webm';

/**
 * @param {HTMLElement} el with the file inputs, the camera's and the library's
 * @param {{text: Text, onPick: (files: File[]) => void}} parts
 */
export function Picker(el, { text, onPick }) {
  const inputs = el.querySelectorAll('input');
  const library = /** @type {HTMLElement} */ (el.querySelector('[data-more]'));

  /** @param {HTMLInputElement} input */
  function take(input) {
    const files = [...(input.files ?? [])];
    // What a restored page brings along waits in its input until photos can be taken.
    if (files.length > 0 && !input.disabled) {
      // The same photo, picked again, must be a change again.
      input.value = '';
      onPick(files);
    }
  }

  for (const input of inputs) {
    input.addEventListener('change', () => take(input));
  }

  return {
    /**
     * @param {{shown: boolean, enabled: boolean, more: boolean, videos: boolean}} how more: some are
     *   picked already; videos: are taken, too
     */
    update({ shown, enabled, more, videos }) {
      el.hidden = !shown;
      if (videos && !inputs[1].accept.includes(VIDEOS)) {
        inputs[1].accept += VIDEOS;
      }
      el.dataset.state = more ? 'more' : 'first';
      const words = text.of(more ? 'phone.more' : 'phone.library');
      if (library.textContent !== words) {
        library.textContent = words;
      }
      for (const input of inputs) {
        input.disabled = !enabled;
        take(input);
      }
    },
  };
}
