// What scripts add: pages swap in without a reload, focus goes where the news is, totals follow the ticks.
// Everything works without this file; nothing here decides what is allowed.
"use strict";
(() => {
  const on = (name, act) => document.addEventListener(name, act);
  const build = document.body.dataset.build;

  // A screen reader hears what has changed: a problem, else the heading of the new page.
  const goToNews = (always) => {
    const news = document.querySelector("[data-focus]") || (always && document.getElementById("heading"));
    if (news) news.focus({ preventScroll: !news.hasAttribute("data-focus") });
  };

  on("htmx:after:swap", ({ detail: { ctx } }) => {
    if (ctx.target !== document.body) return;
    if (document.body.dataset.build !== build && ctx.request.method === "GET") return location.reload();
    document.documentElement.lang = document.body.lang;
    if (!ctx.request.anchor) goToNews(true);
    document.querySelectorAll(".total-bar").forEach(addUp);
  });

  // Files are for the browser, not for the page.
  on("htmx:before:response", (event) => {
    const { response, request } = event.detail.ctx;
    if (request.method === "GET" && !(response.headers.get("content-type") || "").startsWith("text/html")) {
      event.preventDefault();
      location.href = response.raw.url;
    }
  });

  // The same page again (a form with a fault) is no step to go back through.
  on("htmx:before:history:update", ({ detail }) => {
    if (detail.history && detail.history.path === location.pathname + location.search) detail.history.type = "replace";
  });

  on("htmx:error", () => {
    const words = document.getElementById("offline");
    if (!words) return;
    words.hidden = true;
    requestAnimationFrame(() => { words.hidden = false; words.scrollIntoView({ block: "center" }); });
  });

  // Links of the error summary go into the field, not only to it.
  on("click", (event) => {
    const link = event.target.closest && event.target.closest(".error-summary a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    const inner = field.matches("fieldset") ? field.querySelector("input, select, textarea") : field;
    (field.closest(".field") || field).scrollIntoView({ block: "start" });
    (inner || field).focus({ preventScroll: true });
  });

  // Running totals of ballots.
  const pounds = (pence) => "£" + (pence / 100).toLocaleString("en-GB", { minimumFractionDigits: pence % 100 ? 2 : 0 });
  const addUp = (bar) => {
    const form = bar.closest("form");
    if (!form) return;
    const kind = bar.dataset.total;
    const ticked = [...form.querySelectorAll("[data-cost]:checked")];
    const total = kind === "count" ? ticked.length
      : kind === "money" ? ticked.reduce((sum, box) => sum + Number(box.dataset.cost), 0)
      : [...form.querySelectorAll("[data-points]")].reduce((sum, box) => sum + (parseInt(box.value, 10) || 0), 0);
    const now = bar.querySelector("[data-total-now]");
    const words = kind === "money" ? pounds(total) : total.toLocaleString("en-GB");
    if (now && now.textContent !== words) now.textContent = words;
    const over = bar.querySelector("[data-total-over]");
    if (over) over.hidden = total <= Number(bar.dataset.most);
  };
  const follow = (event) => {
    const form = event.target.form;
    if (form) form.querySelectorAll(".total-bar").forEach(addUp);
  };
  on("change", follow);
  on("input", follow);

  document.querySelectorAll(".total-bar").forEach(addUp);
  goToNews(false);
})();
