// Runs before the first paint so that nothing jumps: says that scripts work and folds a notice this reader has folded here.
(() => {
  const root = document.documentElement;
  root.dataset.script = "";
  try {
    const folded = JSON.parse(localStorage.getItem("notice-folded") || "{}");
    if ((folded[location.pathname] || 0) > Date.now()) root.dataset.noticeFolded = "";
  } catch {
    // No storage, no folding: the notice stays open.
  }
})();
