// form[data-autosave]: keeps what is typed on the server, a moment after each change.
//
// The form is posted with the header X-Autosave: 1. The server answers with 2xx (and, if it likes, {"revision": 3}) when it kept it, or with 4xx and, if it can, {"message": "..."}
// in JSON. A message with 2xx says what could not be kept of what was typed; the rest was. After each success the form fires "coophub:saved", for what shows the new figures
// (hx-trigger="coophub:saved from:closest form").
// JSON may also hold "fields", new values by the name of a hidden field, and "errors", "missing" and "notes" by the name of their field, and "choose", a piece of page.
import { offerChoice, showAnswer } from "./autosave-fields.js";
import { words } from "./words.js";

const PAUSE_MS = 1200;
const RETRY_MS = 10000;
const states = new WeakMap();

function stateOf(form) {
  if (!states.has(form)) states.set(form, { unsaved: false, timer: 0, round: 0, isSaving: false });
  return states.get(form);
}

function say(form, text, tone = "") {
  let place = form.querySelector("[data-autosave-says]");
  if (!place) {
    place = document.createElement("p");
    place.className = "form__saved muted";
    place.dataset.autosaveSays = "";
    place.setAttribute("role", "status");
    form.append(place);
  }
  place.textContent = text;
  place.dataset.tone = tone;
}

// data-autosave="300" waits less long than usual, for a form of one question.
function pauseOf(form) {
  return Number(form.dataset.autosave) || PAUSE_MS;
}

function later(form, wait) {
  const state = stateOf(form);
  clearTimeout(state.timer);
  state.timer = setTimeout(() => save(form), wait);
}

function body(form) {
  const data = new FormData(form);
  for (const [name, value] of [...data.entries()]) if (value instanceof File) data.delete(name);
  return data;
}

async function answerOf(response) {
  if (response.redirected) return { message: words("signedOut") };
  return response.headers.get("content-type")?.includes("json") ? response.json() : {};
}

// The next save builds on what this one kept: the hidden fields that say what the page shows learn the new values.
function takeRevision(form, answer) {
  for (const [name, value] of Object.entries({ revision: answer.revision, ...answer.fields })) {
    const field = form.querySelector(`[type="hidden"][name="${CSS.escape(name)}"]`);
    if (field && value) field.value = value;
  }
}

async function save(form) {
  const state = stateOf(form);
  if (state.isSaving) return later(form, pauseOf(form));
  if (!form.isConnected) return undefined;
  state.isSaving = true;
  const round = state.round;
  say(form, words("saving"));
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body: body(form),
      headers: { "X-Autosave": "1", Accept: "application/json" },
    });
    const answer = await answerOf(response);
    showAnswer(form, answer);
    offerChoice(form, answer.choose);
    if (!response.ok || response.redirected) {
      say(form, answer.message || words("notSaved"), "bad");
      if (response.status >= 500 || response.status === 429) later(form, RETRY_MS);
      return undefined;
    }
    takeRevision(form, answer);
    const { message } = answer;
    if (round === state.round) state.unsaved = Boolean(message);
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    say(form, message ?? words("saved", { time }), message ? "bad" : "good");
    form.dispatchEvent(new CustomEvent("coophub:saved", { bubbles: true }));
  } catch {
    say(form, words("offline"), "bad");
    later(form, RETRY_MS);
  } finally {
    state.isSaving = false;
  }
  return undefined;
}

function changed(event) {
  const form = event.target.closest?.("form[data-autosave]") ?? event.target.form;
  // A choice between two people's figures is no change yet: it counts when it is sent.
  if (!form?.matches("[data-autosave]") || event.target.closest("[data-clash]")) return;
  const state = stateOf(form);
  state.unsaved = true;
  state.round += 1;
  later(form, pauseOf(form));
}

document.addEventListener("input", changed);
document.addEventListener("change", changed);

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || !event.target.matches("form[data-autosave]")) return;
  const state = stateOf(event.target);
  clearTimeout(state.timer);
  state.unsaved = false;
});

window.addEventListener("online", () => {
  for (const form of document.querySelectorAll("form[data-autosave]")) if (stateOf(form).unsaved) save(form);
});

window.addEventListener("beforeunload", (event) => {
  const forms = [...document.querySelectorAll("form[data-autosave]")];
  if (forms.some((form) => stateOf(form).unsaved)) event.preventDefault();
});
