// components/formset.html: adds rows to a formset and takes them away.

function total(formset) {
  return formset.querySelector(`input[name="${formset.dataset.formset}-TOTAL_FORMS"]`);
}

function prepare(formset) {
  for (const row of formset.querySelectorAll("[data-formset-blank]")) row.remove();
  for (const button of formset.querySelectorAll("[data-formset-add], [data-formset-remove]")) button.hidden = false;
  for (const field of formset.querySelectorAll('[data-field="DELETE"]')) field.hidden = true;
}

function prepareAll(root) {
  for (const formset of root.querySelectorAll("[data-formset]")) prepare(formset);
}

function renumber(formset) {
  const rows = [...formset.querySelectorAll("[data-formset-row]:not([data-removed])")];
  rows.forEach((row, index) => {
    row.querySelector("[data-formset-number]").textContent = index + 1;
  });
}

function tell(formset) {
  renumber(formset);
  formset.dispatchEvent(new Event("change", { bubbles: true }));
}

// A row that knows itself by a key gets one of its own: the server keeps it under that key.
function giveKey(row) {
  for (const field of row.querySelectorAll("[data-row-key]")) {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    field.value = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }
}

function add(formset) {
  const count = total(formset);
  const holder = document.createElement("template");
  holder.innerHTML = formset.querySelector("[data-formset-template]").innerHTML.replaceAll("__prefix__", count.value);
  const row = holder.content.firstElementChild;
  giveKey(row);
  formset.querySelector("[data-formset-rows]").append(row);
  count.value = Number(count.value) + 1;
  prepare(formset);
  tell(formset);
  row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

// A row without a delete box is emptied: Django passes over rows in which nothing was filled in.
function remove(formset, row) {
  const box = row.querySelector('input[name$="-DELETE"]');
  if (box) box.checked = true;
  else for (const input of row.querySelectorAll("input:not([type=hidden]), select, textarea")) input.value = "";
  row.dataset.removed = "";
  tell(formset);
  formset.querySelector("[data-formset-add]")?.focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-formset-add], [data-formset-remove]");
  if (!button) return;
  const formset = button.closest("[data-formset]");
  if (button.matches("[data-formset-add]")) add(formset);
  else remove(formset, button.closest("[data-formset-row]"));
});

document.addEventListener("DOMContentLoaded", () => prepareAll(document));
document.addEventListener("htmx:load", (event) => prepareAll(event.detail.elt));
