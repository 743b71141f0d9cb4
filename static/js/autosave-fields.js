// What the server says of a form that saved itself: errors and remarks beside their fields, and a choice when two people changed
// the same.

function fieldOf(form, name) {
  return form.querySelector(`[name="${CSS.escape(name)}"]`);
}

function describe(input, id, isThere) {
  const ids = new Set((input.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  if (isThere) ids.add(id);
  else ids.delete(id);
  if (ids.size) input.setAttribute("aria-describedby", [...ids].join(" "));
  else input.removeAttribute("aria-describedby");
}

function put(input, kind, texts) {
  const id = `${input.id}_${kind}`;
  const place = input.closest("[data-field]");
  place.querySelector(`#${CSS.escape(id)}`)?.remove();
  describe(input, id, texts.length > 0);
  if (!texts.length) return;
  const box = document.createElement("div");
  box.id = id;
  box.className = kind === "error" ? "utrecht-form-field-error-message field__error" : "field__note";
  for (const text of texts) {
    const line = document.createElement("p");
    line.textContent = text;
    box.append(line);
  }
  place.append(box);
}

function mark(input, isWrong) {
  input.closest("[data-field]").classList.toggle("utrecht-form-field--invalid", isWrong);
  if (isWrong) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
  const folded = isWrong ? input.closest("details") : null;
  if (folded) folded.open = true;
}

// Of boxes to choose from, the first speaks for all.
function inputs(form) {
  const found = [...form.elements].filter(
    (input) => input.name && input.id && input.closest("[data-field]") && input.type !== "hidden",
  );
  return found.filter((input, place) => found.findIndex((other) => other.name === input.name) === place);
}

// A field that nobody touched yet is not wrong: its row is still being filled in.
export function showAnswer(form, answer) {
  if (!answer.errors) return;
  const missing = new Set(answer.missing ?? []);
  const { errors } = answer;
  for (const input of inputs(form)) {
    const isWaiting = missing.has(input.name) && !input.dataset.touched;
    const found = isWaiting ? [] : (errors[input.name] ?? []);
    put(input, "error", found);
    mark(input, found.length > 0);
    put(input, "note", found.length ? [] : [answer.notes?.[input.name]].filter(Boolean));
  }
  form.querySelector("[data-error-summary]")?.remove();
}

export function offerChoice(form, html) {
  const place = form.querySelector("[data-autosave-choose]");
  if (!place) return;
  const wasAsked = place.querySelector("[data-clash]") !== null;
  place.innerHTML = html ?? "";
  // Who goes on typing is not called away a second time.
  if (!wasAsked) place.querySelector("[data-clash]")?.focus();
}

document.addEventListener("focusout", (event) => {
  if (event.target.form?.matches("[data-autosave]")) event.target.dataset.touched = "yes";
});
document.addEventListener("change", (event) => {
  const input = event.target;
  if (input.form?.matches("[data-autosave]") && fieldOf(input.form, input.name)) input.dataset.touched = "yes";
});
