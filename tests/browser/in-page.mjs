// Functions that run inside a page. They are sent there as text: none may use anything outside itself.

/** What makes the page wider than the screen. */
export function overflowing() {
  const root = document.scrollingElement;
  const width = root.clientWidth;
  const problems = [];
  for (const part of [document.documentElement, document.body]) {
    if (['hidden', 'clip'].includes(getComputedStyle(part).overflowX)) problems.push(`<${part.localName}> hides what is too wide instead of fitting it`);
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
    return box.width > 0 && (box.right > width + 1 || (document.dir === 'rtl' && box.left < -1)) && !scrollsItself(element);
  });
  // The innermost say most: an ancestor is wide only because of them.
  const culprits = wide.filter((element) => !wide.some((other) => other !== element && element.contains(other))).slice(0, 3);
  if (root.scrollWidth > width) problems.push(`the page is ${root.scrollWidth} px wide on a screen of ${width} px: ${culprits.map((one) => one.outerHTML.slice(0, 100)).join(' | ')}`);
  return problems;
}

/** Text that a box of fixed size cuts off. */
export function cutOffText() {
  return [...document.body.querySelectorAll('*')].filter((element) => {
    const style = getComputedStyle(element);
    const cuts = ['hidden', 'clip'].includes(style.overflowX) || ['hidden', 'clip'].includes(style.overflowY);
    // What is hidden from sight for screen readers is one pixel large on purpose.
    const seen = element.clientWidth > 1 && element.clientHeight > 1 && element.checkVisibility();
    const cut = (style.overflowX !== 'auto' && element.scrollWidth > element.clientWidth + 1 && ['hidden', 'clip'].includes(style.overflowX))
      || (element.scrollHeight > element.clientHeight + 1 && ['hidden', 'clip'].includes(style.overflowY));
    return cuts && seen && cut && element.textContent.trim() !== '';
  }).slice(0, 3).map((element) => `text is cut off in ${element.outerHTML.slice(0, 100)}`);
}

/** What one presses and is smaller than 44 px. Links within a line of text are as high as the line. */
export function smallTargets() {
  const pressed = 'a[href], button, summary, select, textarea, input:not([type=hidden]), [role=button], [role=tab]';
  return [...document.querySelectorAll(pressed)].filter((element) => {
    const area = (element.labels && element.labels[0] && ['checkbox', 'radio'].includes(element.type)) ? element.labels[0] : element;
    const box = area.getBoundingClientRect();
    const seen = element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && box.width > 1 && box.bottom > 0;
    return seen && getComputedStyle(element).display !== 'inline' && (box.height < 43.5 || box.width < 43.5);
  }).slice(0, 8).map((element) => {
    const box = element.getBoundingClientRect();
    return `only ${Math.round(box.width)} × ${Math.round(box.height)} px to press: ${element.outerHTML.slice(0, 100)}`;
  });
}

export const focusability = {
  /** Focuses everything that can be, and compares how it looks with how it looked. */
  unseen() {
    const LOOKS = ['outlineStyle', 'outlineWidth', 'outlineColor', 'boxShadow', 'backgroundColor', 'color', 'textDecorationLine', 'textDecorationThickness',
      'textDecorationColor', 'borderTopColor', 'borderTopWidth', 'borderBottomColor', 'borderBottomWidth', 'borderLeftColor', 'borderLeftWidth'];
    const candidates = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex], audio[controls], video[controls]')]
      .filter((one) => !one.disabled && one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }));
    // A radio button hidden for its looks shows the focus on what stands for it.
    const bearers = (element) => [element, element.nextElementSibling, element.parentElement, element.labels?.[0]].filter(Boolean);
    // A link that fills its card by a drawn part of its own shows the focus there.
    const drawn = (element) => [undefined, '::before', '::after'].map((part) => getComputedStyle(element, part)).filter(({ content }, at) => at === 0 || content !== 'none');
    const looks = (element) => bearers(element).map((one) => drawn(one).map((style) => LOOKS.map((name) => style[name]).join()).join(';'));
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

  /** Says what is wrong with the place where the keyboard is now, and whether it has been round. */
  step() {
    const here = document.activeElement;
    const stops = (window.cbStops ??= []);
    if (!here || here === document.body) return { problem: null, done: true };
    const what = here.outerHTML.slice(0, 100);
    const last = stops.at(-1);
    const alone = document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]').length === 1;
    if (last === here && !alone) return { problem: `the keyboard does not get past ${what}`, done: true };
    if (here === stops[0]) return { problem: null, done: true };
    stops.push(here);
    if (last && last.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_PRECEDING) return { problem: `the keyboard goes backwards to ${what}`, done: false };
    // Of a link over several lines, each line is a place to be seen at.
    const boxes = [...here.getClientRects()].filter((box) => box.width > 0 && box.height > 0);
    const points = boxes.flatMap((box) => [0.5, 0.1, 0.9].flatMap((x) => [0.5, 0.1, 0.9].map((y) => [box.left + box.width * x, box.top + box.height * y])));
    const seen = points.some(([x, y]) => {
      const top = document.elementFromPoint(x, y);
      return top && (here.contains(top) || here.labels?.[0]?.contains(top));
    });
    return { problem: seen ? null : `has the focus and cannot be seen: ${what}`, done: false };
  },
};
