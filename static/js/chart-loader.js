// A chart is a drawing made by the server. The large library that lets you point at it comes only when someone does.

const asked = new WeakSet();

function wake(event) {
  const figure = event.target.closest?.("[data-chart]");
  if (!figure || asked.has(figure)) return;
  asked.add(figure);
  import(figure.dataset.chart).then(() => figure.dispatchEvent(new CustomEvent("coophub:chart", { bubbles: true })));
}

document.addEventListener("pointerover", wake);
document.addEventListener("touchstart", wake, { passive: true });
