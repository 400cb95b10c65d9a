// Keys that help those who answer many questions; single letters work only where nothing is typed, and can be switched off.
import { useEffect } from "preact/hooks";
import { signal } from "@preact/signals";
import { t } from "../language.js";
import { go, submission, tell } from "../state.js";
import { show } from "./dialog.jsx";
import { saveFile } from "./files.jsx";
import { goToNextOpen } from "./indicators.jsx";
import { redoTold, undoTold } from "./undo.js";

const KEY = "spregistry:shortcuts";
const on = signal(read());

function read() {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true;
  }
}

export function useShortcuts() {
  useEffect(() => {
    const press = (event) => pressed(event);
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}

function pressed(event) {
  if (!submission.value || document.querySelector("dialog[open]")) return;
  const types = event.target.closest?.("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");
  if ((event.ctrlKey || event.metaKey) && !event.altKey) {
    const key = event.key.toLowerCase();
    if (key === "s") act(event, saveFile);
    else if (types) return; // a field takes back its own typing
    else if (key === "z") act(event, event.shiftKey ? redoTold : undoTold);
    else if (key === "y") act(event, redoTold);
    return;
  }
  if (!on.value || types || event.altKey || event.ctrlKey || event.metaKey) return;
  LETTERS[event.key]?.(event);
}

function act(event, what) {
  event.preventDefault();
  what();
}

const LETTERS = {
  j: (event) => act(event, () => step(1)),
  k: (event) => act(event, () => step(-1)),
  n: (event) => act(event, () => goToNextOpen() || tell(t("Every question is answered."))),
  f: (event) => act(event, () => here()?.querySelector("[data-key=flag]")?.click()),
  "/": (event) => act(event, () => document.getElementById("sp-search")?.focus()),
  r: (event) => act(event, () => go("results")),
  "?": (event) => act(event, showShortcuts),
};

function here() {
  return document.activeElement?.closest?.("[data-indicator]") ?? null;
}

/** Move the focus to the next question of the page, or the one before. */
function step(by) {
  const all = [...document.querySelectorAll("[data-indicator]")];
  if (!all.length) return;
  const at = all.indexOf(here());
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))];
  next.scrollIntoView({ block: "start" });
  next.focus({ preventScroll: true });
}

export function showShortcuts() {
  return show(t("Keyboard shortcuts"), () => (
    <>
      <table class="sp-table sp-keys">
        <tbody>
          {[
            [["Tab"], t("to the next control")],
            [["↑", "↓"], t("choose among answers")],
            [["j"], t("next question")],
            [["k"], t("previous question")],
            [["n"], t("next question without an answer")],
            [["f"], t("flag the question for later")],
            [["/"], t("search")],
            [["r"], t("results")],
            [["Ctrl", "S"], t("save to a file")],
            [["Ctrl", "Z"], t("undo")],
            [["Ctrl", "Y"], t("redo")],
            [["?"], t("show this list")],
          ].map(([keys, what]) => (
            <tr key={what}>
              <th scope="row">
                {keys.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </th>
              <td>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <label class="sp-choice sp-choice-lone">
        <input
          type="checkbox"
          checked={on.value}
          onChange={() => {
            on.value = !on.value;
            try {
              localStorage.setItem(KEY, on.value ? "on" : "off");
            } catch {
              // not remembered then
            }
          }}
        />
        <span class="sp-choice-text">{t("Single letters work as shortcuts where nothing is typed")}</span>
      </label>
    </>
  ));
}
