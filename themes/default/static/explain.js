// A card with the source beside a citation, on hover and on focus. The page is complete without it: the same entry stands in the
// list of sources that the citation leads to. The card lies outside <main>, stays while it is pointed at, and goes with Escape.
// It listens on the document, because a live preview replaces the elements inside.
(() => {
  const DELAY = 150;
  let card = null;
  let shownFor = null;
  let timer = 0;

  const citation = (target) => target instanceof Element && target.closest('sup.cite a[href^="#source_"]');
  const isFocused = (link) => link === document.activeElement && link.matches(':focus-visible');

  function show(link) {
    clearTimeout(timer);
    const entry = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!entry || shownFor === link) return;
    hide();
    card ??= made();
    card.replaceChildren(...[...entry.children].map((child) => child.cloneNode(true)));
    for (const child of card.querySelectorAll('.back')) child.remove();
    card.hidden = false;
    place(link);
    link.setAttribute('aria-describedby', card.id);
    shownFor = link;
  }

  function hide() {
    clearTimeout(timer);
    if (!shownFor) return;
    card.hidden = true;
    shownFor.removeAttribute('aria-describedby');
    shownFor = null;
  }

  function made() {
    const aside = document.createElement('aside');
    aside.id = 'source_card';
    aside.className = 'card-source';
    aside.setAttribute('aria-label', 'Source');
    document.body.append(aside);
    return aside;
  }

  // Below the citation, or above where there is no room below; never past the edges of the window.
  function place(link) {
    const at = link.getBoundingClientRect();
    const box = card.getBoundingClientRect();
    const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - box.width - 8));
    const below = at.bottom + 4;
    const top = below + box.height > innerHeight && at.top > box.height + 4 ? at.top - box.height - 4 : below;
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${top + scrollY}px`;
  }

  document.addEventListener('pointerover', ({ target, pointerType }) => {
    if (pointerType === 'touch') return;
    clearTimeout(timer);
    const link = citation(target);
    if (link) timer = setTimeout(show, DELAY, link);
    else if (shownFor && !card.contains(target) && !isFocused(shownFor)) timer = setTimeout(hide, 2 * DELAY);
  });
  document.addEventListener('focusin', ({ target }) => {
    const link = citation(target);
    if (link && isFocused(link)) show(link);
    else if (shownFor && !card.contains(target)) hide();
  });
  document.addEventListener('pointerdown', ({ target }) => {
    if (shownFor && !card.contains(target)) hide();
  });
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') hide();
  });
})();

// What is new since the last visit, in words beside each dated entry, and counted above each list of them. The time of the visit
// stays in this browser, for this site alone; a first visit shows nothing, and without storage the dates do it. Page views less than
// half an hour apart are one visit. A day tells no hours: an entry of the day of that visit is not called new.
(() => {
  const PAUSE = 30 * 60 * 1000;
  const key = `explain-visit:${new URL('.', document.currentScript.src).pathname}`;
  const now = Date.now();
  let known = {};
  let before;
  try {
    known = JSON.parse(localStorage.getItem(key)) ?? {};
  } catch {
    // What cannot be read is a first visit.
  }
  try {
    before = now - known.last > PAUSE ? known.last : known.before;
    localStorage.setItem(key, JSON.stringify({ last: now, before }));
  } catch {
    return;
  }
  if (!Number.isFinite(before)) return;

  const visit = new Date(before);
  const two = (number) => String(number).padStart(2, '0');
  const day = `${visit.getFullYear()}-${two(visit.getMonth() + 1)}-${two(visit.getDate())}`;
  const fresh = [...document.querySelectorAll('main [data-date]')].filter((entry) => entry.dataset.date > day);

  const said = (element, className, words) => Object.assign(document.createElement(element), { className, textContent: words });
  for (const entry of fresh) {
    (entry.querySelector('.when, th') ?? entry).append(' ', said('span', 'new', 'new since your last visit'));
  }
  const { lang } = document.documentElement;
  const year = visit.getFullYear() === new Date(now).getFullYear() ? undefined : 'numeric';
  const date = visit.toLocaleDateString(lang === 'en' ? 'en-GB' : lang || undefined, { day: 'numeric', month: 'long', year });
  const listOf = (entry) => entry.closest('ul, ol, table');
  for (const list of new Set(fresh.map(listOf))) {
    const count = fresh.filter((entry) => listOf(entry) === list).length;
    list.before(said('p', 'new-count', `${count} new since your last visit on ${date}`));
  }
})();
