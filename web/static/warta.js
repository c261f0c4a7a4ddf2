/* What a script adds to pages that work without it: filters that lie open where there is room, and keys for
   people who search all day (/ to the box, j and k through the results, m through the matches of an article,
   n and p to the next and the previous, ? for help). Single keys can be
   turned off (WCAG 2.1.4); that is remembered. */
"use strict";

(() => {
  /* The style sheet shows the filters on a wide screen either way; this tells the same to assistive tools. */
  const filters = document.querySelector(".facets");
  const wide = matchMedia("(min-width: 60rem)");
  const fold = () => { filters.open = wide.matches; };
  if (filters) {
    fold();
    wide.addEventListener("change", fold);
  }
})();

(() => {
  const STORE = "warta-pintasan";
  const box = document.getElementById("q");
  const help = document.getElementById("pintasan");
  const opener = document.getElementById("pintasan-buka");
  const active = document.getElementById("pintasan-aktif");

  /* Storage may be forbidden; then the keys are on, for this page only. */
  const remembered = () => {
    try { return localStorage.getItem(STORE) !== "mati"; } catch { return true; }
  };
  const remember = (on) => {
    try { localStorage.setItem(STORE, on ? "hidup" : "mati"); } catch { /* not remembered */ }
  };

  const move = (step) => {
    const titles = [...document.querySelectorAll(".result h2 a")];
    const here = titles.findIndex((title) => title.closest(".result").contains(document.activeElement));
    const next = here < 0 && step < 0 ? titles.length - 1 : here + step;
    const title = titles[Math.max(0, Math.min(titles.length - 1, next))];
    if (title) title.focus();
  };

  /* On the page of an article: the marks one after the other. */
  const marks = [...document.querySelectorAll(".reading mark")];
  let mark = -1;
  const moveMark = (step) => {
    if (!marks.length) return;
    mark = mark < 0 && step < 0 ? marks.length - 1 : (mark + step + marks.length) % marks.length;
    marks[mark].tabIndex = -1;
    marks[mark].focus();
    marks[mark].scrollIntoView({ block: "center" });
  };
  const follow = (relation) => {
    const link = document.querySelector(`main a[rel="${relation}"]`);
    if (link) link.click();
  };

  const isWriting = (element) =>
    element.isContentEditable || /^(input|select|textarea)$/i.test(element.tagName);

  const keys = {
    "/": () => { box.focus(); box.select(); },
    j: () => move(1),
    k: () => move(-1),
    m: () => moveMark(1),
    M: () => moveMark(-1),
    n: () => follow("next"),
    p: () => follow("prev"),
    "?": () => help.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (!active.checked || help.open || isWriting(event.target)) return;
    const action = keys[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });

  active.checked = remembered();
  active.addEventListener("change", () => remember(active.checked));
  opener.addEventListener("click", () => help.showModal());
  opener.hidden = false;
})();

(() => {
  /* Copy buttons: what they copy stands before them, to be selected by hand where there is no clipboard. */
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll(".copy")) {
    const label = button.firstChild;
    const before = label.data;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.closest("section").querySelector("pre").textContent);
      label.data = button.dataset.done;
      setTimeout(() => { label.data = before; }, 2000);
    });
  }
})();
