/* The quick log in a dialog over any page. Without this file its button leads to a page of its own. */
"use strict";
{
  const dialog = document.getElementById("log-dialog");
  const link = document.querySelector(".log-button");
  const show = (id) => document.getElementById(id)?.removeAttribute("hidden");

  link.addEventListener("click", (event) => {
    const elsewhere = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (elsewhere || link.pathname === location.pathname) return;
    event.preventDefault();
    const leave = () => location.assign(link.href);
    htmx.ajax("GET", link.href, { target: dialog, swap: "innerHTML" }).then(() => {
      if (!dialog.querySelector(".quick-log")) leave();
      else if (!dialog.open) dialog.showModal();
    }, leave);
  });

  // A note that is written is thrown away on the second asking only.
  const mayClose = () => {
    const warned = !document.getElementById("log-unsaved").hidden;
    if (warned || !dialog.querySelector("textarea").value.trim()) return true;
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

  // The page below tells what is logged now, and that it is.
  dialog.addEventListener("logged", () => location.assign(location.pathname + location.search));

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
