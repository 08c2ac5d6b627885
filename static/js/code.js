/* A link to a page that asks for a code carries the code after #, which browsers keep to themselves.
   This puts it in the field and takes it out of the address. Without script the visitor types it. */
"use strict";
{
  const CODE = /^#((?:[0-9A-Z]{4}-){4}[0-9A-Z]{4})$/i;
  const take = () => {
    const field = document.querySelector("input[data-code-from-address]");
    const found = CODE.exec(location.hash);
    if (!field || !found) return;
    field.value = found[1];
    history.replaceState(history.state, "", location.pathname + location.search);
  };
  take();
  addEventListener("hashchange", take);
}
