// Reveal in place: asks the server for the veil, open or closed, and swaps it in. Without this module the form is simply sent.
const form = document.getElementById("reveal");
const said = document.getElementById("reveal-said");
const closedOf = new WeakMap();

function say(words) {
  said.textContent = "";
  requestAnimationFrame(() => { said.textContent = words; });
}

// The answer may be the veil alone or a whole page: take the veil with this key out of either.
function veilIn(text, key, open) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const found = page.querySelector(`.veil[data-veil="${CSS.escape(key)}"]`);
  return found && found.classList.contains("is-open") === open ? document.importNode(found, true) : null;
}

async function ask(name, key) {
  const body = new URLSearchParams(new FormData(form));
  body.set(name, key);
  const answer = await fetch(form.action, {
    method: "POST",
    body,
    credentials: "same-origin",
    headers: { Accept: "text/html", "X-Requested-With": "fetch" },
  });
  if (!answer.ok) throw new Error(String(answer.status), { cause: answer.status });
  return answer.text();
}

// Refused: the page is older than the rule, as when a release was put off. Show the veil as it stands now.
async function renew(closed) {
  const answer = await fetch(location.href, { credentials: "same-origin", headers: { Accept: "text/html" } });
  const present = answer.ok ? veilIn(await answer.text(), closed.dataset.veil, false) : null;
  if (present) closed.replaceWith(present);
  say(form.dataset.refused);
}

function busy(button, is) {
  if (is) button.setAttribute("aria-busy", "true");
  else button.removeAttribute("aria-busy");
}

// Focus goes to the words themselves, so that they are read once and reading goes on from there.
function focusOn(veil) {
  const words = veil.querySelector(":scope > .veil-body") ?? veil;
  words.tabIndex = -1;
  words.focus();
}

async function show(button) {
  const closed = button.closest(".veil");
  busy(button, true);
  try {
    const opened = veilIn(await ask(button.name, button.value), button.value, true);
    if (!opened) return form.requestSubmit(button);
    closedOf.set(opened, closed);
    closed.replaceWith(opened);
    focusOn(opened);
    say(form.dataset.shown);
  } catch (fault) {
    if ([403, 404, 409].includes(fault.cause)) return renew(closed);
    say(form.dataset.failed);
  } finally {
    busy(button, false);
  }
  return undefined;
}

// Hiding must not wait for the network: the words go first, then the server is told.
async function hide(button) {
  const opened = button.closest(".veil.is-open");
  const kept = closedOf.get(opened);
  if (kept) draw(opened, kept);
  try {
    const closed = veilIn(await ask(button.name, button.value), opened.dataset.veil, false);
    if (!kept && closed) draw(opened, closed);
  } catch {
    if (!kept) say(form.dataset.failed);
  }
}

function draw(opened, closed) {
  opened.replaceWith(closed);
  closed.querySelector(".veil-open")?.focus();
  say(form.dataset.hidden);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button.veil-open, button.veil-hide");
  if (!button || button.form !== form || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  if (button.getAttribute("aria-busy") === "true") return;
  if (button.classList.contains("veil-open")) show(button);
  else hide(button);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  let veil = document.activeElement?.closest?.(".veil.is-open");
  while (veil && !veil.querySelector(":scope > .veil-hide")) veil = veil.parentElement.closest(".veil.is-open");
  if (veil) hide(veil.querySelector(":scope > .veil-hide"));
});
