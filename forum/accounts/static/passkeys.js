// Hands a page's options to the browser, and the browser's passkey back to the page's form.
const form = document.querySelector("form[data-passkey]");

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const described = (list) => (list ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

async function create(options) {
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: described(options.excludeCredentials),
  };
  const made = await navigator.credentials.create({ publicKey });
  return {
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    extensions: JSON.stringify(made.getClientExtensionResults()),
    response: {
      attestationObject: text(made.response.attestationObject),
      clientDataJSON: text(made.response.clientDataJSON),
      transports: made.response.getTransports?.() ?? null,
    },
  };
}

async function get(options) {
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: described(options.allowCredentials),
  };
  const shown = await navigator.credentials.get({ publicKey });
  const { authenticatorData, clientDataJSON, signature, userHandle } = shown.response;
  return {
    id: shown.id,
    rawId: text(shown.rawId),
    type: shown.type,
    response: {
      authenticatorData: text(authenticatorData),
      clientDataJSON: text(clientDataJSON),
      signature: text(signature),
      userHandle: userHandle ? text(userHandle) : null,
    },
  };
}

// Browsers bind passkeys to a name; a bare number is none, and trying again would not help.
const isBareNumber = /^(\d+(\.\d+){3}|\[.*\])$/.test(location.hostname);

async function ask() {
  const options = JSON.parse(form.dataset.options);
  const failed = form.querySelector("[data-failed]");
  const held = form.querySelector("[data-held]");
  const again = form.querySelector("[data-again]");
  failed.hidden = held.hidden = again.hidden = true;
  try {
    const credential = await (form.dataset.passkey === "create" ? create(options) : get(options));
    form.elements.credential.value = JSON.stringify(credential);
    form.requestSubmit();
  } catch (fault) {
    // The device says so itself when it holds one of the passkeys that must not be made twice.
    const isHeld = fault.name === "InvalidStateError";
    form.querySelector("[data-unnamed]").hidden = !isBareNumber;
    held.hidden = !isHeld;
    failed.hidden = again.hidden = isBareNumber || isHeld;
  }
}

if (form) {
  form.querySelector("[data-again]").addEventListener("click", ask);
  ask();
}
