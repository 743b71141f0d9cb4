// The sentences that scripts say. They stand in the page (components/frame/words.html), in its reader's language.

export function words(name, values = {}) {
  let text = document.getElementById("words")?.dataset[name] ?? "";
  for (const [key, value] of Object.entries(values)) text = text.replace(`{${key}}`, value);
  return text;
}
