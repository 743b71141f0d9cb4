// data-only-for="kind bank_loan other_loan": this field shows while the choice "kind" beside it, in the same row or else in its form, stands at one of these values.
// What a hidden field holds stays, and is shown again.

function follow(input) {
  const [choice, ...values] = input.dataset.onlyFor.split(" ");
  const prefix = input.name.slice(0, input.name.lastIndexOf("-") + 1);
  const fields = input.form?.elements;
  const other = fields?.[`${prefix}${choice}`] ?? fields?.[choice];
  const field = input.closest("[data-field]");
  if (other && field) field.hidden = !values.includes(other.value) && !input.hasAttribute("aria-invalid");
}

function followAll(root) {
  for (const input of root.querySelectorAll("[data-only-for]")) follow(input);
}

document.addEventListener("DOMContentLoaded", () => followAll(document));
document.addEventListener("htmx:load", (event) => followAll(event.detail.elt));
document.addEventListener("change", (event) => {
  const root = event.target.closest?.("[data-formset-row], [data-formset], form");
  if (root) followAll(root);
});
