/* Passkeys are the browser's, and reached by script alone. Uses django-allauth's mfa/js/webauthn.js. */
"use strict";

const button = document.getElementById("passkey_button");
const ids = {
  credential: "passkey_credential",
  data: "passkey_options",
  passwordless: "passkey_passwordless",
};

if (button && window.PublicKeyCredential) {
  const kind = button.dataset.passkey;
  // Enter in a field of the form means the button; what the browser answers is sent without this event.
  button.form.addEventListener("submit", (event) => event.preventDefault());
  window.allauth.webauthn.forms[`${kind}Form`]({ ids: { ...ids, [kind]: button.id } });
  button.hidden = false;
  document.getElementById("passkey_missing").hidden = true;
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    document.getElementById("passkey_trouble").hidden = false;
  });
}
