/* The quick log in a dialog over any page. Without this file its button leads to a page of its own. */
"use strict";
{
  const dialog = document.getElementById("log-dialog");
  const link = document.querySelector(".log-button");
  const page = document.getElementById("main");
  const said = document.getElementById("logged");
  const show = (id) => document.getElementById(id)?.removeAttribute("hidden");
  const note = () => dialog.querySelector("textarea")?.value.trim();

  let fetching = false;
  link.addEventListener("click", (event) => {
    const elsewhere = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (elsewhere || link.pathname === location.pathname) return;
    event.preventDefault();
    if (fetching) return;
    fetching = true;
    const leave = () => location.assign(link.href);
    htmx
      .ajax("GET", link.href, { target: dialog, swap: "innerHTML settle:0ms" })
      .then(() => {
        if (!dialog.querySelector(".quick-log")) leave();
        else if (!dialog.open) dialog.showModal();
      }, leave)
      .finally(() => {
        fetching = false;
      });
  });

  // By Escape and Close, a note that is written is thrown away on the second asking only.
  const mayClose = () => {
    const warned = !document.getElementById("log-unsaved").hidden;
    if (warned || !note()) return true;
    show("log-unsaved");
    return false;
  };
  dialog.addEventListener("cancel", (event) => {
    if (!mayClose()) event.preventDefault();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target.closest("[data-close-log]") && mayClose()) dialog.close();
  });
  dialog.addEventListener("input", () => {
    document.getElementById("log-unsaved").hidden = true;
  });
  dialog.addEventListener("close", () => {
    dialog.replaceChildren();
    link.focus();
  });
  // Leaving the page, the browser asks.
  addEventListener("beforeunload", (event) => {
    if (dialog.open && note()) event.preventDefault();
  });

  // What loading the page below again would lose: what is filled in or ticked, also what the browser filled in
  // again, and what was answered to something sent, which the address doesn't say.
  const differs = (field) => {
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (!field.options) return field.value !== field.defaultValue;
    const options = [...field.options];
    const first = Math.max(0, options.findIndex((option) => option.defaultSelected));
    return field.multiple
      ? options.some((option) => option.selected !== option.defaultSelected)
      : field.selectedIndex !== first && options.length > 0;
  };
  const wouldLose = () =>
    "sent" in page.dataset || [...page.querySelectorAll("input, select, textarea")].some(differs);
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.requestConfig.verb !== "get" && !dialog.contains(event.detail.target)) page.dataset.sent = "";
  });
  dialog.addEventListener("htmx:configRequest", (event) => {
    if (wouldLose()) event.detail.headers["X-Page-Stays"] = "1";
  });

  // The page below tells what is logged now, and that it is; where it must stay as it is, a notice does.
  dialog.addEventListener("logged", () => {
    dialog.replaceChildren();
    location.assign(location.pathname + location.search);
  });
  document.addEventListener("logged-beside", () => dialog.close());
  for (const name of ["click", "input"]) {
    document.addEventListener(name, (event) => {
      if (!dialog.contains(event.target)) said.replaceChildren();
    });
  }

  // Enter among the letters searched for would log; they are searched for as they are written.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches(".quick-log [name=q]")) event.preventDefault();
  });

  // An answer that leads away, such as to sign in again: what is written stays.
  dialog.addEventListener("htmx:beforeOnLoad", (event) => {
    if (!dialog.open || !event.detail.xhr.getResponseHeader("HX-Redirect")) return;
    event.preventDefault();
    show("log-trouble");
  });
  for (const name of ["htmx:sendError", "htmx:responseError"]) {
    dialog.addEventListener(name, () => show("log-trouble"));
  }
}
