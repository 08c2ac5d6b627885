/* What pages need beyond HTML and htmx. Everything works without this file. */
"use strict";

// A dialog's opening button says command="show-modal"; older browsers don't know the attribute yet.
if (!("command" in HTMLButtonElement.prototype)) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[command][commandfor]");
    const dialog = button && document.getElementById(button.getAttribute("commandfor"));
    if (!dialog) return;
    if (button.getAttribute("command") === "show-modal") dialog.showModal();
    if (button.getAttribute("command") === "close") dialog.close();
  });
}

// A part of the page that could not be fetched: say so, in words that the page brought with it.
for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(name, () => {
    document.getElementById("connection-trouble")?.removeAttribute("hidden");
  });
}
document.addEventListener("htmx:afterOnLoad", () => {
  document.getElementById("connection-trouble")?.setAttribute("hidden", "");
});
