/** Marks the current section in the table of contents: the last whose heading is in the upper part of the window. */
(function () {
  const links = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll('.toc a')]);
  const places = links.map(({ hash }) => document.getElementById(decodeURIComponent(hash.slice(1))));
  const watch = new IntersectionObserver(
    () => {
      const here = places.findLastIndex((place) => place && place.getBoundingClientRect().top <= innerHeight * 0.3);
      for (const [at, link] of links.entries()) link.ariaCurrent = at === here ? 'location' : null;
    },
    { rootMargin: '0px 0px -70%' },
  );
  for (const place of places) if (place) watch.observe(place);
})();
