// The composer: wraps the selection, shows the server's own preview, saves the draft on the server.
const PREVIEW_AFTER_MS = 700;
const SAVE_AFTER_MS = 4000;

const WRAPS = { bold: ["**", "**"], italic: ["_", "_"] };

function replace(area, start, end, text, from, to) {
  area.focus();
  area.setSelectionRange(start, end);
  // insertText keeps the browser's undo; setRangeText is the way where it is not supported.
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, start, end, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  area.setSelectionRange(start + from, start + to);
}

function wrap(area, before, after) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const chosen = value.slice(start, end);
  replace(area, start, end, before + chosen + after, before.length, before.length + chosen.length);
}

function quote(area) {
  const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const end = area.selectionEnd;
  const quoted = area.value.slice(start, end).split("\n").map((line) => `> ${line}`).join("\n");
  replace(area, start, end, quoted, quoted.length, quoted.length);
}

function link(area) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const words = value.slice(start, end);
  const text = `[${words}](https://)`;
  replace(area, start, end, text, words ? text.length - 1 : 1, words ? text.length - 1 : 1);
}

// One line becomes an inline mark; several become a block of their own.
function spoiler(area, scope) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  if (!value.slice(start, end).includes("\n")) return wrap(area, `[spoiler ${scope}]`, "[/spoiler]");
  const lead = start === 0 || value[start - 1] === "\n" ? "" : "\n\n";
  const tail = end === value.length || value[end] === "\n" ? "" : "\n";
  return wrap(area, `${lead}:::spoiler ${scope}\n`, `\n:::${tail}`);
}

function later(wait, act) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, wait);
  };
}

async function send(url, form) {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  return fetch(url, { method: "POST", body, credentials: "same-origin", headers: { Accept: "text/html", "X-Requested-With": "fetch" } });
}

class Composer {
  constructor(root) {
    this.root = root;
    this.area = root.querySelector("textarea");
    this.form = this.area.form;
    this.said = root.querySelector(".composer-said");
    this.preview = root.querySelector(".preview");
    this.scope = root.querySelector(".scope-picker input");
    this.asked = 0;
    root.querySelector(".toolbar")?.addEventListener("click", (event) => this.press(event));
    this.scope?.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.act("spoiler");
    });
    this.area.addEventListener("keydown", (event) => this.shortcut(event));
    if (this.preview && root.dataset.preview) this.area.addEventListener("input", later(PREVIEW_AFTER_MS, () => this.look()));
    if (root.dataset.draft) this.area.addEventListener("input", later(SAVE_AFTER_MS, () => this.save()));
    if (this.preview && root.dataset.preview) this.form.addEventListener("click", (event) => this.lookNow(event));
    if (this.preview && root.dataset.preview && this.area.value.trim()) this.look();
  }

  // The button shows its answer here; leaving the page is the way without script.
  lookNow(event) {
    if (!event.target.closest('[formaction="/preview"]')) return;
    event.preventDefault();
    this.look().then(() => this.preview.scrollIntoView({ block: "nearest" }));
  }

  press(event) {
    const tool = event.target.closest("[data-act]");
    if (tool) this.act(tool.dataset.act);
  }

  shortcut(event) {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    const act = { b: "bold", i: "italic" }[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    this.act(act);
  }

  act(name) {
    if (name === "quote") return quote(this.area);
    if (name === "link") return link(this.area);
    if (name === "spoiler") return this.hide();
    return wrap(this.area, ...WRAPS[name]);
  }

  hide() {
    const scope = (this.scope.value || this.scope.dataset.guess).trim();
    if (scope) return spoiler(this.area, scope);
    this.say(this.root.dataset.needScope);
    return this.scope.focus();
  }

  say(words) {
    this.said.textContent = words;
  }

  async look() {
    const turn = ++this.asked;
    if (!this.area.value.trim()) {
      this.preview.hidden = true;
      return;
    }
    try {
      const answer = await send(this.root.dataset.preview, this.form);
      const text = await answer.text();
      if (turn !== this.asked) return;
      if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status));
      this.put(text);
      if (this.said.textContent === this.root.dataset.failed) this.say("");
    } catch {
      if (turn === this.asked) this.say(this.root.dataset.failed);
    }
  }

  // The server's HTML is already clean; of a whole page only its preview part is taken.
  put(text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    const part = page.querySelector("[data-preview-part]") ?? page.querySelector("main") ?? page.body;
    this.preview.replaceChildren(...[...part.childNodes].map((node) => document.importNode(node, true)));
    this.preview.hidden = false;
  }

  async save() {
    try {
      const answer = await send(this.root.dataset.draft, this.form);
      if (answer.ok) this.say(this.root.dataset.saved);
    } catch {
      // Offline: the next pause tries again.
    }
  }
}

for (const root of document.querySelectorAll(".composer")) new Composer(root);
