/**
 * What fingers, mice and keys mean on a grid of photos.
 *
 * @import { PhotoGrid } from './photo-grid.js'
 */

/** A finger that rests so long means to choose, not to open. */
const PRESS_MS = 450;
/** Pixels; one that moves further scrolls. */
const SLACK = 10;

/** @type {(grid: PhotoGrid, signal: AbortSignal) => void} */
export function listen(grid, signal) {
  const { el, parts } = grid;
  let isPressed = false;
  listenToPresses(grid, signal, (id) => {
    isPressed = true;
    parts.onToggle(id);
  });
  el.addEventListener('pointerdown', () => (isPressed = false), { signal });
  el.addEventListener(
    'click',
    (event) => {
      const id = idAt(event.target);
      if (id === null || isPressed) {
        isPressed = false;
        return;
      }
      const isCheck = /** @type {Element} */ (event.target).closest('.cell-check') !== null;
      if (event.shiftKey) {
        parts.onRange(id);
      } else if (event.ctrlKey || event.metaKey || isCheck || grid.isSelecting) {
        parts.onToggle(id);
      } else {
        parts.onOpen(id);
      }
    },
    { signal },
  );
  el.addEventListener('keydown', (event) => {
    if (!event.altKey && press(grid, event)) {
      event.preventDefault();
    }
  });
  // What a click leaves the focus on is where one is.
  el.addEventListener('focusin', ({ target }) => {
    const id = idAt(target);
    if (id !== null && /** @type {HTMLElement} */ (target).tabIndex !== 0) {
      parts.onGo(id);
    }
  });
}

/** @type {(grid: PhotoGrid, event: KeyboardEvent) => boolean} whether that key means something here */
function press(grid, { key, shiftKey, ctrlKey, metaKey, target }) {
  const { parts } = grid;
  const id = idAt(target);
  const isCommand = ctrlKey || metaKey;
  if (id === null) {
    return false;
  }
  if (isCommand && key.toLowerCase() === 'a') {
    parts.onAll();
  } else if (key === ' ') {
    (shiftKey ? parts.onRange : parts.onToggle)(id);
  } else if (key === 'Enter') {
    parts.onOpen(id);
  } else if (key === 'Escape') {
    parts.onClear();
  } else if (key === 'Delete') {
    parts.onDelete();
  } else {
    return grid.move(key, shiftKey);
  }
  return true;
}

/** @type {(grid: PhotoGrid, signal: AbortSignal, onPress: (id: string) => void) => void} */
function listenToPresses({ el }, signal, onPress) {
  /** @type {{timer: ReturnType<typeof setTimeout>, x: number, y: number} | null} */
  let resting = null;
  const end = () => {
    clearTimeout(resting?.timer);
    resting = null;
  };
  el.addEventListener(
    'pointerdown',
    ({ pointerType, target, clientX: x, clientY: y }) => {
      end();
      const id = idAt(target);
      if (pointerType === 'touch' && id !== null) {
        resting = { timer: setTimeout(() => onPress(id), PRESS_MS), x, y };
      }
    },
    { signal },
  );
  el.addEventListener(
    'pointermove',
    ({ clientX, clientY }) => {
      if (resting && Math.hypot(clientX - resting.x, clientY - resting.y) > SLACK) {
        end();
      }
    },
    { signal },
  );
  for (const type of ['pointerup', 'pointercancel']) {
    el.addEventListener(type, end, { signal });
  }
  // The browser's own menu of a long press.
  el.addEventListener('contextmenu', (event) => resting === null || event.preventDefault(), { signal });
}

/** @type {(target: EventTarget | null) => string | null} of the photo at which something happens */
function idAt(target) {
  const cell = target instanceof Element ? target.closest('.cell') : null;
  return cell instanceof HTMLElement ? (cell.dataset.id ?? null) : null;
}
