/**
 * What somebody has typed into fields, carried over to those that take their places.
 */

/** @type {(root: HTMLElement, rebuild: () => void) => void} */
export function keepingTyped(root, rebuild) {
  const { ownerDocument: document } = root;
  const focused = document.activeElement?.id ?? '';
  const typed = [...root.querySelectorAll('input')].filter(({ id, type }) => id && type !== 'file');
  rebuild();
  for (const before of typed) {
    const after = root.querySelector(`#${CSS.escape(before.id)}`);
    if (after instanceof HTMLInputElement) {
      after.value = before.value;
      after.checked = before.checked;
    }
  }
  document.getElementById(focused)?.focus();
}
