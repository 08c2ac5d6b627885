/* Drafts that save themselves. Without this file a button saves them; with it, text outlives a lost session. */
"use strict";

const form = document.querySelector("form[data-draft]");
const trouble = form?.querySelector("[data-draft-trouble]");

// Whatever comes in place of the draft's state leads away from the page, and the text with it: it stays.
form?.addEventListener("htmx:beforeOnLoad", (event) => {
  const answer = event.detail.xhr;
  trouble.hidden = answer.status === 200 && !answer.getResponseHeader("HX-Redirect");
  if (!trouble.hidden) event.preventDefault();
});
for (const name of ["htmx:sendError", "htmx:timeout"]) {
  form?.addEventListener(name, (event) => {
    trouble.hidden = false;
    event.stopPropagation();
  });
}

// Signing in, in whatever tab, gives the session a new token; a form sent with the old one is refused.
// When somebody else has signed in there since, it stays refused: this text isn't theirs to save.
async function renew() {
  const answer = await fetch(form.action, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const theirs = page.querySelector("form[data-draft]");
  const token = theirs?.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!token || theirs.dataset.draft !== form.dataset.draft) return false;
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
  document.body.setAttribute("data-hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  trouble.hidden = true;
  return true;
}

if (form) {
  window.addEventListener("focus", async () => {
    if (!trouble.hidden && (await renew())) htmx.trigger(form, "renewed");
  });
  form.addEventListener("submit", async (event) => {
    if (trouble.hidden) return;
    event.preventDefault();
    if (await renew()) form.requestSubmit(event.submitter);
  });
}
