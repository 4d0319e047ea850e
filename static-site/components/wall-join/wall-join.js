/**
 * The code by which guests send photos, on its white card: in a corner while there are photos, and
 * large while there is none.
 */

/** @param {HTMLElement} card with an `img` */
export function WallJoin(card) {
  const image = /** @type {HTMLImageElement} */ (card.querySelector('img'));
  let shown = '';

  return {
    /** @param {string} svg empty: there is none, or it leads nowhere any more */
    update(svg) {
      if (svg !== shown) {
        shown = svg;
        card.hidden = svg === '';
        image.src = svg === '' ? '' : `data:image/svg+xml,${encodeURIComponent(svg)}`;
      }
    },
  };
}
