// The crisis notice: copy a number; fold it for this reader, these topics and this session. Nothing is sent anywhere.
const root = document.documentElement;
const notice = document.querySelector(".notice");
const fold = notice.querySelector(".notice-fold");

const about = `${root.dataset.reader || ""}:${notice.dataset.about}`;

function remember(folded) {
  try {
    const kept = new Set(JSON.parse(sessionStorage.getItem("notice-folded") || "[]"));
    if (folded) kept.add(about);
    else kept.delete(about);
    sessionStorage.setItem("notice-folded", JSON.stringify([...kept]));
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
