// What scripts add: pages swap in without a reload, and focus goes where the news is.
// Everything works without this file; nothing here decides what is allowed.
"use strict";
(() => {
  const on = (name, act) => document.addEventListener(name, act);
  const build = document.body.dataset.build;

  // On a page that has to be light htmx comes with the first touch or key; what was ticked until then is told again.
  const { htmx: later, ballots: forBallots } = document.currentScript.dataset;
  let ticked = null;
  const fetchHtmx = () => {
    if (window.htmx || document.querySelector(`script[src="${later}"]`)) return;
    const script = document.createElement("script");
    script.src = later;
    script.onload = () => setTimeout(() => { // after htmx, which begins with a timeout of its own
      if (ticked) ticked.dispatchEvent(new Event("change", { bubbles: true }));
      ticked = null;
    });
    document.head.append(script);
  };
  for (const name of ["pointerdown", "keydown", "focusin", "change"]) on(name, fetchHtmx);
  on("change", ({ target }) => { if (!window.htmx && target.closest("[data-hx-post]")) ticked = target; });

  // A screen reader hears what has changed: a problem, else the heading of the new page.
  const goToNews = (always) => {
    const news = document.querySelector("[data-focus]") || (always && document.getElementById("heading"));
    if (news) news.focus({ preventScroll: !news.hasAttribute("data-focus") });
  };

  // The close of the vote is told in words. The server says how many seconds are left: a phone's clock may be wrong.
  let watch = 0;
  const watchTheClose = () => {
    clearInterval(watch);
    const words = document.getElementById("closing");
    if (!words) return;
    const since = Date.now();
    const tell = () => {
      const left = words.dataset.left - (Date.now() - since) / 1000;
      const says = left <= 0 ? "over" : left <= 600 ? "soon" : "";
      for (const each of words.children) if (each.hidden === (each.dataset.when === says)) each.hidden = !each.hidden;
    };
    watch = setInterval(tell, 2000);
  };

  on("htmx:after:swap", ({ detail: { ctx } }) => {
    if (ctx.target.id === "tally") sayUnsaved(null);
    if (ctx.target !== document.body) return;
    makeReady();
    if (document.body.dataset.build !== build && ctx.request.method === "GET") return location.reload();
    document.documentElement.lang = document.body.lang;
    if (!ctx.request.anchor) goToNews(true);
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

  const sayOffline = () => {
    const words = document.getElementById("offline");
    if (!words) return;
    words.hidden = true;
    requestAnimationFrame(() => { words.hidden = false; words.scrollIntoView({ block: "center" }); });
  };

  // A tick that could not be kept is said to be so in the bar, and sent again by and by.
  let waiting = null;
  const sayUnsaved = (source) => {
    waiting = source;
    const words = document.getElementById("unsaved");
    if (words) words.hidden = !source;
  };
  const sendAgain = () => { if (waiting) waiting.dispatchEvent(new Event("change", { bubbles: true })); };
  window.addEventListener("online", sendAgain);
  on("htmx:error", ({ detail: { ctx } }) => {
    if (!ctx || !ctx.target || ctx.target.id !== "tally") return sayOffline();
    sayUnsaved(ctx.sourceElement);
    setTimeout(sendAgain, 5000);
  });

  // What only ballot papers need comes with the first of them; each further one is told to it.
  let isAsked = false;
  const makeReady = () => {
    watchTheClose();
    if (isAsked) return document.dispatchEvent(new Event("pb:ready"));
    if (!document.querySelector(".ballot")) return;
    isAsked = true;
    const script = document.createElement("script");
    script.src = forBallots;
    document.head.append(script);
  };
  on("pb:offline", sayOffline);

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

  goToNews(false);
  makeReady();
})();
