// What scripts add to a ballot paper: it narrows as one types, proposals open in their place, rankings have buttons,
// favourites are chosen.
// Everything works without this file; nothing here decides what is allowed.
"use strict";
(() => {
  const on = (name, act) => document.addEventListener(name, act);

  // A long ballot paper narrows as one types. What is out of sight stays in the form, and chosen.
  const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/[\u2018\u2019]/g, "'");
  const isChosen = (item) => !!item.querySelector('input:checked:not([value=""])') ||
    [...item.querySelectorAll("input[type=text], select")].some((field) => field.value);
  const narrow = () => {
    const asked = (name) => { const field = document.querySelector(`.narrow [name=${name}]`); return field ? field.value : ""; };
    const words = fold(asked("words")).split(/\s+/), goal = asked("goal"), same = ["ward", "category"].map((name) => [name, asked(name)]);
    let shown = 0, unseen = 0;
    for (const item of document.querySelectorAll(".ballot-item")) {
      const text = fold(`${item.querySelector(".ballot-title").textContent} ${item.querySelector(".ballot-summary").textContent}`);
      item.hidden = !(words.every((word) => text.includes(word)) && same.every(([name, value]) => !value || item.dataset[name] === value) &&
        (!goal || (item.dataset.goals || "").split(" ").includes(goal)));
      if (!item.hidden) shown += 1; else if (isChosen(item)) unseen += 1;
    }
    const figure = (name) => document.querySelector(`#found [data-is=${name}]`);
    figure("shown").textContent = shown;
    figure("unseen").textContent = unseen;
    figure("kept").hidden = !unseen;
  };
  for (const name of ["input", "change"]) {
    on(name, (event) => { if (event.target.closest && event.target.closest(".narrow")) narrow(); });
  }
  // A favourite is chosen; what is no longer chosen is no favourite.
  document.addEventListener("change", ({ target }) => {
    const [kind, pot] = (target.name || "").split(".");
    const other = { choice: "favourite", favourite: "choice" }[kind];
    const twin = other && target.checked === (kind === "favourite") && target.closest(".ballot-item").querySelector(`[name="${other}.${pot}"]`);
    if (twin) twin.checked = target.checked;
  }, true);
  on("keydown", (event) => {
    const target = event.target;
    if (event.key === "Enter" && target.matches(".narrow input")) event.preventDefault();
    if (event.key === " " && target.matches(".ballot-place a")) { event.preventDefault(); target.click(); }
  });

  // The whole proposal opens in its place; without scripts, or with a key held, it opens in a new tab.
  const wholeProposal = async (link) => {
    const page = new DOMParser().parseFromString(await (await fetch(link.href)).text(), "text/html").querySelector("main");
    page.querySelectorAll("h1, .breadcrumbs, .caption, .lead, .buttons, .tag, #offline").forEach((part) => part.remove());
    page.querySelectorAll("[id]").forEach((part) => part.removeAttribute("id"));
    page.querySelectorAll("[aria-labelledby]").forEach((part) => part.removeAttribute("aria-labelledby"));
    page.querySelectorAll("h2").forEach((part) => {
      const heading = document.createElement("h3");
      heading.append(...part.childNodes);
      part.replaceWith(heading);
    });
    const more = document.createElement("div");
    more.className = "ballot-more";
    more.append(...page.childNodes);
    link.parentElement.after(more);
    return more;
  };
  on("click", async (event) => {
    const link = event.target.closest && event.target.closest(".ballot-place a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      const there = link.parentElement.nextElementSibling;
      const more = there || await wholeProposal(link);
      if (there) more.hidden = !more.hidden;
      link.setAttribute("aria-expanded", String(!more.hidden));
    } catch {
      document.dispatchEvent(new Event("pb:offline"));
    }
  });
  // A ranking by buttons: what has a place stands first, in order, and each move is said. No dragging is needed.
  const SIGNS = { up: "↑", down: "↓", out: "×", in: "+" };
  const makeRanking = (list) => {
    const items = [...list.children];
    const field = (item) => item.querySelector("select");
    const title = (item) => item.querySelector(".ballot-title").textContent;
    const most = items.length ? field(items[0]).options.length - 1 : 0;
    const ranked = items.filter((item) => field(item).value).sort((a, b) => field(a).value - field(b).value);
    const draw = () => {
      list.prepend(...ranked);
      for (const item of items) {
        const at = ranked.indexOf(item);
        const idle = { up: at === 0, down: at === ranked.length - 1, in: ranked.length >= most };
        for (const button of item.querySelectorAll(".rank button")) {
          button.hidden = (button.dataset.act === "in") === at >= 0;
          button.setAttribute("aria-disabled", String(!!idle[button.dataset.act]));
        }
      }
    };
    const settle = (moved) => {
      for (const item of items) field(item).value = ranked.indexOf(item) + 1 || "";
      draw();
      document.getElementById("told").textContent = `${moved.map((item) => `${title(item)} – ${
        field(item).value ? `${list.dataset.place} ${field(item).value}` : list.dataset.none}`).join(". ")}. ${
        list.dataset.told.replace("#", ranked.length)}`;
    };
    const move = (item, act) => {
      const at = ranked.indexOf(item);
      if (act === "in") ranked.push(item); else ranked.splice(at, 1);
      if (act === "up") ranked.splice(at - 1, 0, item);
      if (act === "down") ranked.splice(at + 1, 0, item);
      settle([item]);
      const again = item.querySelector(`.rank [data-act=${act}]:not([hidden])`) || item.querySelector(".rank button:not([hidden])");
      again.focus();
      item.scrollIntoView({ block: "nearest" });
      list.dispatchEvent(new Event("change", { bubbles: true }));
    };
    for (const item of items) {
      const row = document.createElement("div");
      row.className = "rank";
      for (const act of Object.keys(SIGNS)) {
        const button = document.createElement("button");
        Object.assign(button, { type: "button", className: "button button-second", textContent: SIGNS[act] });
        button.dataset.act = act;
        button.setAttribute("aria-label", `${list.dataset[act]} – ${title(item)}`);
        button.onclick = () => { if (button.getAttribute("aria-disabled") !== "true") move(item, act); };
        row.append(button);
      }
      field(item).after(row);
    }
    // A place chosen from the list moves the others on; where all places are taken, it takes the place of another.
    list.addEventListener("change", ({ target }) => {
      if (!target.matches("select")) return;
      const item = target.closest(".ballot-item"), at = ranked.indexOf(item), wanted = Number(target.value);
      const moved = [item];
      if (at >= 0) ranked.splice(at, 1);
      if (wanted) moved.push(...ranked.splice(wanted - 1, ranked.length >= most ? 1 : 0, item));
      settle(moved);
      target.focus();
    }, true);
    draw();
  };
  const makeReady = () => {
    document.querySelectorAll(".ballot[data-up]").forEach(makeRanking);
    for (const link of document.querySelectorAll(".ballot-place a")) {
      link.setAttribute("role", "button");
      link.setAttribute("aria-expanded", "false");
    }
  };

  on("pb:ready", makeReady);
  makeReady();
})();
