/**
 * Measures in a page what axe cannot judge. Each answers with what is wrong, in words.
 *
 * A script of the page, as axe is: it is put into the one that is looked at.
 */

globalThis.measures = (() => {
  const CONTROLS = 'a[href], button, input, select, textarea, summary, [role=button], [tabindex="0"]';
  const described = (el) => {
    const name = typeof el.className === 'string' ? el.className : '';
    const words = (el.ariaLabel ?? el.textContent).trim().slice(0, 40);
    return `${el.localName}${el.id && `#${el.id}`}${name && `.${name}`} "${words}"`;
  };
  const above = (el, is) => {
    let over = el;
    while (over && !is(over)) {
      over = over.parentElement;
    }
    return over;
  };
  /** Is there to be heard only: seen in a box of one pixel. */
  const isForEars = (el) =>
    above(el, (over) => over.clientWidth === 1 && getComputedStyle(over).clipPath !== 'none') !== null;
  const isSeen = (el) =>
    el.checkVisibility({ visibilityProperty: true }) && !el.closest('.unseen, [inert], noscript');
  const dialogs = () => [...document.querySelectorAll('dialog[open]')];
  const all = (selector) => [...(dialogs().at(-1) ?? document.body).querySelectorAll(selector)].filter(isSeen);
  const controls = () => all(CONTROLS).filter((el) => el.type !== 'hidden');
  const texts = () =>
    all('*').filter(
      (el) =>
        [...el.childNodes].some(({ nodeType, data }) => nodeType === 3 && data.trim()) &&
        !el.closest('svg, option, [aria-hidden=true]') &&
        !isForEars(el),
    );
  /** Of a box to be ticked, its label is what is pressed; of a card's link, all of the card. */
  const placeOf = (el) => {
    const isCards = el.localName === 'a' && getComputedStyle(el, '::after').position === 'absolute';
    const label = ['checkbox', 'radio'].includes(el.type) && el.labels[0];
    return (label || (isCards && el.closest('li')) || el).getBoundingClientRect();
  };
  const labelled = (el) => el.closest('label');

  /** Links within a sentence are as small as its letters (WCAG 2.2, 2.5.5 and 2.5.8). */
  const isInSentence = (el) =>
    el.localName === 'a' &&
    getComputedStyle(el).display === 'inline' &&
    el.parentElement.textContent.trim() !== el.textContent.trim();
  /** Lies in something that everything else passes behind. */
  const isInFront = (el) =>
    above(
      el.parentElement,
      (over) => /fixed|sticky/.test(getComputedStyle(over).position) || over.localName === 'details',
    ) !== null;
  const doMeet = (one, other) =>
    Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1 &&
    Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 1;

  /** What is smaller than it has to be, or lies on something else that is pressed. */
  function targets({ thumb, screen }) {
    const least = document.documentElement.dataset.page === 'kiosk' ? screen : thumb;
    const pressed = controls()
      .filter((el) => !isInSentence(el) && placeOf(el).width > 1)
      .map((el) => ({ el, place: placeOf(el), inFront: isInFront(el) }));
    const small = pressed
      .filter(({ place }) => Math.min(place.width, place.height) < least - 0.5)
      .map(({ el, place: { width, height } }) => `${described(el)} is ${width} x ${height}`);
    const lying = pressed.flatMap((one) =>
      pressed
        .filter(
          (other) =>
            !one.el.contains(other.el) &&
            !other.el.contains(one.el) &&
            one.inFront === other.inFront &&
            doMeet(one.place, other.place),
        )
        .map((other) => `${described(one.el)} lies on ${described(other.el)}`),
    );
    return [...small, ...lying];
  }

  /** Has to be scrolled sideways; a pixel may be what is left of rounding. */
  function wider() {
    const { scrollWidth } = document.documentElement;
    if (scrollWidth <= innerWidth + 1) {
      return [];
    }
    const out = all('*').filter((el) => el.getBoundingClientRect().right > innerWidth + 1);
    return [`${scrollWidth} pixels wide, by ${out.slice(-3).map(described).join(' and ')}`];
  }

  const scrollerOf = (el) =>
    above(
      el,
      (over) =>
        over.scrollHeight > over.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(over).overflowY),
    ) ?? document.scrollingElement;
  /** It came into view by scrolling what nobody can scroll. */
  const isCut = (el) => {
    const hiding = above(el, (over) => {
      const { overflowX, overflowY } = getComputedStyle(over);
      return (
        over !== document.documentElement &&
        /hidden|clip/.test(overflowX + overflowY) &&
        (over.scrollTop !== 0 || over.scrollLeft !== 0)
      );
    });
    hiding?.scrollTo(0, 0);
    return hiding !== null;
  };
  /** Whether it is this that one sees at a place where something else is on top. */
  const isOne = (el, top) =>
    top !== null &&
    (el.contains(top) ||
      top.contains(el) ||
      top.control === el ||
      labelled(el)?.contains(top) ||
      labelled(top)?.contains(el) ||
      // A card is all of it the link that it holds; a menu is open on purpose.
      (top.localName === 'a' && el.closest('li')?.contains(top)) ||
      (top.closest('details[open]') && !el.closest('details')) ||
      // Nobody sees the corner of the operator.
      (top.matches('.corner') && !el.matches(CONTROLS)));

  /** @returns {string} of the first line of a text, or its last one; empty: it is to be seen */
  function lostAt(el, places, end) {
    const far = places().at(end);
    if (!far) {
      return '';
    }
    scrollerOf(el).scrollTop += (far.top + far.bottom - innerHeight) / 2;
    const { left, right, top, bottom } = places().at(end);
    const dotted = [el, el.parentElement].find((one) => getComputedStyle(one).textOverflow === 'ellipsis');
    const ends = dotted ? dotted.getBoundingClientRect() : { left, right };
    if (ends.left < -1 || ends.right > innerWidth + 1) {
      return `${described(el)} stands out at a side`;
    }
    const middle = (Math.max(left, 0) + Math.min(right, innerWidth)) / 2;
    const found = document.elementFromPoint(middle, (top + bottom) / 2);
    if (isOne(el, found) || getComputedStyle(el).pointerEvents === 'none') {
      return '';
    }
    return `${described(el)} is ${found ? `below ${described(found)}` : 'out of the window'}`;
  }

  /** Text and controls that are nowhere to be seen, though one scrolls up or down. */
  function lost() {
    const before = document.scrollingElement.scrollTop;
    const words = new Set(texts());
    const found = [...new Set([...words, ...controls()])].flatMap((el) => {
      el.scrollIntoView({ block: 'center', behavior: 'instant' });
      if (isCut(el)) {
        return [`${described(el)} is cut off`];
      }
      const range = document.createRange();
      range.selectNodeContents(el);
      const places = () =>
        (words.has(el) ? [...range.getClientRects()] : [placeOf(el)]).filter(({ width }) => width > 1);
      return [...new Set([0, -1].map((end) => lostAt(el, places, end)))].filter(Boolean);
    });
    document.scrollingElement.scrollTop = before;
    return [...wider(), ...found];
  }

  const hasEdge = (el) => {
    const style = getComputedStyle(el);
    const isLine = (side) =>
      parseFloat(style[`border${side}Width`]) >= 1 &&
      !/none|hidden/.test(style[`border${side}Style`]) &&
      !/rgba.*, 0\)$/.test(style[`border${side}Color`]);
    const isOutlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
    return isOutlined || ['Top', 'Right', 'Bottom', 'Left'].some(isLine);
  };
  /** A link has a colour of its own there, a drawing its lines, and the browser draws its own. */
  const isMarked = (el) =>
    el.localName === 'a' ||
    (/checkbox|radio|range/.test(el.type) && getComputedStyle(el).appearance !== 'none') ||
    /underline/.test(getComputedStyle(el).textDecorationLine) ||
    el.querySelector('svg, img, canvas, video') !== null ||
    [el, ...el.querySelectorAll('*'), labelled(el)].some((one) => one && hasEdge(one));

  /** Known by its background or shadow alone, which forced colours take away. */
  function edgeless() {
    const pressed = controls().filter((el) => !el.matches('.corner, p, div') && !isMarked(el));
    const things = all('progress, .code-card, .print').filter((el) => !hasEdge(el));
    const sheets = dialogs().filter(
      (el) => !hasEdge(el) && el.getBoundingClientRect().width < innerWidth,
    );
    return [...pressed, ...things, ...sheets].map((el) => `${described(el)} has no edge`);
  }

  const isRinged = (el) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(el);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  };

  /** Has the focus and is not seen to have it, or lies with it below what sticks. */
  function unfocused() {
    const held = document.activeElement;
    // What has it by a finger is not to be seen to have it.
    held.blur();
    const found = controls().flatMap((el) => {
      el.focus({ focusVisible: true });
      if (document.activeElement !== el) {
        return [];
      }
      const { left, right, top, bottom } = placeOf(el);
      const middle = (Math.max(left, 0) + Math.min(right, innerWidth)) / 2;
      const isSeenAt = (share) => isOne(el, document.elementFromPoint(middle, top + share * (bottom - top)));
      const isRung = [el, labelled(el), el.closest('li')].some((one) => one && isRinged(one));
      return [
        isRung ? '' : `${described(el)} is not seen to have the focus`,
        [0.1, 0.5, 0.9].some(isSeenAt) ? '' : `${described(el)} has the focus below something else`,
      ].filter(Boolean);
    });
    held.focus({ preventScroll: true });
    return found;
  }

  /** Moves for longer than a crossfade. */
  function moving() {
    const seconds = (durations) => Math.max(...durations.split(',').map(parseFloat));
    const isLong = (el) => {
      const { animationName, animationDuration, transitionDuration } = getComputedStyle(el);
      return (animationName !== 'none' && seconds(animationDuration) > 0.25) || seconds(transitionDuration) > 0.25;
    };
    return [...document.querySelectorAll('*')].filter(isLong).map((el) => `${described(el)} moves`);
  }

  return { targets, wider, lost, edgeless, unfocused, moving };
})();
