/* Words that were not sent yet stay in this tab until the server has answered. A form says so with data-keep="name".
   With data-draft the server keeps them as well: what it has kept leaves the tab, so that what is in the tab is always newer. */
"use strict";
(() => {
  const PREFIX = "roost:", SENT = "roost-sent";
  const keyOf = (field) => {
    const form = field.closest("form[data-keep]");
    return form && field.name && field.type !== "password" && field.type !== "hidden" ? `${PREFIX}${form.dataset.keep}:${field.name}` : null;
  };
  const isText = (field) => field.matches("textarea, input[type=text], input:not([type])");
  const keysOf = (form) => Object.keys(sessionStorage).filter((key) => key.startsWith(`${PREFIX}${form.dataset.keep}:`));
  const forget = (keys) => keys.forEach((key) => sessionStorage.removeItem(key));

  /* htmx listens only once the page is there */
  const whenReady = (act) => (document.readyState === "complete" ? act() : window.addEventListener("load", act, { once: true }));

  function restore(root) {
    for (const field of root.querySelectorAll("form[data-keep] :is(textarea, input)")) {
      const key = isText(field) && keyOf(field);
      const kept = key && sessionStorage.getItem(key);
      if (!kept || kept === field.value || (field.value && !field.form.matches("[data-draft]"))) continue;
      field.value = kept;
      whenReady(() => field.dispatchEvent(new Event("input", { bubbles: true })));
    }
  }

  document.addEventListener("input", (event) => {
    const key = isText(event.target) && keyOf(event.target);
    if (!key) return;
    try {
      event.target.value ? sessionStorage.setItem(key, event.target.value) : sessionStorage.removeItem(key);
    } catch { /* a full store loses nothing that is on the page */ }
  });

  /* an ordinary form: the next page that the server gives is its answer; going back, or a page of errors of ours, is not */
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.keep) sessionStorage.setItem(SENT, JSON.stringify(keysOf(event.target)));
  });
  const isAnswer = performance.getEntriesByType("navigation")[0]?.type !== "back_forward" && !document.querySelector("[data-refused]");
  if (isAnswer) forget(JSON.parse(sessionStorage.getItem(SENT) || "[]"));
  sessionStorage.removeItem(SENT);

  /* what was sent is not saved once more as a draft */
  const sent = new WeakSet();
  document.addEventListener("submit", (event) => {
    if (!event.submitter || !event.submitter.hasAttribute("formaction")) sent.add(event.target);
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt.matches("[data-quiet][data-saves]") && sent.has(event.detail.elt.closest("form"))) event.preventDefault();
  });

  /* the server answered about a draft: what it has of it now need not stay here */
  document.addEventListener("htmx:afterRequest", (event) => {
    const { elt, parameters } = event.detail.requestConfig, form = elt.closest("form[data-draft]");
    if (!form || !elt.matches("[data-saves], [data-discards]")) return;
    const answered = event.detail.xhr.status >= 200 && event.detail.xhr.status < 300; // htmx says so too, but not when it is to load the page again
    form.querySelector(".draft__trouble").hidden = answered;
    if (!answered) return;
    if (elt.matches("[data-discards]")) forget(keysOf(form));
    for (const field of form.querySelectorAll("textarea, input")) {
      const key = isText(field) && keyOf(field);
      if (key && sessionStorage.getItem(key) === String(parameters[field.name])) sessionStorage.removeItem(key);
    }
  });

  /* a form sent by htmx: a success, or errors that bring the words back, is its answer */
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.requestConfig.elt; // the one that was sent, also when the answer took its place
    if (!form.matches("form[data-keep]")) return;
    sent.delete(form);
    sessionStorage.removeItem(SENT);
    if (event.detail.successful || event.detail.xhr.status === 422) forget(keysOf(form));
  });
  document.addEventListener("htmx:afterSettle", (event) => restore(event.detail.elt));

  /* signing out leaves nothing behind */
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-forgets]")) forget(Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX)));
  });

  restore(document);
})();
