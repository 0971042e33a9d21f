/** Sets light or dark before the first paint, so that the page does not flash. */
(function () {
  const theme = casebook.read('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
})();
