// table[data-row-keys]: j and k go to the link of the next and the previous row, enter follows it.

const STEPS = { j: 1, k: -1 };

document.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  const table = document.querySelector("[data-row-keys]");
  if (!step || !table || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input, select, textarea, [contenteditable]")) return;
  const links = [...table.querySelectorAll("tbody tr")].map((row) => row.querySelector("a")).filter(Boolean);
  const here = links.indexOf(document.activeElement);
  const next = links[here === -1 && step < 0 ? links.length - 1 : here + step];
  next?.focus();
  next?.closest("tr").scrollIntoView({ block: "nearest" });
});
