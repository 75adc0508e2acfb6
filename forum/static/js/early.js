// Runs before the first paint so that nothing jumps: says that scripts work, and folds a notice about topics that this
// reader has folded in this session.
(() => {
  const root = document.documentElement;
  root.dataset.script = "";
  try {
    const folded = JSON.parse(sessionStorage.getItem("notice-folded") || "[]");
    if (!folded.length) return;
    new MutationObserver((_changes, watch) => {
      const notice = document.querySelector(".notice");
      if (!notice) return;
      watch.disconnect();
      if (folded.includes(`${root.dataset.reader || ""}:${notice.dataset.about}`)) root.dataset.noticeFolded = "";
    }).observe(root, { childList: true, subtree: true });
  } catch {
    // No storage, no folding: the notice stays open.
  }
})();
