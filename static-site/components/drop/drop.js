/**
 * Photos dropped onto the page or pasted into it, where there is a mouse and a keyboard.
 */

/**
 * @param {HTMLElement} el says by `data-over` that something is held over the page
 * @param {(files: File[]) => void} onPick
 * @param {AbortSignal} [signal] ends it; if not told, it is as long as the page
 */
export function Drop(el, onPick, signal) {
  const { ownerDocument: document } = el;

  /** @param {DragEvent} event */
  function over(event) {
    if (event.dataTransfer?.types.includes('Files')) {
      // Without this the browser would leave the page for the file.
      event.preventDefault();
      el.dataset.over = '';
    }
  }

  const how = { signal };
  document.addEventListener('dragenter', over, how);
  document.addEventListener('dragover', over, how);
  document.addEventListener('dragleave', ({ relatedTarget }) => {
    if (relatedTarget === null) {
      delete el.dataset.over;
    }
  }, how);
  document.addEventListener('drop', (event) => {
    delete el.dataset.over;
    if (event.dataTransfer?.types.includes('Files')) {
      event.preventDefault();
      onPick([...event.dataTransfer.files]);
    }
  }, how);
  document.addEventListener('paste', ({ clipboardData }) => {
    if (clipboardData?.files.length) {
      onPick([...clipboardData.files]);
    }
  }, how);
}
