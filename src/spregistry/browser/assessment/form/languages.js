// Which language the form speaks; exchanging it changes no answer.
import { data, language, view } from "../state.js";

const KEY = "spregistry:language";

/** Begin in a language: the one in the address, the one chosen last, the first that the browser asks for and is there, else the page's. */
export function chooseLanguage(wished) {
  const there = data.value.languages;
  const asked = [view.value.query.lang, remembered(), ...(navigator.languages ?? []), wished];
  const found = asked.map((one) => there.find((known) => known === one) ?? there.find((known) => one && known === one.split("-")[0])).find(Boolean);
  language.value = found ?? there[0];
}

export function changeLanguage(chosen) {
  language.value = chosen;
  try {
    localStorage.setItem(KEY, chosen);
  } catch {
    // not remembered then
  }
}

function remembered() {
  try {
    return data.value.languages.length > 1 ? localStorage.getItem(KEY) : null;
  } catch {
    return null;
  }
}
