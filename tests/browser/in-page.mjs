// Functions that run inside a page. They are sent there as text: none may use anything outside itself.

/** What makes the page wider than the screen. */
export function overflowing() {
  const root = document.scrollingElement;
  const width = root.clientWidth;
  const problems = [];
  for (const part of [document.documentElement, document.body]) {
    if (['hidden', 'clip'].includes(getComputedStyle(part).overflowX))
      problems.push(`<${part.localName}> hides what is too wide instead of fitting it`);
  }
  if (root.scrollWidth <= width && problems.length === 0) return [];
  const scrollsItself = (element) => {
    for (let above = element.parentElement; above && above !== document.body; above = above.parentElement) {
      if (getComputedStyle(above).overflowX !== 'visible') return true;
    }
    return false;
  };
  const wide = [...document.body.querySelectorAll('*')].filter((element) => {
    const box = element.getBoundingClientRect();
    return (
      box.width > 0 && (box.right > width + 1 || (document.dir === 'rtl' && box.left < -1)) && !scrollsItself(element)
    );
  });
  // The innermost say most: an ancestor is wide only because of them.
  const culprits = wide
    .filter((element) => !wide.some((other) => other !== element && element.contains(other)))
    .slice(0, 3);
  if (root.scrollWidth > width)
    problems.push(
      `the page is ${root.scrollWidth} px wide on a screen of ${width} px: ${culprits.map((one) => one.outerHTML.slice(0, 100)).join(' | ')}`,
    );
  return problems;
}

/** Text that a box of fixed size cuts off. */
export function cutOffText() {
  return [...document.body.querySelectorAll('*')]
    .filter((element) => {
      const style = getComputedStyle(element);
      const cuts = ['hidden', 'clip'].includes(style.overflowX) || ['hidden', 'clip'].includes(style.overflowY);
      // What is hidden from sight for screen readers is one pixel large on purpose.
      const seen = element.clientWidth > 1 && element.clientHeight > 1 && element.checkVisibility();
      const cut =
        (style.overflowX !== 'auto' &&
          element.scrollWidth > element.clientWidth + 1 &&
          ['hidden', 'clip'].includes(style.overflowX)) ||
        (element.scrollHeight > element.clientHeight + 1 && ['hidden', 'clip'].includes(style.overflowY));
      return cuts && seen && cut && element.textContent.trim() !== '';
    })
    .slice(0, 3)
    .map((element) => `text is cut off in ${element.outerHTML.slice(0, 100)}`);
}

/** What one presses and is smaller than 44 px. Links within a line of text are as high as the line. */
export function smallTargets() {
  const pressed = 'a[href], button, summary, select, textarea, input:not([type=hidden]), [role=button], [role=tab]';
  return [...document.querySelectorAll(pressed)]
    .filter((element) => {
      const area =
        element.labels && element.labels[0] && ['checkbox', 'radio'].includes(element.type)
          ? element.labels[0]
          : element;
      const box = area.getBoundingClientRect();
      const seen =
        element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && box.width > 1 && box.bottom > 0;
      return (
        seen &&
        !element.disabled &&
        getComputedStyle(element).display !== 'inline' &&
        (box.height < 43.5 || box.width < 43.5)
      );
    })
    .slice(0, 8)
    .map((element) => {
      const box = element.getBoundingClientRect();
      return `only ${Math.round(box.width)} × ${Math.round(box.height)} px to press: ${element.outerHTML.slice(0, 100)}`;
    });
}

export const focusability = {
  /** Focuses everything that can be, and compares how it looks with how it looked. */
  unseen() {
    const LOOKS = [
      'outlineStyle',
      'outlineWidth',
      'outlineColor',
      'boxShadow',
      'backgroundColor',
      'color',
      'textDecorationLine',
      'textDecorationThickness',
      'textDecorationColor',
      'borderTopColor',
      'borderTopWidth',
      'borderBottomColor',
      'borderBottomWidth',
      'borderLeftColor',
      'borderLeftWidth',
    ];
    const candidates = [
      ...document.querySelectorAll(
        'a[href], button, input, select, textarea, summary, [tabindex], audio[controls], video[controls]',
      ),
    ].filter((one) => !one.disabled && one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }));
    // A radio button hidden for its looks shows the focus on what stands for it.
    const bearers = (element) =>
      [element, element.nextElementSibling, element.parentElement, element.labels?.[0]].filter(Boolean);
    // A link that fills its card by a drawn part of its own shows the focus there.
    const drawn = (element) =>
      [undefined, '::before', '::after']
        .map((part) => getComputedStyle(element, part))
        .filter(({ content }, at) => at === 0 || content !== 'none');
    const looks = (element) =>
      bearers(element).map((one) =>
        drawn(one)
          .map((style) => LOOKS.map((name) => style[name]).join())
          .join(';'),
      );
    const outlined = (element) => {
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
      return outlineStyle !== 'none' && parseFloat(outlineWidth) > 0 && !/, 0\)|\/ 0\)|transparent/.test(outlineColor);
    };
    const problems = [];
    for (const element of candidates) {
      element.blur();
      const before = looks(element);
      element.focus({ preventScroll: true, focusVisible: true });
      if (document.activeElement !== element) continue;
      const unchanged = looks(element).every((look, at) => look === before[at]);
      // An outline that was there all the time says nothing about the focus; the browser's own ring has no width of its own.
      if (unchanged && !(outlined(element) && getComputedStyle(element).outlineStyle === 'auto')) {
        problems.push(`does not show that it has the focus: ${element.outerHTML.slice(0, 100)}`);
      }
    }
    document.activeElement?.blur?.();
    return problems.slice(0, 8);
  },

  /**
   * Follows the keyboard from the top of the page: each press of Tab judges the stop before. `finish` answers what was wrong.
   */
  follow() {
    const stops = [];
    const problems = [];
    let over = false;
    const judge = () => {
      const here = document.activeElement;
      const [first, last] = [stops[0], stops.at(-1)];
      const what = here?.outerHTML.slice(0, 100);
      const alone =
        document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]').length === 1;
      if (last && last === here && !alone) problems.push(`the keyboard does not get past ${what}`);
      over = !here || here === document.body || here === first || here === last;
      if (over) return;
      stops.push(here);
      if (last && last.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_PRECEDING)
        problems.push(`the keyboard goes backwards to ${what}`);
      // Of a link over several lines, each line is a place to be seen at.
      const boxes = [...here.getClientRects()].filter((box) => box.width > 0 && box.height > 0);
      const points = boxes.flatMap((box) =>
        [0.5, 0.1, 0.9].flatMap((x) =>
          [0.5, 0.1, 0.9].map((y) => [box.left + box.width * x, box.top + box.height * y]),
        ),
      );
      const seen = points.some(([x, y]) => {
        const top = document.elementFromPoint(x, y);
        return top && (here.contains(top) || here.labels?.[0]?.contains(top));
      });
      if (!seen) problems.push(`has the focus and cannot be seen: ${what}`);
    };
    let presses = 0;
    const press = (event) => {
      if (event.key !== 'Tab') return;
      if (presses > 0 && !over) judge();
      presses += 1;
      if (over) event.preventDefault();
    };
    addEventListener('keydown', press, true);
    const again = 'cbFollowed' in window;
    window.cbFollowed = () => {
      removeEventListener('keydown', press, true);
      if (!over) judge();
      document.activeElement?.blur?.();
      return problems;
    };
    // The browser goes on from where the focus was last: the second time from the top.
    if (!again) return;
    scrollTo(0, 0);
    const top = Object.assign(document.createElement('i'), { tabIndex: -1 });
    document.body.prepend(top);
    top.focus({ preventScroll: true });
    top.remove();
  },

  /** Ends what `follow` began. */
  finish() {
    return window.cbFollowed();
  },
};

/** Text in the colour of the paper: forced colours put the paper behind every text. */
export function paperOnPaper() {
  const canvas = Object.assign(document.createElement('i'), { style: 'color: Canvas' });
  document.body.append(canvas);
  const paper = getComputedStyle(canvas).color;
  canvas.remove();
  const written = (element) =>
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  return [...document.body.querySelectorAll('*')]
    .filter((element) => {
      const { color, forcedColorAdjust } = getComputedStyle(element);
      return written(element) && color === paper && forcedColorAdjust !== 'none';
    })
    .slice(0, 8)
    .map((element) => `text has the colour of the paper: ${element.outerHTML.slice(0, 100)}`);
}

/**
 * Where the links stand that do not show, not even in a closed part, which opens by a click. A place is named as crawl.mjs
 * names it in the markup.
 */
export function hiddenLinks() {
  const closed = [...document.querySelectorAll('details:not([open])')];
  for (const part of closed) part.open = true;
  const hidden = [...document.querySelectorAll('a[href]')].filter(
    (one) => !one.checkVisibility({ visibilityProperty: true }),
  );
  for (const part of closed) part.open = false;
  const place = (element) => {
    const above = [];
    for (let one = element; one; one = one.parentElement)
      above.push(one.getAttribute('class')?.trim().split(/\s+/)[0] ?? one.localName);
    return above.reverse().join(' > ');
  };
  return [...new Set(hidden.map(place))];
}

/**
 * Marks the texts whose colours are not among those that are known: their own, those behind them, their size and component.
 * Answers how they are described.
 * @param {string[]} known
 */
export function markNewColours(known) {
  const seen = new Set(known);
  const behind = new Map([[null, '']]);
  const component = (element) => element.getAttribute('class')?.trim().split(/\s+/)[0] || element.localName;
  /** The colours that shine through from behind an element, down to the first that is opaque. */
  const ground = (element) => {
    if (!behind.has(element)) {
      const { backgroundColor, backgroundImage, opacity } = getComputedStyle(element);
      const opaque =
        !/, 0(\.\d+)?\)|\/ 0?\.|transparent/.test(backgroundColor) && backgroundImage === 'none' && opacity === '1';
      behind.set(
        element,
        `${backgroundColor} ${backgroundImage} ${opacity};${opaque ? '' : ground(element.parentElement)}`,
      );
    }
    return behind.get(element);
  };
  const fresh = [];
  for (const element of document.body.querySelectorAll('*')) {
    const written = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!written || !element.checkVisibility({ visibilityProperty: true })) continue;
    const { color, fontSize, fontWeight, textDecorationLine } = getComputedStyle(element);
    const classed = element.parentElement.closest('[class]');
    const words = [
      component(element),
      classed && component(classed),
      color,
      fontSize,
      fontWeight,
      textDecorationLine,
      ground(element),
    ].join();
    if (seen.has(words)) continue;
    seen.add(words);
    fresh.push(words);
    element.dataset.cbJudge = '';
  }
  return fresh;
}

/**
 * The features of what shows that are not among those known: components where they stand, and their states, which are classes
 * and attributes. Elements with a new feature are marked.
 * @param {string[]} known
 */
export function markNewFeatures(known) {
  const seen = new Set(known);
  const fresh = { components: [], states: [] };
  const classes = (element) => element?.getAttribute('class')?.trim().split(/\s+/).filter(Boolean) ?? [];
  const component = (element) => classes(element)[0] ?? element?.localName;
  const isNew = (feature, of) => !seen.has(feature) && of.push(feature) && seen.add(feature);
  for (const element of document.body.querySelectorAll('*')) {
    if (
      !element.checkVisibility({ visibilityProperty: true }) ||
      element.closest('svg') !== (element.localName === 'svg' ? element : null)
    )
      continue;
    const name = component(element);
    const place = isNew(`${component(element.parentElement.closest('[class]'))} ${name}`, fresh.components);
    const states = [
      ...classes(element)
        .slice(1)
        .map((further) => `${name}.${further}`),
      ...element.getAttributeNames().map((attribute) => `${name}[${attribute}]`),
      // What is missing is a state, too: a picture without a description.
      `${element.localName}: ${element
        .getAttributeNames()
        .filter((attribute) => attribute !== 'class' && attribute !== 'style')
        .sort()}`,
    ];
    if (states.filter((state) => isNew(state, fresh.states)).length > 0 || place) element.dataset.cbJudge = '';
  }
  return fresh;
}

/** Takes away the marks of `markNewColours` and `markNewFeatures`. */
export function unmark() {
  for (const one of document.querySelectorAll('[data-cb-judge]')) delete one.dataset.cbJudge;
}

/** Words of cells and facts that are broken over two lines although a line would hold them. */
export function brokenWords() {
  const found = [];
  for (const cell of document.querySelectorAll(':is(th, td, dt, dd):not(:has(th, td, dd))')) {
    const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (const { index, 0: word } of node.data.matchAll(/[\p{L}\p{N}]{2,15}/gu)) {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1)
          found.push(`the word “${word}” is broken in a cell`);
      }
    }
  }
  return found.slice(0, 8);
}

/** Rows of facts that do not reach to the end: a cell is empty there. */
export function gapsInFacts() {
  return [...document.querySelectorAll('.facts')].flatMap((facts) => {
    const rows = new Map();
    for (const cell of facts.children) {
      const { top, right } = cell.getBoundingClientRect();
      rows.set(Math.round(top), Math.max(rows.get(Math.round(top)) ?? 0, right));
    }
    const end = facts.getBoundingClientRect().right;
    return [...rows.values()].filter((right) => end - right > 3).map(() => 'a cell of the facts is empty');
  });
}
