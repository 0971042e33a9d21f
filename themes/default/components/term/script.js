/** Glossary links show their definition on focus, hover and tap. Escape closes it; a second tap follows the link. */
(function () {
  const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll('a.term[data-means]'));
  if (!links.length) return;
  const tip = Object.assign(document.createElement('div'), {
    className: 'term-tip',
    id: 'cb-term',
    role: 'tooltip',
    hidden: true,
  });
  document.body.append(tip);
  /** @type {HTMLAnchorElement | null} */
  let open = null;
  let timer = 0;
  let touched = false;

  function close() {
    clearTimeout(timer);
    open?.removeAttribute('aria-describedby');
    open = null;
    tip.hidden = true;
  }

  /** @param {HTMLAnchorElement} link */
  function place(link) {
    const word = link.getClientRects()[0];
    const room = document.documentElement.clientWidth - tip.offsetWidth - 8;
    const above = word.top > tip.offsetHeight + 16;
    tip.style.left = Math.max(8, Math.min(word.left, room)) + scrollX + 'px';
    tip.style.top = (above ? word.top - tip.offsetHeight - 8 : word.bottom + 8) + scrollY + 'px';
  }

  /** @param {HTMLAnchorElement} link */
  function show(link) {
    clearTimeout(timer);
    if (open === link) return;
    close();
    open = link;
    tip.textContent = link.dataset.means || '';
    tip.hidden = false;
    link.setAttribute('aria-describedby', tip.id);
    place(link);
  }

  const later = () => {
    timer = setTimeout(close, 250);
  };
  for (const link of links) {
    link.addEventListener('focus', () => show(link));
    link.addEventListener('blur', close);
    link.addEventListener('pointerenter', (event) => event.pointerType === 'mouse' && show(link));
    link.addEventListener('pointerleave', (event) => event.pointerType === 'mouse' && later());
    link.addEventListener('pointerdown', (event) => {
      touched = event.pointerType !== 'mouse' && open !== link;
    });
    link.addEventListener('click', (event) => {
      if (!touched) return;
      touched = false;
      event.preventDefault();
      show(link);
    });
  }
  tip.addEventListener('pointerenter', () => clearTimeout(timer));
  tip.addEventListener('pointerleave', later);
  document.addEventListener('keydown', (event) => event.key === 'Escape' && close());
  document.addEventListener('pointerdown', (event) => {
    const target = /** @type {Node} */ (event.target);
    if (open && !open.contains(target) && !tip.contains(target)) close();
  });
})();
