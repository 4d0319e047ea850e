/**
 * What stands around every view of the host's page: where one may go, and who one is.
 *
 * @import { Account } from '../../lib/host-wire.d.ts'
 * @import { Text } from '../../lib/text.js'
 */

import { fillIn, whenLanguageChanges } from '../../lib/text.js';

/**
 * @param {object} parts
 * @param {(id: string) => HTMLElement} parts.element of the page
 * @param {Text} parts.text
 * @param {readonly {view: string, under?: string}[]} parts.views
 * @param {() => void} parts.onSignOut
 */
export function Shell({ element, text, views, onSignOut }) {
  const main = element('host');
  const menu = Menu(/** @type {HTMLDetailsElement} */ (element('account')));
  const links = views.filter(({ under }) => !under).map(({ view }) => link(view, text));
  let isFirst = true;
  const entitle = Title(text);
  element('sign-out').addEventListener('click', onSignOut);
  element('nav').append(...links);

  return {
    /** @param {Account} account */
    open({ email }) {
      element('email').textContent = email;
      document.documentElement.dataset.signedIn = '';
      element('nav').hidden = links.length < 2;
      element('account').hidden = false;
    },
    /** The service cannot be reached, before anything is there. */
    away: () => main.replaceChildren(away(text)),
    /** @param {string} view is being loaded */
    go(view) {
      menu.close();
      markOf(links, view, views.find((each) => each.view === view)?.under);
      entitle(view);
    },
    /** @returns {HTMLElement} an empty place for a view; what the last one still does is off it */
    clear() {
      const place = document.createElement('div');
      place.className = 'view';
      main.setAttribute('aria-busy', 'true');
      main.replaceChildren(place);
      return place;
    },
    /** @param {string} view is there @param {boolean} [isOther] than the one before */
    arrived(view, isOther = true) {
      const title = main.querySelector('h1');
      main.dataset.view = view;
      main.setAttribute('aria-busy', 'false');
      if (title && isOther && !isFirst && !main.contains(document.activeElement)) {
        title.tabIndex = -1;
        title.focus();
      }
      isFirst = false;
    },
    /** @type {(said: string) => void} politely, to who listens */
    say(said) {
      element('announcer').textContent = said;
    },
  };
}

/** @type {(text: Text) => (view: string) => void} */
function Title(text) {
  let here = '';
  const write = () => {
    document.title = text.of('host.page', { view: text.of(`host.${here}`) });
  };
  whenLanguageChanges(() => here && write());
  return (view) => {
    here = view;
    write();
  };
}

/** @param {HTMLDetailsElement} menu */
function Menu(menu) {
  document.addEventListener('click', ({ target }) => {
    menu.open = menu.open && menu.contains(/** @type {Node} */ (target));
  });
  menu.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape' && menu.open) {
      menu.open = false;
      menu.querySelector('summary')?.focus();
    }
  });
  return {
    close() {
      menu.open = false;
    },
  };
}

/** @type {(links: HTMLElement[], view: string, under?: string) => void} where one is, or under what */
function markOf(links, view, under) {
  for (const each of links) {
    each.removeAttribute('aria-current');
    if (each.dataset.view === view) {
      each.setAttribute('aria-current', 'page');
    } else if (each.dataset.view === under) {
      each.setAttribute('aria-current', 'true');
    }
  }
}

/** @param {Text} text */
function away(text) {
  const el = document.createElement('div');
  const title = document.createElement('h1');
  const lead = document.createElement('p');
  title.dataset.text = 'host.away.title';
  lead.dataset.text = 'host.away.lead';
  lead.className = 'lead';
  el.className = 'host-away';
  el.setAttribute('role', 'status');
  el.append(title, lead);
  fillIn(el, text);
  return el;
}

/** As prints, as an album, as an arrow up to it. @type {Record<string, string>} */
const DRAWINGS = {
  library: 'M4 5h7v6H4zM13 5h7v6h-7zM4 13h7v6H4zM13 13h7v6h-7z',
  albums: 'M5 4h13a1 1 0 0 1 1 1v15H6a2 2 0 0 1-2-2V5a1 1 0 0 1 1-1zM4 18a2 2 0 0 1 2-2h13',
  upload: 'M12 16V5m-5 5 5-5 5 5M5 19h14',
};

/** @type {(view: string, text: Text) => HTMLElement} */
function link(view, text) {
  const a = document.createElement('a');
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  const name = document.createElement('span');
  a.href = `#${view}`;
  a.dataset.view = view;
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', DRAWINGS[view] ?? '');
  svg.append(path);
  name.dataset.text = `host.${view}`;
  a.append(svg, name);
  fillIn(a, text);
  return a;
}
