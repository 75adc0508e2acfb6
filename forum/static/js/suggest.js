// Names while one types in the search box: shows, threads of episodes, groups, people. A combobox with a list
// (ARIA Authoring Practices, "Editable Combobox With List Autocomplete"): arrows choose, Enter goes there, Escape closes.
// Without this module the box is a plain form, and so it is with nothing chosen.
const WAIT_MS = 180;
const SHORTEST = 2;

for (const form of document.querySelectorAll("form.find[data-suggest]")) {
  const box = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  const said = document.createElement("p");
  let chosen = -1;
  let timer = 0;
  let asked = null;

  list.id = `${box.id}-names`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.label);
  list.hidden = true;
  said.className = "aloud";
  said.setAttribute("role", "status");
  form.append(list, said);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
    box.setAttribute(name, value);
  }

  function shut() {
    clearTimeout(timer);
    asked?.abort();
    list.hidden = true;
    chosen = -1;
    said.textContent = "";
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  function option(found, index) {
    const item = document.createElement("li");
    const name = document.createElement("span");
    const kind = document.createElement("small");
    item.id = `${list.id}-${index}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.url = found.url;
    name.textContent = found.title;
    kind.textContent = form.dataset[found.kind] || "";
    item.append(name, " ", kind);
    return item;
  }

  function show(found) {
    list.replaceChildren(...found.map(option));
    chosen = -1;
    box.removeAttribute("aria-activedescendant");
    list.hidden = !found.length;
    box.setAttribute("aria-expanded", String(found.length > 0));
    said.textContent = found.length ? `${found.length} ${form.dataset.found}` : "";
  }

  async function ask() {
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    try {
      const answer = await fetch(`${form.dataset.suggest}?${new URLSearchParams({ q: box.value })}`, { signal });
      const names = answer.ok ? (await answer.json()).suggestions : [];
      if (!signal.aborted) show(names);
    } catch {
      // No connection, or a newer question: Enter still searches.
    }
  }

  function choose(index) {
    const items = [...list.children];
    chosen = (index + items.length + 1) % (items.length + 1); // one place more than names: the box itself
    items.forEach((item, n) => item.setAttribute("aria-selected", String(n === chosen)));
    if (items[chosen]) {
      box.setAttribute("aria-activedescendant", items[chosen].id);
      items[chosen].scrollIntoView({ block: "nearest" });
    } else box.removeAttribute("aria-activedescendant");
  }

  box.addEventListener("input", () => {
    clearTimeout(timer);
    if (box.value.trim().length < SHORTEST) shut();
    else timer = setTimeout(ask, WAIT_MS);
  });

  box.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const places = list.children.length;
    if (event.key === "ArrowDown") choose(chosen < 0 ? 0 : chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? places - 1 : chosen - 1);
    else if (event.key === "Enter" && list.children[chosen]) location.assign(list.children[chosen].dataset.url);
    else if (event.key === "Escape") shut();
    else return;
    event.preventDefault();
  });

  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[role=option]");
    if (item) location.assign(item.dataset.url);
  });
  box.addEventListener("blur", shut);
}
