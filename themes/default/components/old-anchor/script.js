/** Goes from an old anchor to what has taken its place, so that styles and other scripts find the present anchor. */
(function () {
  function follow() {
    const old = document.getElementById(anchor());
    if (old?.className === 'old-anchor') location.replace('#' + encodeURIComponent(old.parentElement?.id ?? ''));
  }

  function anchor() {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return '';
    }
  }

  follow();
  addEventListener('hashchange', follow);
})();
