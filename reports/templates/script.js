(function () {
  "use strict";
  // [id, label, title, source, family, verdict]; verdict "" is a result of the text without a claim.
  const CLAIMS = {{ index }};
  const FIELDS = ["text", "source", "verdict", "family"];
  const root = document.documentElement;
  const scrolls = {};
  let here = null, clicked = false;
  root.classList.add("js");

  const fold = (s) => s.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const $ = (id) => document.getElementById(id);

  // "2.3.5" finds 2.3.5 and 2.3.5.1, never 12.3.5 or 2.3.50.
  function says(row, words) {
    const text = fold(row.join(" ")), names = fold(row[1]).split(/[ ,]+/);
    return words.every((w) => /^[a-z]?\d+(\.\d+)+\.?$/.test(w)
      ? names.some((n) => n === w.replace(/\.$/, "") || n.startsWith(w.replace(/\.?$/, ".")))
      : text.includes(w));
  }

  function find(query) {
    const words = fold(query.get("text") || "").split(/\s+/).filter(Boolean);
    const is = (name, value) => !query.get(name) || query.get(name) === value;
    return CLAIMS.filter((row) => is("source", row[3]) && is("family", row[4])
      && is("verdict", row[5] || "gap") && says(row, words));
  }

  function line(row) {
    const item = document.createElement("li"), link = document.createElement("a");
    const mark = document.querySelector('.marks [data-verdict="' + (row[5] || "gap") + '"]').cloneNode(true);
    const title = document.createElement("span"), known = $(row[0]).querySelector(".title");
    link.href = "#" + row[0];
    link.append(row[1]);
    title.className = "title";
    title.append(...(known ? [...known.childNodes].map((n) => n.cloneNode(true)) : [row[2]]));
    item.dataset.id = row[0];
    const text = document.createElement("span");
    text.className = "quiet";
    text.append($("find-source").querySelector('[value="' + row[3] + '"]').textContent);
    item.append(mark, " ", link, " ", title, " ", text);
    return item;
  }

  function show(page) {
    document.querySelectorAll(".page").forEach((p) => p.classList.toggle("here", p === page));
    root.classList.toggle("all", page === null);
    const name = page && page.querySelector("h1, h2");
    document.title = (name ? name.textContent.trim().replace(/\s+/g, " ") + " \u2013 " : "") + "Marginalia";
    return name;
  }

  function route() {
    const hash = decodeURIComponent(location.hash.slice(1)), search = hash.startsWith("?");
    const query = new URLSearchParams(search ? hash.slice(1) : "");
    for (const name of FIELDS) {
      const field = $("find-" + name), value = query.get(name) || "";
      if (field.value !== value) field.value = value;
    }
    if (search) {
      const rows = find(query), list = $("found-list");
      list.replaceChildren(...rows.map(line));
      $("found-count").textContent = rows.length + " of " + CLAIMS.length;
      show($("found"));
    } else if (hash === "all") {
      show(null);
    } else {
      const target = $(hash) || $("front");
      const name = show(target.closest(".page") || $("front"));
      for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
      if (clicked && name) { name.tabIndex = -1; name.focus({preventScroll: true}); }
      if (hash && target !== $("front")) target.scrollIntoView();
    }
    if (!clicked && scrolls[hash] !== undefined) window.scrollTo(0, scrolls[hash]);
    else if (!hash || hash === "front" || search) window.scrollTo(0, 0);
    here = hash;
    clicked = false;
  }

  function filter() {
    const query = new URLSearchParams();
    for (const name of FIELDS) if ($("find-" + name).value.trim()) query.set(name, $("find-" + name).value.trim());
    const was = here !== null && here.startsWith("?");
    const hash = query.toString() ? "#?" + query : "#front";
    if (was) history.replaceState(null, "", hash); else history.pushState(null, "", hash);
    clicked = true;
    route();
  }

  function start() {
    if (matchMedia("(max-width: 42rem)").matches) {
      document.querySelectorAll("details.where").forEach((fold) => { fold.open = false; });
    }
    if ("scrollRestoration" in history) history.scrollRestoration = "manual";
    $("find").addEventListener("input", (event) => {
      const field = event.target, typed = field.value;
      filter();
      field.value = typed;
    });
    $("find").addEventListener("submit", (event) => {
      event.preventDefault();
      const first = $("found-list").querySelector("a");
      if (here !== null && here.startsWith("?") && first) first.click();
    });
    document.addEventListener("click", (event) => { if (event.target.closest("a[href^='#']")) clicked = true; });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) return;
      event.preventDefault();
      $("find-text").focus();
    });
    window.addEventListener("scroll", () => { if (here !== null) scrolls[here] = window.scrollY; }, {passive: true});
    window.addEventListener("hashchange", route);
    window.addEventListener("popstate", route);
    route();
  }

  document.addEventListener("DOMContentLoaded", () => {
    try { start(); } catch (error) { root.classList.remove("js"); throw error; }
  });
})();
