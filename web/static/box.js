/* A search box of Warta on another site: <script src="https://arsip.example/kotak.js" defer></script> and
   <warta-kotak></warta-kotak>, with lang="en" for English. It is a plain form that leads to the results. */
"use strict";

customElements.define("warta-kotak", class extends HTMLElement {
  connectedCallback() {
    const english = this.lang === "en";
    const form = document.createElement("form");
    form.action = "__WARTA__/";
    form.role = "search";
    const input = Object.assign(document.createElement("input"), { type: "search", name: "q", maxLength: 1000, required: true });
    input.setAttribute("aria-label", english ? "Search the news archive" : "Cari di arsip berita");
    const button = Object.assign(document.createElement("button"), { textContent: english ? "Search" : "Cari" });
    form.append(input, button);
    if (english) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "lang", value: "en" }));
    this.replaceChildren(form);
  }
});
