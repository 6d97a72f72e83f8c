// A card with the source beside a citation, on hover and on focus. The page is complete without it: the same entry stands in the
// list of sources that the citation leads to. The card lies outside <main>, stays while it is pointed at, and goes with Escape.
(() => {
  const DELAY = 150;
  const citations = document.querySelectorAll('sup.cite a[href^="#source-"]');
  if (!citations.length) return;

  let card = null;
  let shownFor = null;
  let timer = 0;

  const entryOf = (link) => document.getElementById(decodeURIComponent(link.hash.slice(1)));

  function hide() {
    clearTimeout(timer);
    if (!shownFor) return;
    card.hidden = true;
    shownFor.removeAttribute('aria-describedby');
    shownFor = null;
  }

  function show(link) {
    clearTimeout(timer);
    const entry = entryOf(link);
    if (!entry || shownFor === link) return;
    hide();
    if (!card) card = made();
    card.replaceChildren(...[...entry.children].map((child) => child.cloneNode(true)));
    for (const child of card.querySelectorAll('.back')) child.remove();
    for (const child of card.querySelectorAll('[id]')) child.removeAttribute('id');
    card.hidden = false;
    place(link);
    link.setAttribute('aria-describedby', card.id);
    shownFor = link;
  }

  function made() {
    const aside = document.createElement('aside');
    aside.id = 'source-card';
    aside.className = 'card-source';
    aside.setAttribute('aria-label', 'Source');
    aside.addEventListener('pointerenter', () => clearTimeout(timer));
    aside.addEventListener('pointerleave', later);
    aside.addEventListener('focusout', later);
    aside.addEventListener('focusin', () => clearTimeout(timer));
    document.body.append(aside);
    return aside;
  }

  // Below the citation, or above where there is no room below; never past the edges of the window.
  function place(link) {
    const at = link.getBoundingClientRect();
    const box = card.getBoundingClientRect();
    const width = document.documentElement.clientWidth;
    const left = Math.max(8, Math.min(at.left, width - box.width - 8));
    const below = at.bottom + 4;
    const top = below + box.height > innerHeight && at.top > box.height + 4 ? at.top - box.height - 4 : below;
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${top + scrollY}px`;
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(hide, 2 * DELAY);
  }

  for (const link of citations) {
    link.addEventListener('pointerenter', (event) => {
      if (event.pointerType === 'touch') return;
      clearTimeout(timer);
      timer = setTimeout(show, DELAY, link);
    });
    link.addEventListener('pointerleave', later);
    link.addEventListener('focus', () => {
      if (link.matches(':focus-visible')) show(link);
    });
    link.addEventListener('blur', later);
  }
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape') hide();
  });
})();
