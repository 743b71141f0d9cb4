// data-api-examples="id of the place for an answer": the links in it to the API show what it answers on the same page.
import { words } from "./words.js";

document.addEventListener("click", async (event) => {
  const link = event.target.closest('[data-api-examples] a[href^="/api/v1/"]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const place = document.getElementById(link.closest("[data-api-examples]").dataset.apiExamples);
  const address = link.getAttribute("href");
  place.hidden = false;
  place.querySelector("code").textContent = `GET ${address}\n\n${await answerOf(address)}`;
  place.focus();
  place.scrollIntoView({ block: "nearest" });
});

async function answerOf(address) {
  try {
    const answer = await fetch(address, {
      credentials: "omit",
      headers: { "Accept-Language": document.documentElement.lang },
    });
    return JSON.stringify(await answer.json(), null, 2);
  } catch {
    return words("offline");
  }
}
