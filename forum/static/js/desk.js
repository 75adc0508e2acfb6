// The moderators' desk: single keys, and what others do meanwhile. Every key presses a button that is on the page.
const LOOK_EVERY_MS = 15_000;
const OFF = "desk-keys-off";

const desk = document.querySelector("[data-desk]");
const map = document.getElementById("keys");
const said = desk.querySelector(".desk-said");
const isQueue = desk.dataset.desk === "queue";

const rows = () => [...desk.querySelectorAll(".case-row")];
let at = null;

function say(words) {
  if (!said) return;
  said.textContent = "";
  requestAnimationFrame(() => { said.textContent = words; });
}

// -- where one stands

function stand(row, { quietly = false } = {}) {
  if (!row) return;
  at?.classList.remove("is-at");
  at = row;
  row.classList.add("is-at");
  row.focus({ preventScroll: true });
  if (!quietly) row.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = rows();
  const here = at && at.isConnected ? all.indexOf(at) : -1;
  const next = all[here + by];
  if (next) stand(next);
  else if (by > 0) document.getElementById("more")?.focus();
  else if (here < 0) stand(all[0]);
}

// -- keys

function isOff() {
  try { return localStorage.getItem(OFF) === "1"; } catch { return false; }
}

function switchKeys(on) {
  try {
    if (on) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  } catch {
    // No storage: the choice holds for this page.
  }
  document.documentElement.toggleAttribute("data-keys-off", !on);
}

function isTyping(element) {
  return element.closest("input:not([type='radio'], [type='checkbox'], [type='submit'], [type='button']), textarea, select, [contenteditable]") !== null;
}

function pressable(key) {
  const inside = isQueue ? (at && at.isConnected ? at : null) : document;
  return inside?.querySelector(`[data-act="${CSS.escape(key)}"]`) ?? document.querySelector(`.done-bar [data-act="${CSS.escape(key)}"]`);
}

// On a case's page the form is there already, and before confirming its button: the key leads there.
function goDecide() {
  const form = document.querySelector('form[action$="/decide"], form[action$="/propose"], form[action$="/preview"]');
  const chosen = form?.querySelector("input[type='radio']:checked");
  (chosen ?? form?.querySelector("input[type='radio'], textarea, button"))?.focus();
}

function act(key) {
  if (!isQueue && key === "d") return goDecide();
  if (key === "?") return map?.open ? map.close() : map?.showModal();
  if (isQueue && key === "j") return step(1);
  if (isQueue && key === "k") return step(-1);
  if (isQueue && !at && key !== "u") step(1);
  return pressable(key)?.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.documentElement.hasAttribute("data-keys-off") || isTyping(event.target)) return;
  if (map?.open && event.key !== "?") return;
  if (isQueue && event.key === "Enter" && event.target === at) act("o");
  else if ("jkocdsvxuath?".includes(event.key) && event.key.length === 1) act(event.key);
  else return;
  event.preventDefault();
});

desk.addEventListener("click", (event) => {
  const strip = event.target.closest(".key-strip [data-act]");
  if (!strip && event.target.closest('[data-act="?"]')) return act("?");
  if (strip) return act(strip.dataset.act);
  const row = event.target.closest(".case-row");
  if (row && row !== at && !event.target.closest("a, button")) stand(row);
  return undefined;
});

desk.addEventListener("focusin", (event) => {
  const row = event.target.closest(".case-row");
  if (!row || row === at) return;
  at?.classList.remove("is-at");
  at = row;
  row.classList.add("is-at");
});

// -- taking a case without leaving the queue

desk.addEventListener("submit", async (event) => {
  const button = event.submitter;
  const row = event.target.closest(".case-row");
  if (!isQueue || !row || button?.dataset.act !== "c") return;
  event.preventDefault();
  button.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(event.target.action, {
      method: "POST", body: new URLSearchParams(new FormData(event.target)), credentials: "same-origin",
      headers: { Accept: "text/html", "X-Requested-With": "fetch" },
    });
    if (!answer.ok) say(desk.dataset.failed);
    await redraw(row);
  } catch {
    say(desk.dataset.failed);
  } finally {
    button.removeAttribute("aria-busy");
  }
});

// The row as the server prints it now, so that its buttons are right.
async function redraw(row) {
  const answer = await fetch(location.href, { credentials: "same-origin", headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const present = page.getElementById(row.id);
  if (!present) return leave(row, desk.dataset.decided);
  const fresh = document.importNode(present, true);
  const was = row === at;
  row.replaceWith(fresh);
  if (was) stand(fresh);
  say(fresh.querySelector(".case-state:not([hidden])")?.textContent ?? "");
  return undefined;
}

// -- what others do

function leave(row, words) {
  const next = row.nextElementSibling ?? row.previousElementSibling;
  const was = row === at;
  say(words);
  row.remove();
  if (was) stand(next);
}

function mark(row, change) {
  const badge = row.querySelector(".case-state");
  badge.hidden = false;
  badge.textContent = `${change.outcome ? desk.dataset.decided : desk.dataset.taken} ${change.by}`;
  row.dataset.state = change.state;
  row.classList.add("is-taken");
}

function heed(change) {
  const row = document.getElementById(`case-${change.id}`);
  if (!row || row.dataset.state === change.state || change.mine) return;
  const isGone = change.state === "decided" || change.state === "claimed";
  if (!isGone) return;
  const words = `${change.state === "decided" ? desk.dataset.decided : desk.dataset.taken} ${change.by}`;
  // Nobody's ground is pulled away: the case that I stand on stays, and says what happened.
  if (row === at) { mark(row, change); say(words); } else leave(row, words);
}

let fresh = 0;
async function look() {
  if (document.hidden) return;
  const numbers = rows().map((row) => row.dataset.case).slice(0, 60).join(",");
  const answer = await fetch(`/mod/since?cases=${numbers}&from=${desk.dataset.from}`, { credentials: "same-origin", headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const found = await answer.json();
  found.cases.forEach(heed);
  if (found.fresh > fresh) say(desk.dataset.fresh);
  fresh = found.fresh;
}

// -- the clock of a claim

function tick() {
  for (const clock of document.querySelectorAll("[data-until]")) {
    const left = Math.max(0, Math.floor((new Date(clock.dataset.until) - Date.now()) / 1000));
    clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    clock.classList.toggle("is-short", left < 120);
  }
}

// -- saved replies: the words go into the form without leaving the page

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-reply]");
  const reason = document.querySelector("textarea[name='reason']");
  if (!link || !reason || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  reason.value = link.dataset.reply;
  const rule = reason.form.elements.namedItem("rule");
  if (link.dataset.rule && rule) rule.value = link.dataset.rule;
  reason.focus();
});

// -- the sanction suggested by history goes with removing and hiding alone, until somebody chooses one

const decision = document.querySelector("form[data-sanction]");
decision?.addEventListener("change", (event) => {
  const { outcome, sanction, hours } = decision.elements;
  if (event.target === sanction || event.target === hours) decision.dataset.chosen = "";
  if ("chosen" in decision.dataset || event.target.name !== "outcome") return;
  const fits = decision.dataset.with.split(" ").includes(outcome.value);
  sanction.value = fits ? decision.dataset.sanction : "none";
  hours.value = fits ? decision.dataset.hours : "";
  if (fits) sanction.closest("details").open = true;
});

// -- beginning

if (isOff()) document.documentElement.toggleAttribute("data-keys-off", true);
const choice = document.getElementById("keys-on");
if (choice) {
  choice.checked = !isOff();
  choice.addEventListener("change", () => switchKeys(choice.checked));
}
if (isQueue) {
  const aimed = location.hash && document.getElementById(location.hash.slice(1));
  const isAimed = aimed?.matches?.(".case-row");
  // On arrival nothing jumps: the first case is ready for the keys, and the page stays at its top.
  // A browser may have brought us to the case in the address already: then that is where one stands.
  const focused = document.activeElement ?? document.body;
  if (focused === document.body || focused === aimed) stand(isAimed ? aimed : rows()[0], { quietly: !isAimed });
  setInterval(() => look().catch(() => {}), LOOK_EVERY_MS);
  document.addEventListener("visibilitychange", () => look().catch(() => {}));
}
if (!isQueue && location.hash === "#decide") goDecide();
// What would happen is read first; the key to confirm it is one step away.
if (desk.dataset.desk === "preview") document.getElementById("does").focus({ preventScroll: true });
if (document.querySelector("[data-until]")) {
  tick();
  setInterval(tick, 1000);
}
