// [data-fills="id of a field"] holds buttons with a data-value each: one press fills the field in, and typing still works.

function tell(group) {
  const { value } = document.getElementById(group.dataset.fills);
  for (const button of group.querySelectorAll("[data-value]"))
    button.setAttribute("aria-pressed", String(button.dataset.value === value));
}

document.addEventListener("DOMContentLoaded", () => {
  for (const group of document.querySelectorAll("[data-fills]")) {
    group.hidden = false;
    tell(group);
    document.getElementById(group.dataset.fills).addEventListener("input", () => tell(group));
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fills] [data-value]");
  if (!button) return;
  const input = document.getElementById(button.closest("[data-fills]").dataset.fills);
  input.value = button.dataset.value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
});
