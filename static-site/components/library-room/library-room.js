/**
 * A library and all that is around its photos.
 *
 * @import { Desk } from '../../lib/desk.js'
 * @import { HostedAlbum } from '../../lib/host-wire.d.ts'
 * @import { Deed } from '../../lib/states.d.ts'
 * @import { Text } from '../../lib/text.js'
 * @import { Filter } from '../filters/filters.js'
 */

import { BulkBar } from '../bulk-bar/bulk-bar.js';
import { Filters } from '../filters/filters.js';
import { icon } from '../icon/icon.js';
import { reason } from '../photo-grid/describe.js';
import { PhotoGrid } from '../photo-grid/photo-grid.js';

/**
 * @typedef {object} RoomParts
 * @property {Text} text
 * @property {Desk} desk
 * @property {HostedAlbum | null} album null: one's own uploads
 * @property {readonly HostedAlbum[]} albums
 * @property {Record<string, string>} query what is chosen
 * @property {() => number} nowMs
 * @property {boolean} isHost
 * @property {(filter: Filter, value: string) => void} onChoose
 * @property {(id: string) => void} onOpen
 * @property {() => void} onGoThrough
 * @property {(deed: Deed) => void} onDo
 */

/** @param {HTMLElement} parent @param {RoomParts} parts */
export function LibraryRoom(parent, parts) {
  const { text, desk } = parts;
  const el = make('section', 'library');
  const head = Head(parts);
  const filters = make('div', 'library-filters');
  const note = Note(text);
  el.append(head.el, filters, note.el);
  parent.append(el);
  Filters(filters, { text, onChoose: parts.onChoose }).update(parts.albums, parts.query);
  const grid = Grid(el, parts);
  const bar = Bar(el, parts, () => (desk.library.state.order.length > 0 ? grid : head).focus());
  let isDue = false;

  const draw = () => {
    const { library, selection, failed } = desk;
    const { order, next } = library.state;
    const isSelecting = desk.isSelecting || selection.ids.size > 0;
    const shown = { count: order.length, isWhole: next === null };
    head.update({ ...shown, isSelecting: desk.isSelecting, isBusy: isSelecting });
    note.update(noteOf(parts));
    grid.update({ library: library.state, selection, failed, isSelecting });
    bar.update({
      ...{ count: selection.ids.size, isOpen: isSelecting, isCounting: selection.all },
      canAll: selection.ids.size < order.length || (next !== null && !selection.all),
      progress: desk.bulk.progress,
      result: resultOf(desk, text),
    });
  };

  return {
    el,
    grid,
    /** Once for all that changes in the same moment. */
    update() {
      if (!isDue) {
        isDue = true;
        queueMicrotask(() => {
          isDue = false;
          draw();
        });
      }
    },
    /** @param {{count: number, percent: number}} way photos that are on it */
    coming: (way) => head.coming(way),
    leave: () => grid.leave(),
  };
}

/** @param {HTMLElement} parent @param {RoomParts} parts */
function Grid(parent, { text, desk, nowMs, onOpen, onDo }) {
  return new PhotoGrid(parent, {
    ...{ text, nowMs, onOpen },
    onSeen(ids, last) {
      desk.library.want(last);
      desk.library.freshen(ids);
    },
    onBroken: (id) => void desk.library.broken(id),
    onGo: (id) => desk.go(id),
    onToggle: (id) => desk.toggle(id),
    onRange: (id) => desk.range(id),
    onStretch: (id) => desk.stretch(id),
    onAll: () => desk.all(),
    onClear: () => desk.clear(),
    onDelete: () => onDo('delete'),
  });
}

/** @type {(parent: HTMLElement, parts: RoomParts, onGone: () => void) => ReturnType<typeof BulkBar>} */
function Bar(parent, { text, desk, onDo }, onGone) {
  return BulkBar(parent, {
    ...{ text, onDo, onGone },
    onAll: () => desk.all(),
    onClear: () => desk.clear(),
    onStop: () => desk.bulk.stop(),
    onAgain: () => void desk.again(),
  });
}

/** @param {RoomParts} parts */
function Head({ text, desk, album, onGoThrough }) {
  const el = make('header', 'library-head');
  const title = make('h1', '');
  const count = make('p', 'library-count');
  const coming = make('p', 'library-coming');
  coming.hidden = true;
  const select = button('select', text.of('library.select'), () => desk.choosing(!desk.isSelecting));
  const through = button('approve', text.of('library.go-through'), onGoThrough);
  title.textContent = album?.name ?? text.of('library.title');
  title.dir = 'auto';
  title.tabIndex = -1;
  count.setAttribute('role', 'status');
  select.className = 'quiet';
  through.className = 'key';
  el.append(title, count, through, select, coming);
  return {
    el,
    focus: () => title.focus(),
    /** @param {{count: number, percent: number}} way */
    coming({ count: on, percent }) {
      coming.hidden = on === 0;
      coming.textContent = text.count('library.coming', on, { percent: text.percent(percent) });
    },
    /** @param {{count: number, isWhole: boolean, isSelecting: boolean, isBusy: boolean}} shown */
    update({ count: there, isWhole, isSelecting, isBusy }) {
      const key = isWhole ? text.count('library.count', there) : text.of('library.count.more', { count: there });
      count.textContent = there === 0 ? '' : key;
      select.hidden = there === 0;
      select.setAttribute('aria-pressed', String(isSelecting));
      // One accent at a time: while photos are chosen, it is on what is done with those.
      through.hidden = isBusy || album === null || ![...desk.library.state.photos.values()].some(
        ({ visibility, state }) => visibility === 'WAITING' && state === 'READY',
      );
    },
  };
}

/** @type {(parts: RoomParts) => string} which words stand where no photos are; empty: photos do */
function noteOf({ desk, query, isHost, album }) {
  const { state, trouble, isWhole } = desk.library;
  if (trouble) {
    return `trouble.${trouble}`;
  }
  if (state.order.length > 0) {
    return '';
  }
  if (!isWhole) {
    return 'loading';
  }
  const isFiltered = ['visibility', 'type', 'state'].some((filter) => query[filter]);
  return isFiltered ? 'empty.filtered' : isHost || album ? 'empty' : 'empty.guest';
}

/** @param {Text} text */
function Note(text) {
  const el = make('div', 'library-note');
  const title = make('h2', '');
  const lead = make('p', 'lead');
  el.setAttribute('role', 'status');
  el.append(title, lead);
  return {
    el,
    /** @param {string} said */
    update(said) {
      el.hidden = said === '';
      if (said === '' || el.dataset.said === said) {
        return;
      }
      const key = `library.${said}`;
      el.dataset.said = said;
      title.hidden = !text.has(`${key}.title`);
      title.textContent = title.hidden ? '' : text.of(`${key}.title`);
      const known = [`${key}.lead`, key].find((each) => text.has(each));
      lead.textContent = text.of(known ?? 'library.trouble.other');
    },
  };
}

/** @type {(desk: Desk, text: Text) => import('../bulk-bar/bulk-bar.js').BulkShown['result']} */
function resultOf({ last, failed }, text) {
  if (!last || failed.size === 0) {
    return null;
  }
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const code of failed.values()) {
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  const reasons = [...counts].map(([code, count]) => ({ words: reason(code, text), count }));
  return { ...last, reasons };
}

/** @type {(drawn: string, label: string, onPress: () => void) => HTMLElement} */
function button(drawn, label, onPress) {
  const el = document.createElement('button');
  const span = document.createElement('span');
  span.textContent = label;
  el.type = 'button';
  el.append(icon(drawn), span);
  el.addEventListener('click', onPress);
  return el;
}

/** @type {(tag: string, className: string) => HTMLElement} */
function make(tag, className) {
  const el = document.createElement(tag);
  el.className = className;
  return el;
}
