// Reveal in place: asks the server for the opened veil and swaps it in. Without this module the form is simply sent.
const form = document.getElementById("reveal");
const said = document.getElementById("reveal-said");
const closedOf = new WeakMap();

function say(words) {
  said.textContent = "";
  requestAnimationFrame(() => { said.textContent = words; });
}

// The answer may be the veil alone or a whole page: take the opened veil with this key out of either.
function openedIn(text, key) {
  const page = new DOMParser().parseFromString(text, "text/html");
  return page.querySelector(`.veil.is-open[data-veil="${CSS.escape(key)}"]`);
}

async function fetched(key) {
  const body = new URLSearchParams(new FormData(form));
  body.set("veil", key);
  const answer = await fetch(form.action, {
    method: "POST",
    body,
    credentials: "same-origin",
    headers: { Accept: "text/html", "X-Requested-With": "fetch" },
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return openedIn(await answer.text(), key);
}

function hideButton() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "veil-hide";
  button.textContent = form.dataset.hide;
  return button;
}

function open(closed, fresh) {
  const opened = document.importNode(fresh, true);
  const hide = hideButton();
  const label = opened.querySelector(":scope > .veil-label");
  if (label) label.after(" ", hide, " ");
  else opened.prepend(hide, " ");
  closedOf.set(opened, closed);
  closed.replaceWith(opened);
  hide.focus();
  say(form.dataset.shown);
}

function hideAgain(opened) {
  const closed = closedOf.get(opened);
  opened.replaceWith(closed);
  const button = closed.querySelector(".veil-open");
  button.removeAttribute("aria-busy");
  button.focus();
  say(form.dataset.hidden);
}

document.addEventListener("click", async (event) => {
  const hide = event.target.closest(".veil-hide");
  if (hide) return hideAgain(hide.closest(".veil.is-open"));
  const button = event.target.closest("button.veil-open");
  if (!button || button.form !== form || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  try {
    const fresh = await fetched(button.value);
    if (fresh) open(button.closest(".veil"), fresh);
    else form.requestSubmit(button);
  } catch {
    button.removeAttribute("aria-busy");
    say(form.dataset.failed);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  let veil = document.activeElement?.closest?.(".veil.is-open");
  while (veil && !closedOf.has(veil)) veil = veil.parentElement.closest(".veil.is-open");
  if (veil) hideAgain(veil);
});
