// Loads what a page needs and no more. Everything here makes pages nicer; nothing needs it.
const wanted = [
  ["#reveal", "./reveal.js"],
  ["#watch", "./watch.js"],
  [".composer", "./composer.js"],
  [".notice", "./notice.js"],
  [".menu", "./menu.js"],
  ["[data-desk]", "./desk.js"],
  [".find[data-suggest]", "./suggest.js"],
];

for (const [selector, module] of wanted) {
  if (document.querySelector(selector)) import(module);
}

// A refused form: lead the reader to the summary of what is wrong.
document.querySelector(".errors")?.focus();

// Tabs that do not fit on a phone scroll sideways: begin at the one that is open.
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
