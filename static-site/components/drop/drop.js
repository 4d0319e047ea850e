/**
 * Photos dropped onto the page or pasted into it, where there is a mouse and a keyboard.
 */

/**
 * @param {HTMLElement} el says by `data-over` that something is held over the page
 * @param {(files: File[]) => void} onPick
 */
export function Drop(el, onPick) {
  const { ownerDocument: document } = el;

  /** @param {DragEvent} event */
  function over(event) {
    if (event.dataTransfer?.types.includes('Files')) {
      // Without this the browser would leave the page for the file.
      event.preventDefault();
      el.dataset.over = '';
    }
  }

  document.addEventListener('dragenter', over);
  document.addEventListener('dragover', over);
  document.addEventListener('dragleave', ({ relatedTarget }) => {
    if (relatedTarget === null) {
      delete el.dataset.over;
    }
  });
  document.addEventListener('drop', (event) => {
    delete el.dataset.over;
    if (event.dataTransfer?.types.includes('Files')) {
      event.preventDefault();
      onPick([...event.dataTransfer.files]);
    }
  });
  document.addEventListener('paste', ({ clipboardData }) => {
    if (clipboardData?.files.length) {
      onPick([...clipboardData.files]);
    }
  });
}
