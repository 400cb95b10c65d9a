// Undo and redo, saying what was taken back.
import { t } from "../language.js";
import { redo, tell, undo } from "../state.js";

/** Take back the last change. */
export function undoTold() {
  const label = undo();
  if (label) tell(t("Taken back: {what}", { what: label }));
}

/** Do again what was taken back. */
export function redoTold() {
  const label = redo();
  if (label) tell(t("Done again: {what}", { what: label }));
}
