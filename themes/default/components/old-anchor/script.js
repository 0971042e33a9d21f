/** Goes from an old anchor to what has taken its place, so that styles and other scripts find the present anchor. */
(function () {
  function follow() {
    for (const { id, parentElement } of document.querySelectorAll('.old-anchor'))
      if (location.hash === '#' + encodeURI(id)) location.replace('#' + parentElement?.id);
  }

  follow();
  addEventListener('hashchange', follow);
})();
