// The crisis notice: copy a number; fold the notice for this page on this device for seven days. Nothing is sent anywhere.
const WEEK = 7 * 24 * 60 * 60 * 1000;
const root = document.documentElement;
const notice = document.querySelector(".notice");
const fold = notice.querySelector(".notice-fold");

function remembered() {
  try {
    const kept = JSON.parse(localStorage.getItem("notice-folded") || "{}");
    return Object.fromEntries(Object.entries(kept).filter(([, until]) => until > Date.now()));
  } catch {
    return {};
  }
}

function remember(folded) {
  const kept = remembered();
  delete kept[location.pathname];
  if (folded) kept[location.pathname] = Date.now() + WEEK;
  try {
    localStorage.setItem("notice-folded", JSON.stringify(kept));
  } catch {
    // Folded for this view only.
  }
}

function show() {
  const folded = "noticeFolded" in root.dataset;
  fold.textContent = folded ? notice.dataset.unfold : notice.dataset.fold;
  fold.setAttribute("aria-expanded", String(!folded));
}

fold?.addEventListener("click", () => {
  const folded = !("noticeFolded" in root.dataset);
  if (folded) root.dataset.noticeFolded = "";
  else delete root.dataset.noticeFolded;
  remember(folded);
  show();
});

for (const button of notice.querySelectorAll(".line-copy")) {
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.number);
      button.textContent = notice.dataset.copied;
    } catch {
      getSelection().selectAllChildren(button.parentElement.querySelector(".line-number"));
    }
  });
}

if (fold) show();
