// Dialogs: one at a time, opened by `ask`, which resolves to the choice. What is asked meanwhile waits for its turn.
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../language.js";
import { Icon } from "./icons.jsx";

const waiting = signal([]); // the first is shown
let count = 0;

/**
 * Ask something. `choices` are [{value, label, kind}], the first one being what the question is about.
 *
 * @returns {Promise<any>} the value of the choice; null where the dialog was closed
 */
export function ask(title, content, choices) {
  return new Promise((resolve) => (waiting.value = [...waiting.value, { key: (count += 1), title, content, choices, resolve }]));
}

/** Show something; resolves when it is closed. */
export function show(title, content) {
  return ask(title, content, [{ value: true, label: t("Close"), kind: "plain" }]);
}

export function Dialogs() {
  const [now] = waiting.value;
  return now ? <Dialog key={now.key} now={now} /> : null;
}

function Dialog({ now }) {
  const element = useRef(null);
  const opener = useRef(null);
  useEffect(() => {
    opener.current = document.activeElement;
    element.current.showModal();
  }, []);
  const finish = (value) => {
    if (waiting.peek()[0] !== now) return;
    element.current?.close();
    waiting.value = waiting.peek().slice(1);
    now.resolve(value);
    opener.current?.isConnected && opener.current.focus();
  };
  return (
    // Some browsers close a dialog themselves when Escape is pressed again: that is an answer too.
    <dialog class="sp-dialog" ref={element} aria-labelledby="sp-dialog-title" onCancel={(event) => (event.preventDefault(), finish(null))} onClose={() => finish(null)}>
      <div class="sp-dialog-head">
        <h2 class="sp-h2" id="sp-dialog-title">
          {now.title}
        </h2>
        <button type="button" class="sp-quiet" aria-label={t("Close")} onClick={() => finish(null)}>
          <Icon name="close" />
        </button>
      </div>
      <div class="sp-dialog-body">{typeof now.content === "function" ? now.content() : now.content}</div>
      <div class="sp-actions">
        {now.choices.map((choice) => (
          <button type="button" key={String(choice.value)} class={`sp-button ${choice.kind === "plain" ? "" : choice.kind === "danger" ? "sp-danger" : "sp-primary"}`} onClick={() => finish(choice.value)}>
            {choice.label}
          </button>
        ))}
      </div>
    </dialog>
  );
}
