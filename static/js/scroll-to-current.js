// data-scroll-to-current: a row that scrolls shows the entry where one is.

function show(root) {
  for (const list of root.querySelectorAll("[data-scroll-to-current]")) {
    const here = list.querySelector("[aria-current]");
    if (here && list.scrollWidth > list.clientWidth)
      list.scrollLeft = here.offsetLeft - (list.clientWidth - here.offsetWidth) / 2;
  }
}

document.addEventListener("DOMContentLoaded", () => show(document));
document.addEventListener("htmx:afterSettle", () => show(document));
