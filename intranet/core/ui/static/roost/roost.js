/* What a script adds to pages that work without one: what happened is said once, focus goes where the answer is,
   menus close with Escape, and a failure keeps the words. The words themselves come from the page. */
"use strict";
(() => {
  /* before htmx begins, which waits for the page: nothing that comes from a server is run, and no styles are written into the page */
  if (window.htmx) Object.assign(window.htmx.config, {
    allowEval: false, allowScriptTags: false, includeIndicatorStyles: false, historyCacheSize: 0, refreshOnHistoryMiss: true, selfRequestsOnly: true,
    timeout: 20000, responseHandling: [{ code: "204", swap: false }, { code: "[23]..|422", swap: true }, { code: "[45]..", swap: false, error: true }],
  });

  const SAY_AFTER = 100, FORGET_AFTER = 10000;
  let speaking, forgetting, wanted = null;

  function say(words) {
    const live = document.getElementById("live");
    clearTimeout(speaking);
    clearTimeout(forgetting);
    speaking = setTimeout(() => { live.textContent = words; }, SAY_AFTER);
    forgetting = setTimeout(() => { live.textContent = ""; }, FORGET_AFTER);
  }

  function focusOn(element) {
    if (!element) return;
    if (element.tabIndex < 0 && !element.hasAttribute("tabindex")) element.setAttribute("tabindex", "-1");
    element.focus();
    element.scrollIntoView({ block: "nearest" });
  }

  /* the server's answer decides: HX-Trigger: {"announce": "Your comment was posted", "focus": "#c-128"} */
  document.addEventListener("announce", (event) => say(event.detail.value));
  document.addEventListener("focus", (event) => { if (event.detail && event.detail.value) wanted = event.detail.value; });
  document.addEventListener("htmx:afterSettle", (event) => {
    const errors = event.detail.elt.querySelector(".errors") || (event.detail.elt.matches(".errors") && event.detail.elt);
    focusOn(wanted ? document.querySelector(wanted) : errors);
    wanted = null;
  });

  /* what comes in above the focus pushes it down, and on a phone under the bar at the bottom: where it was in view, it stays there */
  let held = null;
  document.addEventListener("htmx:beforeSwap", () => {
    const focused = document.activeElement, box = focused.getBoundingClientRect();
    held = focused !== document.body && box.top < innerHeight && box.bottom > 0 ? focused : null;
  });
  document.addEventListener("htmx:afterSwap", () => {
    if (held && held === document.activeElement) held.scrollIntoView({ block: "nearest" });
  });

  function busy(event, state) {
    const form = event.detail.elt.closest("form");
    for (const element of [event.detail.target, form && form.querySelector("[type=submit]")]) {
      if (element) state ? element.setAttribute("aria-busy", "true") : element.removeAttribute("aria-busy");
    }
  }
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt.matches("[data-quiet]")) return;
    const place = event.detail.elt.closest("form") || event.detail.elt.parentElement;
    place.querySelectorAll("[data-trouble]").forEach((banner) => banner.remove());
    wanted = null;
    busy(event, true);
  });
  document.addEventListener("htmx:afterRequest", (event) => busy(event, false));

  function trouble(event) {
    if (event.detail.elt.matches("[data-quiet]")) return;
    const status = event.detail.xhr ? event.detail.xhr.status : 0;
    const words = document.getElementById(status === 429 ? "trouble-quick" : status >= 400 && status < 500 ? "trouble-refused" : "trouble-lost");
    const banner = document.getElementById("trouble").content.cloneNode(true).firstElementChild;
    banner.querySelector("p").append(words.content.cloneNode(true));
    const place = event.detail.elt.closest("form") || event.detail.elt;
    place.tagName === "FORM" ? place.prepend(banner) : place.before(banner);
    say(words.content.textContent.trim());
  }
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) document.addEventListener(name, trouble);

  /* menus are <details>: Escape closes and gives focus back, a click elsewhere closes */
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = event.target.closest("details.menu[open]") || document.querySelector("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  for (const name of ["click", "focusin"]) {
    document.addEventListener(name, (event) => {
      for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
    });
  }

  /* a dialog opens from a button that names it, and gives focus back by itself */
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    const dialog = opener && document.getElementById(opener.dataset.opens);
    if (!dialog || !dialog.showModal) return;
    event.preventDefault();
    dialog.showModal();
  });

  /* of a field of many lines, or a table that scrolls, the browser brings only the beginning into view: the rest might lie under the bar at the bottom */
  document.addEventListener("keyup", (event) => {
    if (event.key === "Tab" && event.target.matches("textarea, .scroll")) event.target.scrollIntoView({ block: "nearest" });
  });

  /* a field for several words with commas between them is offered its list after each comma, and not for the first word alone */
  document.addEventListener("input", (event) => {
    const list = event.target.list;
    if (!list || !event.target.matches("[data-words]")) return;
    const before = event.target.value.replace(/[^,]*$/, "");
    const given = before.split(",").map((word) => word.trim().replace(/^#/, ""));
    for (const option of list.options) {
      option.dataset.word = option.dataset.word || option.value;
      option.value = given.includes(option.dataset.word) ? "" : `${before}${before ? " " : ""}${option.dataset.word}`.replace(/  +/g, " ");
    }
  });

  const errors = document.querySelector("main .errors");
  if (errors) errors.focus();
  const messages = document.querySelector(".messages");
  if (messages) say(messages.textContent.trim().replace(/\s+/g, " "));
})();
