// [data-offline-page]: writes a session down without a network. What is typed is on the device a moment later, and what is ready is sent as soon as there is a network.
import { askDevice, forgetSession, keepSession, knownDevice, send, sessionsOf, today } from "./sessions.js";

const PAUSE_MS = 250;
const NEEDS = { pilot: "needsPilot", summary: "needsSummary", hours: "needsHours" };
const DASH = /^\s*(?:[-*•–]|acties?:|actions?:)\s*(\S.*)$/iu;

export async function startPage(page, { device: deviceAddress, receive, notYours }) {
  const form = page.querySelector("form");
  const field = (name) => form.elements.namedItem(name);
  let device = await knownDevice();
  let session;
  let timer;
  let writing = Promise.resolve();

  function sentence(name, values = {}) {
    let text = page.dataset[name];
    for (const [key, value] of Object.entries(values)) text = text.replace(`{${key}}`, value);
    return text;
  }

  function say(text) {
    page.querySelector("[data-offline-says]").textContent = text;
  }

  function showSignIn(address) {
    const place = page.querySelector("[data-offline-sign-in]");
    place.hidden = !address;
    if (address) place.querySelector("a").href = address;
  }

  function groupName(pilot) {
    return device.groups.find((group) => String(group.pilot) === String(pilot))?.name ?? "";
  }

  function fillGroups() {
    const select = field("pilot");
    const chosen = select.value;
    select.length = 1;
    for (const { pilot, name } of device.groups) select.add(new Option(name, pilot));
    select.value = chosen;
  }

  function showLines(chosen) {
    const lines = new Set();
    for (const line of field("summary").value.split("\n")) {
      const words = DASH.exec(line)?.[1].split(/\s+/u).join(" ").trim();
      if (words && words.length <= 200 && lines.size < 10) lines.add(words);
    }
    const place = page.querySelector("[data-offline-lines]");
    place.hidden = lines.size === 0;
    place.querySelector("[data-offline-boxes]").replaceChildren(
      ...[...lines].map((line) => {
        const box = page.querySelector("template[data-offline-line]").content.cloneNode(true);
        box.querySelector("input").value = line;
        box.querySelector("input").checked = chosen.includes(line);
        box.querySelector("[data-words]").textContent = line;
        return box;
      }),
    );
  }

  function typed() {
    const data = new FormData(form);
    const fields = Object.fromEntries([...data.entries()].filter(([name]) => name !== "key"));
    return { ...fields, from_note: data.getAll("from_note") };
  }

  function showErrors(errors = {}) {
    const list = page.querySelector("[data-offline-errors]");
    list.hidden = Object.keys(errors).length === 0;
    list.querySelector("ul").replaceChildren(
      ...Object.entries(errors).map(([name, sentences]) => {
        const item = document.createElement("li");
        const input = field(name);
        if (input?.id) {
          const link = document.createElement("a");
          link.className = "utrecht-link utrecht-link--html-a";
          link.href = `#${input.id}`;
          link.textContent = sentences.join(" ");
          item.append(link);
        } else item.textContent = sentences.join(" ");
        return item;
      }),
    );
    for (const input of form.elements)
      if (input.name) input.toggleAttribute("aria-invalid", Boolean(errors[input.name]));
  }

  function open(found) {
    session = found;
    form.reset();
    for (const details of form.querySelectorAll("details")) details.open = false;
    const day = today(device);
    field("held_on").max = day;
    const fields = { held_on: day, ...session.fields };
    for (const [name, value] of Object.entries(fields)) {
      const input = field(name);
      if (input && name !== "from_note") input.value = value;
    }
    showLines(session.fields.from_note ?? []);
    showErrors(session.errors);
  }

  function fresh() {
    const pilot = new URLSearchParams(location.search).get("pilot") ?? "";
    return { key: crypto.randomUUID(), state: "begun", fields: { pilot, kind: field("kind").value } };
  }

  // One after another: what was typed first never comes over what was typed later.
  function keepTyped(state) {
    clearTimeout(timer);
    const written = { key: session.key, state, fields: typed() };
    session = written;
    writing = writing.then(() => keepSession(device, written)).then(() => say(sentence("kept")));
    return writing;
  }

  async function showList() {
    const found = await sessionsOf(device);
    const list = page.querySelector("[data-offline-list] ul");
    list.replaceChildren(
      ...found.map((one) => {
        const entry = page.querySelector("template[data-offline-entry]").content.cloneNode(true);
        entry.querySelector(".entry__title").textContent = groupName(one.fields.pilot) || sentence("noGroup");
        entry.querySelector("[data-about]").textContent = `${one.fields.held_on}: ${sentence(one.state)}`;
        entry.querySelector("[data-open]").addEventListener("click", () => {
          open(one);
          form.scrollIntoView();
          field("summary").focus();
        });
        entry.querySelector("[data-remove]").addEventListener("click", async () => {
          if (one.key === session.key) open(fresh());
          await forgetSession(one);
          await showList();
        });
        return entry;
      }),
    );
    page.querySelector("[data-offline-kept]").hidden = found.length === 0;
    return found;
  }

  async function sendAll() {
    const answer = await askDevice(deviceAddress);
    showSignIn(answer?.signIn);
    if (answer?.signIn) return say(sentence("signIn"));
    if (!answer) return say(sentence("noNetwork"));
    device = answer;
    fillGroups();
    const recorded = await send(device, { address: receive, notYours });
    const found = await showList();
    if (found.some((one) => one.state === "waiting")) return say(sentence("noNetwork"));
    if (recorded) say(sentence("recorded", { n: recorded }));
    return undefined;
  }

  if (!device) {
    const answer = await askDevice(deviceAddress);
    if (!answer?.groups) {
      page.querySelector("[data-offline-unknown]").hidden = false;
      return;
    }
    device = answer;
  }
  fillGroups();
  const found = await showList();
  open(found.find((one) => one.state === "begun") ?? fresh());

  form.addEventListener("input", (event) => {
    if (event.target.name === "summary") showLines(typed().from_note);
    clearTimeout(timer);
    timer = setTimeout(async () => {
      await keepTyped("begun");
      await showList();
    }, PAUSE_MS);
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const empty = Object.keys(NEEDS).filter((name) => !field(name).value.trim());
    showErrors(Object.fromEntries(empty.map((name) => [name, [sentence(NEEDS[name])]])));
    if (empty.length) return field(empty[0]).focus();
    await keepTyped("waiting");
    open(fresh());
    await showList();
    await sendAll();
    return undefined;
  });

  window.addEventListener("online", sendAll);
  // Only now can it be typed in: what is typed is heard from the first letter.
  form.hidden = false;
  await sendAll();
}
