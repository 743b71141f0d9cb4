// data-horizon: a line of time from data-first to data-last. A dot with data-horizon-moves is dragged to another day:
// where somebody lets go is sent to that address as `planned_on`, as a form sends it, with data-horizon-marks, which
// tell what the page showed. Who has no pointer changes the day in the list.
const DAY = 86_400_000;

document.addEventListener("pointerdown", (event) => {
  const dot = event.target.closest("[data-horizon-moves]");
  if (!dot || event.button !== 0) return;
  event.preventDefault();
  const drawing = dot.closest("[data-horizon]");
  const first = Date.parse(drawing.dataset.first);
  const days = Math.round((Date.parse(drawing.dataset.last) - first) / DAY);
  const { left, width } = drawing.getBoundingClientRect();
  const name = dot.parentElement.querySelector("text");
  const before = { at: dot.getAttribute("cx"), name: name.textContent };
  const written = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" });
  const listening = new AbortController();
  let day = null;

  const drag = (moved) => {
    const passed = Math.round(days * Math.min(1, Math.max(0, (moved.clientX - left) / width)));
    day = new Date(first + passed * DAY);
    dot.setAttribute("cx", `${(100 * passed) / days}%`);
    name.textContent = `${before.name.trim()}: ${written.format(day)}`;
  };
  const putBack = () => {
    listening.abort();
    dot.setAttribute("cx", before.at);
    name.textContent = before.name;
  };
  const letGo = () => {
    listening.abort();
    if (!day) return;
    const form = document.createElement("form");
    form.method = "post";
    form.action = dot.dataset.horizonMoves;
    const token = document.querySelector("[name=csrfmiddlewaretoken]");
    const field = (name, value) => Object.assign(token.cloneNode(), { name, value });
    form.append(
      token.cloneNode(),
      field("planned_on", day.toISOString().slice(0, 10)),
      field("marks", dot.dataset.horizonMarks),
    );
    document.body.append(form);
    form.requestSubmit();
  };

  const { signal } = listening;
  document.addEventListener("pointermove", drag, { signal });
  document.addEventListener("pointerup", letGo, { signal });
  document.addEventListener("pointercancel", putBack, { signal });
  document.addEventListener("keydown", (pressed) => pressed.key === "Escape" && putBack(), { signal });
});
