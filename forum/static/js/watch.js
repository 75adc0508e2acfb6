// A page left open over a release: asks now and then whether it is still right, and if not, takes the words that the
// server gives now. It opens by itself, and it never covers anything without a word.
const SOON_MS = 1500;
const ASK_EVERY_MS = 60_000;
const watch = document.getElementById("watch");
const said = watch.querySelector(".watch-said");
let timer = 0;
let busy = false;
let since = Date.now();

const closedKeys = (root) => new Set([...root.querySelectorAll(".veil:not(.is-open)")].map((veil) => veil.dataset.veil));
// Those that no click opens yet: what they hold is not out.
const shutKeys = (root) => new Set([...root.querySelectorAll(".veil:not(.is-open)")]
  .filter((veil) => !veil.querySelector(":scope > .veil-open")).map((veil) => veil.dataset.veil));

async function get(address, accept) {
  const answer = await fetch(address, { credentials: "same-origin", cache: "no-store", headers: { Accept: accept } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer;
}

// The server says how long the page holds: this machine's own clock may be wrong.
const left = () => ("in" in watch.dataset ? Number(watch.dataset.in) * 1000 - (Date.now() - since) : Infinity);

async function look() {
  if (busy || document.hidden) return;
  busy = true;
  try {
    const { token } = await (await get(watch.dataset.url, "application/json")).json();
    if (token !== watch.dataset.token || left() <= 0) await renew();
  } catch {
    // Offline or asked too often: the next turn asks again.
  } finally {
    busy = false;
    wait();
  }
}

// A stranger's opened veils leave no trace on the server: they stay open while a click would still open them.
function stillOpen(now, then) {
  const mine = [...now.querySelectorAll(".veil.is-open > .veil-hide")].map((button) => button.value);
  return mine.length > 0 && mine.every((key) => {
    const veil = then.querySelector(`.veil[data-veil="${CSS.escape(key)}"]`);
    return veil && (veil.classList.contains("is-open") || veil.querySelector(":scope > .veil-open"));
  });
}

function swap(now, then) {
  if (!now || !then || now.innerHTML === then.innerHTML) return;
  const inside = now.contains(document.activeElement);
  now.replaceChildren(...[...then.childNodes].map((node) => document.importNode(node, true)));
  if (inside) {
    now.tabIndex = -1;
    now.focus();
  }
}

function swapPosts(now, then) {
  const ids = (root) => [...root.querySelectorAll("article.post")].map((post) => post.id).join();
  if (!now || !then || ids(now) !== ids(then)) return swap(now, then);
  for (const post of now.querySelectorAll("article.post")) {
    const body = post.querySelector(".post-body");
    const fresh = then.querySelector(`#${post.id} .post-body`);
    if (body && fresh && !stillOpen(body, fresh)) swap(body, fresh);
  }
  return undefined;
}

async function renew() {
  const page = new DOMParser().parseFromString(await (await get(location.href, "text/html")).text(), "text/html");
  const fresh = page.getElementById("watch");
  if (!fresh) return;
  const before = closedKeys(document);
  const shut = shutKeys(document);
  const wasKept = Boolean(document.querySelector("#door > .door"));
  swap(document.querySelector(".thread-head"), page.querySelector(".thread-head"));
  swap(document.getElementById("door"), page.getElementById("door"));
  swapPosts(document.getElementById("posts"), page.getElementById("posts") ?? document.createElement("div"));
  document.title = page.title;
  for (const name of ["token", "url", "in"]) {
    if (fresh.dataset[name] === undefined) delete watch.dataset[name];
    else watch.dataset[name] = fresh.dataset[name];
  }
  since = Date.now();
  const after = closedKeys(document);
  const isKept = Boolean(document.querySelector("#door > .door"));
  const hasClosed = (isKept && !wasKept) || [...after].some((key) => !before.has(key));
  const stillShut = shutKeys(document);
  const hasOpened = (wasKept && !isKept) || [...before].some((key) => !after.has(key))
    || [...shut].some((key) => !stillShut.has(key));
  if (hasClosed) say(watch.dataset.closed, "warning");
  else if (hasOpened) say(watch.dataset.opened, "success");
}

function say(words, kind) {
  said.className = `watch-said flash flash-${kind}`;
  said.textContent = words;
}

function wait() {
  clearTimeout(timer);
  const due = left() + SOON_MS * (1 + Math.random());
  timer = setTimeout(look, Math.min(Math.max(due, SOON_MS), ASK_EVERY_MS));
}

document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
window.addEventListener("pageshow", (event) => { if (event.persisted) look(); });
wait();
