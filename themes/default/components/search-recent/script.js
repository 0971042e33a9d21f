/** The recent searches on this device: offered while the field is empty; readers can delete them one by one. */
const searchRecent = (function () {
  const { input, words, find, make } = searchBox;
  /** The number of searches that are kept. */
  const MOST = 5;
  const part = find('recent');
  const list = () => casebook.list('searches');

  /** @param {string[]} all */
  function write(all) {
    casebook.write('searches', all.length ? JSON.stringify(all) : null);
  }

  /** @param {string} text */
  function add(text) {
    // On a shared device, the next reader would see it.
    if (text && document.documentElement.dataset.device !== 'shared')
      write([text, ...list().filter((one) => one !== text)].slice(0, MOST));
  }

  function show() {
    part.hidden = !list().length || input.value !== '';
    part.lastElementChild?.replaceChildren(
      ...list().map((text) => {
        const again = make('button', '', make('bdi', '', text));
        const away = make('button', '', '×');
        away.ariaLabel = casebook.fill(words.forget, { query: text });
        again.addEventListener('click', () => {
          input.value = text;
          input.focus();
          input.dispatchEvent(new Event('input'));
        });
        away.addEventListener('click', () => {
          write(list().filter((one) => one !== text));
          show();
          input.focus();
        });
        return make('li', 'chip', again, away);
      }),
    );
  }

  document.addEventListener('casebook:fresh', show);
  return { add, show };
})();
