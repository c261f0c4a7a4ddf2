/* What a script adds to pages that work without it: filters that lie open where there is room, suggestions
   while a query is typed (the list autocomplete of the ARIA authoring practices), and keys for
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

(() => {
  const OFF = "warta-saran", RECENT = "warta-riwayat", MOST = 8, WAIT = 120;
  const box = document.getElementById("q");
  const form = box.form;
  const dialog = document.getElementById("saran");
  const shown = document.getElementById("saran-aktif");
  const kept = document.getElementById("riwayat-aktif");
  const clear = document.getElementById("riwayat-hapus");
  const opener = document.getElementById("saran-buka");

  /* Storage may be forbidden; then nothing is remembered. */
  const load = (name, otherwise) => {
    try { return JSON.parse(localStorage.getItem(name)) ?? otherwise; } catch { return otherwise; }
  };
  const store = (name, value) => {
    try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* not remembered */ }
  };
  const strings = (value) => (Array.isArray(value) ? value.filter((one) => typeof one === "string") : []);
  const recent = () => strings(load(RECENT, []));
  const switches = load(OFF, {}) || {};
  shown.checked = switches.shown !== false;
  kept.checked = switches.kept !== false;
  const typedBefore = box.value.trim();
  if (kept.checked && typedBefore && document.body.classList.contains("results-page")) {
    store(RECENT, [typedBefore, ...recent().filter((one) => one !== typedBefore)].slice(0, 20));
  }
  const forget = () => { try { localStorage.removeItem(RECENT); } catch { /* nothing is there */ } };
  const switched = () => {
    store(OFF, { shown: shown.checked, kept: kept.checked });
    if (!kept.checked) forget();
    if (!shown.checked) close();
  };
  shown.addEventListener("change", switched);
  kept.addEventListener("change", switched);
  clear.addEventListener("click", () => { forget(); clear.textContent = clear.dataset.done; });
  opener.addEventListener("click", () => dialog.showModal());
  opener.hidden = false;

  const list = document.createElement("ul");
  list.id = "q-saran";
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-labelledby", "q-nama");
  list.hidden = true;
  box.after(list);
  box.type = "text"; /* a search field cannot be a combobox */
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) box.setAttribute(name, value);

  let options = [], active = -1, typed = "", waiting = 0, asking = null;
  const known = new Map();

  const mark = (place) => {
    active = place;
    [...list.children].forEach((row, i) => row.setAttribute("aria-selected", String(i === place)));
    if (place < 0) { box.removeAttribute("aria-activedescendant"); return; }
    box.setAttribute("aria-activedescendant", list.children[place].id);
    list.children[place].scrollIntoView({ block: "nearest" });
  };
  function close() {
    clearTimeout(waiting);
    asking?.abort();
    list.hidden = true;
    options = [];
    box.setAttribute("aria-expanded", "false");
    mark(-1);
  }
  const show = (found) => {
    options = found;
    list.replaceChildren(...found.map((one, i) => {
      const row = document.createElement("li");
      row.id = `q-saran-${i}`;
      row.setAttribute("role", "option");
      row.append(one.text);
      const label = one.role || dialog.dataset[one.kind];
      if (label) {
        const kind = document.createElement("span");
        kind.textContent = label;
        row.append(" ", kind);
      }
      return row;
    }));
    list.hidden = !found.length;
    box.setAttribute("aria-expanded", String(found.length > 0));
    mark(-1);
  };
  const remembered = (text) => {
    const wanted = text.trim().toLowerCase();
    const found = kept.checked ? recent() : [];
    return found
      .filter((one) => one.toLowerCase().startsWith(wanted) && one.toLowerCase() !== wanted)
      .slice(0, wanted ? 3 : MOST)
      .map((text) => ({ text, kind: "recent" }));
  };
  const ask = async (text) => {
    if (!text.trim() || text.length > 200) return [];
    if (known.has(text)) return known.get(text);
    asking?.abort();
    asking = new AbortController();
    const query = new URLSearchParams({ q: text, count: MOST });
    const answer = await fetch(`${form.dataset.saran}?${query}`, { signal: asking.signal });
    const found = answer.ok ? (await answer.json()).suggestions : [];
    known.set(text, found);
    return found;
  };
  const suggest = async () => {
    typed = box.value;
    const text = typed, own = remembered(text);
    try {
      const found = await ask(text);
      if (box.value !== text || document.activeElement !== box) return;
      const seen = new Set(own.map((one) => one.text));
      show([...own, ...found.filter((one) => !seen.has(one.text))].slice(0, MOST));
    } catch { /* stopped, or nobody answers: the box goes on without */ }
  };
  const later = () => {
    clearTimeout(waiting);
    if (shown.checked) waiting = setTimeout(suggest, WAIT);
  };
  const choose = (one) => {
    close();
    if (one.kind === "headline") {
      const language = form.elements.lang ? `?lang=${form.elements.lang.value}` : "";
      location.assign(one.links.page + language);
      return;
    }
    box.value = one.text;
    form.requestSubmit();
  };
  const step = (by) => {
    const place = active < 0 && by < 0 ? options.length - 1 : active + by;
    mark(place >= options.length ? -1 : Math.max(-1, place));
    box.value = active < 0 || options[active].kind === "headline" ? typed : options[active].text;
  };

  box.addEventListener("input", (event) => { if (!event.isComposing) later(); });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      box.value = typed;
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) { if (shown.checked) suggest(); } else step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      choose(options[active]);
    }
  });
  box.addEventListener("blur", close);
  form.addEventListener("submit", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); /* the box keeps the focus */
  list.addEventListener("click", (event) => {
    const row = event.target.closest("li");
    if (row) choose(options[[...list.children].indexOf(row)]);
  });
})();
