// data-only-for="kind bank_loan other_loan": this field shows while the choice "kind" beside it, in the same row or else in its form, stands at one of these values.
// Several conditions, with a semicolon between them, must all hold. What a hidden field holds stays, and is shown again.

function holds(input, condition) {
  const [choice, ...values] = condition.trim().split(" ");
  const prefix = input.name.slice(0, input.name.lastIndexOf("-") + 1);
  const fields = input.form?.elements;
  const other = fields?.[`${prefix}${choice}`] ?? fields?.[choice];
  return !other || values.includes(other.value);
}

function follow(input) {
  const field = input.closest("[data-field]");
  const isAsked = input.dataset.onlyFor.split(";").every((condition) => holds(input, condition));
  if (field) field.hidden = !isAsked && !input.hasAttribute("aria-invalid");
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
