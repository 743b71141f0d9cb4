// data-confirm="question" on a form or a button: asks before it is sent. Also answers htmx's hx-confirm.
import { words } from "./words.js";

const agreed = new WeakSet();

function ask(question) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", "dialog-question");
  const text = document.createElement("p");
  text.id = "dialog-question";
  text.className = "dialog__question";
  text.textContent = question;
  const answers = document.createElement("form");
  answers.method = "dialog";
  answers.className = "cluster";
  for (const [value, style] of [
    ["yes", "primary"],
    ["no", "secondary"],
  ]) {
    const button = document.createElement("button");
    button.className = `utrecht-button utrecht-button--${style}-action`;
    button.value = value;
    button.textContent = words(value);
    button.autofocus = value === "no";
    answers.append(button);
  }
  dialog.append(text, answers);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "yes");
      dialog.remove();
    });
  });
}

document.addEventListener(
  "submit",
  async (event) => {
    const form = event.target;
    const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
    if (!question || agreed.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    if (!(await ask(question))) return;
    agreed.add(form);
    form.requestSubmit(submitter);
  },
  true,
);

document.addEventListener("htmx:confirm", async (event) => {
  if (!event.detail.question) return;
  event.preventDefault();
  if (await ask(event.detail.question)) event.detail.issueRequest(true);
});
