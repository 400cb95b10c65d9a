// Which language the form speaks; exchanging it changes no answer.
import { data, language, view } from "../state.js";
import { quiet } from "../stores.js";

const KEY = "spregistry:language";

/** Begin in a language: the one chosen in this window, the one in the address, the one chosen last, the first that the browser asks for and is there, else the page's. */
export function chooseLanguage(wished) {
  const there = data.value.languages;
  const asked = [quiet(() => sessionStorage.getItem(KEY)), view.value.query.lang, remembered(), ...(navigator.languages ?? []), wished];
  const found = asked.map((one) => there.find((known) => known === one) ?? there.find((known) => one && known === one.split("-")[0])).find(Boolean);
  language.value = found ?? there[0];
}

export function changeLanguage(chosen) {
  language.value = chosen;
  quiet(() => sessionStorage.setItem(KEY, chosen));
  quiet(() => localStorage.setItem(KEY, chosen));
}

function remembered() {
  return data.value.languages.length > 1 ? quiet(() => localStorage.getItem(KEY)) : null;
}
