/**
 * Whose site it is, in the place of our wordmark: a logo that is wide says the name itself, one that
 * is not stands beside it.
 */

/** As wide as that, in heights of its own, a logo has letters in it. */
const SPEAKS_FROM = 1.8;
/** The name is shown if there is no logo by then; should that come after all, it takes its place. */
const PATIENCE_MS = 3_000;
/** Longer names are written smaller. */
const LONG = 18;

/**
 * @param {HTMLElement} el
 * @param {{name: string, logo: string | null}} parts logo: its address
 */
export function Mark(el, { name, logo }) {
  const { ownerDocument: document } = el;
  const words = document.createElement('bdi');
  words.textContent = name;
  el.dataset.mark = name.length > LONG ? 'long' : '';
  el.replaceChildren(words);
  if (logo === null) {
    return;
  }
  const image = document.createElement('img');
  // Its place is kept, and nothing is shown in it that goes again.
  el.dataset.logo = 'coming';
  const give = () => delete el.dataset.logo;
  const patience = setTimeout(give, PATIENCE_MS);
  image.src = logo;
  image.decode().then(
    () => {
      clearTimeout(patience);
      const speaks = image.naturalWidth >= SPEAKS_FROM * image.naturalHeight;
      image.alt = speaks ? name : '';
      el.dataset.logo = speaks ? 'alone' : 'beside';
      el.replaceChildren(image, ...(speaks ? [] : [words]));
    },
    // A broken image is no logo.
    () => {
      clearTimeout(patience);
      give();
    },
  );
}
