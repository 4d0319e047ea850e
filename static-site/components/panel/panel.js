/**
 * Parts that the pages of a host's albums are built of.
 */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string} className
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, className, ...children) {
  const el = document.createElement(tag);
  el.className = className;
  el.append(...children);
  return el;
}

/**
 * @param {string} className
 * @param {string} label
 * @param {() => void} onPress
 * @returns {HTMLButtonElement}
 */
export function button(className, label, onPress) {
  const el = make('button', className, label);
  el.type = 'button';
  el.addEventListener('click', onPress);
  return el;
}

/** @type {(className: string, label: string, href: string) => HTMLAnchorElement} */
export function link(className, label, href) {
  const el = make('a', className, label);
  el.href = href;
  return el;
}

/**
 * Text of strangers: it stays what it is, and turns nothing around it.
 *
 * @type {(className: string, text: string) => HTMLElement}
 */
export function foreign(className, text) {
  const el = make('bdi', className, text);
  el.dir = 'auto';
  return el;
}

/** @type {(d: string) => SVGElement} */
export function icon(d) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', d);
  svg.append(path);
  return svg;
}

/**
 * A part of a page, under a heading of its own.
 *
 * @param {string} id
 * @param {string} title
 * @param {string} [lead]
 */
export function Panel(id, title, lead = '') {
  const el = make('section', 'panel');
  const heading = make('h2', '', title);
  heading.id = `${id}-title`;
  el.id = id;
  el.setAttribute('aria-labelledby', heading.id);
  el.append(heading, ...(lead ? [make('p', 'panel-lead', lead)] : []));
  return el;
}

/** Where what went wrong is told; hidden while nothing did. */
export function Note() {
  const el = make('p', 'panel-note');
  el.setAttribute('role', 'alert');
  el.hidden = true;

  return {
    el,
    /** @type {(words: string) => void} empty: nothing */
    update(words) {
      el.hidden = words === '';
      if (el.textContent !== words) {
        el.textContent = words;
      }
    },
  };
}
