// Starts the self-assessment: takes the data that scripts of the page provide, and puts the form where the page wants it.
//
//   spregistry.provide({…})                 what publish/browser/data.py makes; may come before or after this script
//   spregistry.mount(element, options)      or: <div data-spregistry-assessment data-function="hr" data-theme="own" data-charts="…"></div>
// First, so that the views' own rules come after the common ones.
import "./style/index.css";
import { render } from "preact";
import { App } from "./app.jsx";
import { isComparable } from "./document/earlier.js";
import { chooseLanguage } from "./form/languages.js";
import { framework, options, provideData } from "./state.js";
import { start } from "./storage.js";

let ready = null;
const provided = new Promise((resolve) => (ready = resolve));

const spregistry = (globalThis.spregistry ??= {});
spregistry.validators ??= {};
spregistry.provide = (given) => {
  provideData(given);
  ready();
};
spregistry.mount = mount;
(spregistry.provided ?? []).splice(0).forEach(spregistry.provide);

/**
 * Show the form in an element.
 *
 * @param wished `function`: only that part of the institution; `theme`: "own" where the page has none, so that the form follows the
 *     system and offers a switch; `language`: what to begin with; `charts`, `validator`: addresses of what is loaded when it is needed
 */
export async function mount(element, wished = {}) {
  await provided;
  options.value = wished;
  chooseLanguage(wished.language);
  await start((submission) => isComparable(submission, framework.value));
  element.textContent = "";
  // Out of the page's own text, whose rules for lists and links would reach into the form.
  element.closest(".md-content__inner")?.after(element);
  render(<App element={element} />, element);
}

function mountAll() {
  document.querySelectorAll("[data-spregistry-assessment]").forEach((element) => void mount(element, { ...element.dataset }));
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", mountAll);
else mountAll();
