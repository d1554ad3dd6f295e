// Passkeys: ask the browser for a key or a proof, put its answer into the form and send it. The forms are hidden
// without script; nothing here builds markup.
"use strict";

(() => {
  const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const toText = (buffer) => {
    let text = "";
    for (const byte of new Uint8Array(buffer)) text += String.fromCharCode(byte);
    return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };
  const listed = (list) => (list || []).map((each) => ({ ...each, id: toBytes(each.id) }));

  const asked = (options) => {
    const wanted = { ...options.publicKey, challenge: toBytes(options.publicKey.challenge) };
    if (wanted.user) wanted.user = { ...wanted.user, id: toBytes(wanted.user.id) };
    if (wanted.excludeCredentials) wanted.excludeCredentials = listed(wanted.excludeCredentials);
    if (wanted.allowCredentials) wanted.allowCredentials = listed(wanted.allowCredentials);
    return { publicKey: wanted };
  };

  const answered = (credential) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = toText(credential.response[name]);
    }
    if (credential.response.getTransports) response.transports = credential.response.getTransports();
    return JSON.stringify({
      id: credential.id,
      rawId: toText(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!window.PublicKeyCredential) continue;
    form.hidden = false;
    const fault = form.querySelector("[data-passkey-fault]");
    form.querySelector("[data-passkey-start]").addEventListener("click", async () => {
      fault.hidden = true;
      try {
        const options = asked(JSON.parse(form.dataset.asked));
        const credential = await navigator.credentials[form.dataset.passkey](options);
        form.elements.credential.value = answered(credential);
        form.submit();
      } catch {
        fault.textContent = form.dataset.failed;
        fault.hidden = false;
      }
    });
  }
})();
