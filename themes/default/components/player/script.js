/**
 * Plays a scenario. The address of the page contains the run, as `#run=VERSION.CHOICES`: the browser's Back button
 * takes back a choice, and a link restores the run on any device. The address of a scene shows the gamebook, as without
 * scripts.
 */
(function () {
  if (!stage.ready) return;
  const { page, words, sections, bar, find } = stage;
  const invite = find(page, 'invite');
  /** @type {Run | null} null while the gamebook is shown */
  let run = null;

  /** @param {string} signs */
  const address = (signs) => `#run=${story.graph.version}.${signs}`;

  /** @param {Run} run */
  const isOver = (run) => story.scene(run.state).ending !== null;

  /** @param {Run} next @param {string} notice a notice about the link to this run */
  function show(next, notice) {
    run = next;
    const here = stage.show(run);
    page.classList.add('is-playing');
    page.classList.toggle('is-over', isOver(run));
    find(bar, 'notice').textContent = notice;
    find(bar, 'back').hidden = !run.signs && !history.state?.casebook;
    invite.hidden = true;
    debrief.show(isOver(run) ? run : null, address);
    const heading = find(here, 'title');
    heading.tabIndex = -1;
    heading.removeAttribute('aria-describedby');
    if (notice) heading.setAttribute('aria-describedby', find(bar, 'notice').id);
    // Does not scroll if the scene is visible as a whole, below the header that stays in view.
    const top = parseFloat(getComputedStyle(document.documentElement).scrollPaddingBlockStart) || 0;
    const isCut = bar.getBoundingClientRect().top < top || here.getBoundingClientRect().bottom > innerHeight;
    if (isCut) bar.scrollIntoView();
    heading.focus({ preventScroll: true });
    if (heading.getBoundingClientRect().bottom > innerHeight) heading.scrollIntoView();
  }

  /**
   * Shows the run `signs` and puts it into the address of the page.
   * @param {string} signs @param {boolean} push true if the browser's Back button should return to the current run
   */
  function go(signs, push) {
    const next = story.play(signs);
    const from = run ? run.signs : null;
    if (push) history.pushState({ casebook: true, from }, '', address(signs));
    else history.replaceState(null, '', address(signs));
    if (push && signs && isOver(next)) casebookRecord.add(story.scene(next.state));
    show(next, '');
  }

  /** @param {number} choice */
  function choose(choice) {
    if (run && choice >= 0) go(run.signs + story.code(choice), true);
  }

  /** Takes back the last choice; before the first choice, returns to the page before. */
  function back() {
    const before = story.signs(run?.steps.slice(0, -1) ?? []);
    const from = history.state?.casebook && (run?.signs === '' || history.state.from === before);
    if (from) history.back();
    else if (run) go(before, false);
  }

  /** Ends playing and shows the gamebook at the address. */
  function leave() {
    run = null;
    stage.clear();
    debrief.show(null, address);
    page.classList.remove('is-playing', 'is-over');
    const scene = named()?.closest('.scene');
    invite.hidden = !scene;
    if (scene) find(scene, 'title').after(invite);
  }

  /** Returns the element of the gamebook or the debrief that the address names. */
  function named() {
    let id = location.hash.slice(1);
    try {
      id = decodeURIComponent(id);
    } catch {
      // The address is not valid percent-encoding.
    }
    const target = document.getElementById(id);
    return target?.closest('.scene, .discuss') ? target : null;
  }

  /** Shows the run in the address. If it is invalid, plays the valid part of it. */
  function arrive() {
    const [, version, signs] = /^#run=([^.]*)\.?([^]*)$/.exec(location.hash) ?? [];
    if (version !== undefined) {
      const next = story.play(signs);
      const other = version !== story.graph.version;
      const ofWhole = other ? words.other : '';
      const ofPart = other ? words.otherPart : words.part;
      const counts = { n: next.steps.length, of: story.codes(signs).length };
      show(next, casebook.fill(next.whole ? ofWhole : ofPart, counts));
    } else if (!run || !location.hash || (named() && !named()?.closest('.is-here'))) {
      leave();
    }
  }

  /** @param {Event} event */
  function press(event) {
    const target = /** @type {Element} */ (event.target);
    const { ctrlKey, metaKey, shiftKey, button } = /** @type {MouseEvent} */ (event);
    const part = target.closest('[data-cb-choose], [data-cb-begin], [data-cb-back]');
    if (!part || ctrlKey || metaKey || shiftKey || button > 0) return;
    const choices = run ? stage.parts(sections[run.state[0]], 'choose') : [];
    if (part.matches('[data-cb-choose]') && !choices.includes(/** @type {HTMLElement} */ (part))) return;
    event.preventDefault();
    if (part.matches('[data-cb-begin]')) go('', true);
    else if (part.matches('[data-cb-back]')) back();
    else if (part.hasAttribute('href')) choose(choices.indexOf(/** @type {HTMLElement} */ (part)));
  }

  /** Selects a choice by its number. @param {KeyboardEvent} event */
  function type(event) {
    const target = /** @type {Element} */ (event.target);
    const isShortcut = event.ctrlKey || event.metaKey || event.altKey;
    const isTyping = target.closest('input:not([type=radio]), textarea, select');
    if (!run || isShortcut || isTyping || !/^[1-9]$/.test(event.key)) return;
    const shown = stage.parts(sections[run.state[0]], 'choice').filter((part) => !part.classList.contains('is-out'));
    const link = shown[Number(event.key) - 1] && find(shown[Number(event.key) - 1], 'choose');
    if (link?.hasAttribute('href')) link.click();
  }

  function readMode() {
    const kept = casebook.read('mode') || 'coach';
    for (const input of stage.modes()) input.checked = input.value === kept;
  }

  for (const input of stage.modes()) input.addEventListener('change', () => casebook.write('mode', input.value));
  page.addEventListener('click', press);
  document.addEventListener('keydown', type);
  document.addEventListener('casebook:fresh', readMode);
  window.addEventListener('hashchange', arrive);
  readMode();
  arrive();
})();
