/** Marks in the contents of a page the part that is being read: the last whose beginning has come up the screen. */
(function () {
  const links = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll(".toc a")]);
  const places = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  if (!places.length) return;

  function mark() {
    const line = window.innerHeight * 0.3;
    const here = places.findLastIndex((place) => place && place.getBoundingClientRect().top <= line);
    for (const [at, link] of links.entries()) {
      if (at === here) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    }
  }

  const watch = new IntersectionObserver(mark, { rootMargin: "0px 0px -70% 0px" });
  for (const place of places) if (place) watch.observe(place);
})();
