/** A minute of slow breathing. There is no sound, and the animation repeats only what the text says. */
(function () {
  const part = /** @type {HTMLElement | null} */ (document.querySelector('[data-cb-tool="reset"]'));
  const button = part?.querySelector('[data-cb-start]');
  const now = part?.querySelector('[data-cb-now]');
  const count = part?.querySelector('[data-cb-count]');
  if (!part || !button || !now || !count) return;
  /** Seconds of breathing in, of breathing out, and of the whole exercise. */
  const IN = 4;
  const OUT = 6;
  const ALL = 60;
  let timer = 0;
  let start = 0;

  /** @param {string | undefined} text */
  function say(text) {
    if (now && now.textContent !== text) now.textContent = text || '';
  }

  /** @param {string} phase `in`, `out` or nothing @param {string | number} number */
  function show(phase, number) {
    if (part) part.dataset.phase = phase;
    if (count) count.textContent = String(number);
  }

  /** @param {string | undefined} said @param {string | undefined} next the label of the button */
  function end(said, next) {
    window.clearInterval(timer);
    timer = 0;
    show('', '');
    say(said);
    if (button) button.textContent = next || '';
  }

  function tick() {
    const second = Math.floor((Date.now() - start) / 1000);
    if (second >= ALL) return end(part?.dataset.done, part?.dataset.again);
    const at = second % (IN + OUT);
    say(at < IN ? part?.dataset.in : part?.dataset.out);
    show(at < IN ? 'in' : 'out', at < IN ? IN - at : IN + OUT - at);
  }

  button.addEventListener('click', () => {
    if (timer) return end(part.dataset.stopped, part.dataset.start);
    start = Date.now();
    timer = window.setInterval(tick, 250);
    button.textContent = part.dataset.stop || '';
    tick();
  });
})();
