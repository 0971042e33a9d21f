/**
 * Plays a scenario. A run is the page's address, `#run=VERSION.SIGNS`: the browser's own Back takes back a choice, and a
 * link restores the run anywhere. The address of a scene shows the gamebook instead, as without scripts.
 */
(function () {
  if (!stage.ready) return;
  const { page, words, sections, bar, find } = stage;
  const invite = find(page, 'invite');
  /** @type {Run | null} what is played; null while the gamebook is read, or nothing yet */
  let run = null;

  /** @param {string} signs */
  const address = (signs) => `#run=${story.graph.version}.${signs}`;

  /** @param {Run} run */
  const isOver = (run) => story.scene(run.state).ending !== null;

  /** @param {Run} next @param {string} notice what is to be said about the link that led here */
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
    // Where all of it is on the screen already, nothing moves.
    if (bar.getBoundingClientRect().top < 0 || here.getBoundingClientRect().bottom > innerHeight) bar.scrollIntoView();
    heading.focus({ preventScroll: true });
    if (heading.getBoundingClientRect().bottom > innerHeight) heading.scrollIntoView();
  }

  /** Goes on to the run `signs`, which becomes the page's address. @param {string} signs @param {boolean} push whether the browser's Back leads here again */
  function go(signs, push) {
    const next = story.play(signs);
    const from = run ? run.signs : null;
    if (push) history.pushState({ casebook: true, from }, '', address(signs));
    else history.replaceState(null, '', address(signs));
    if (push && signs && isOver(next)) casebookRecord.add(story.scene(next.state).id);
    show(next, '');
  }

  /** @param {number} choice */
  function choose(choice) {
    if (run && choice >= 0) go(run.signs + story.code(choice), true);
  }

  /** Takes back the last choice; before the first, leads to where one came from. */
  function back() {
    const before = story.signs(run?.steps.slice(0, -1) ?? []);
    const from = history.state?.casebook && (run?.signs === '' || history.state.from === before);
    if (from) history.back();
    else if (run) go(before, false);
  }

  /** Leaves the story for what the address names: a scene of the gamebook, or the page as it opens. */
  function leave() {
    run = null;
    stage.clear();
    debrief.show(null, address);
    page.classList.remove('is-playing', 'is-over');
    const scene = named()?.closest('.scene');
    invite.hidden = !scene;
    if (scene) find(scene, 'title').after(invite);
  }

  /** What the address names in the gamebook, its debrief included. */
  function named() {
    let id = location.hash.slice(1);
    try {
      id = decodeURIComponent(id);
    } catch {
      // An address may hold anything.
    }
    const target = document.getElementById(id);
    return target?.closest('.scene, .discuss') ? target : null;
  }

  /** Shows what the address asks for. Whatever stands in it, as much of a run as there is is played. */
  function arrive() {
    const [, version, signs] = /^#run=([^.]*)\.?([^]*)$/.exec(location.hash) ?? [];
    if (version !== undefined) {
      const next = story.play(signs);
      const other = version !== story.graph.version;
      const text = next.whole ? (other ? words.other : '') : other ? words.otherPart : words.part;
      show(next, casebook.fill(text, { n: next.steps.length, of: story.codes(signs).length }));
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

  /** The number beside a choice is its key. @param {KeyboardEvent} event */
  function type(event) {
    const target = /** @type {Element} */ (event.target);
    if (
      !run ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      target.closest('input:not([type=radio]), textarea, select')
    )
      return;
    if (!/^[1-9]$/.test(event.key)) return;
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
