// Where one begins, and where the assessments on this computer are.
import { useEffect } from "preact/hooks";
import { emptySubmission } from "../document/answers.js";
import { day, locale, moment, t, text } from "../language.js";
import { ask, show } from "./dialog.jsx";
import { data, framework, go, href, language, options, record, submission, tell, view } from "../state.js";
import { assessments, begin, close, isUnsaved, kept, lasting, place, refresh, remove, reopen, tryAgain, unread } from "../storage.js";
import { FileButton } from "./fields.jsx";
import { FormLink, canCarry, formOf } from "./carrying.jsx";
import { addPrevious, carryKept, openFile, saveCsv, saveFile, startFrom } from "./files.jsx";
import { Icon } from "./icons.jsx";
import { hasWorkbook, saveWorkbook } from "./workbook.jsx";

async function startNew() {
  const wished = options.value.profile;
  await begin(emptySubmission(framework.value.reference, { language: language.value, profile: wished }));
  go("about");
}

export function StartView() {
  useEffect(() => void refresh().then(takeUp), []);
  return submission.value ? <Files /> : <Welcome />;
}

/** Take up what the form of an earlier version sent here; it is offered as every kept assessment of an earlier version is. */
async function takeUp() {
  const { name, path } = view.peek();
  if (name !== "carry") return;
  location.replace(href("start")); // so that neither a reload nor the way back asks again
  const one = assessments.value.find(({ id }) => id === path[0]);
  if (one && canCarry(one.framework)) return carryKept(one.id, nameOf(one));
  await show(t("It cannot be carried over from here"), <p>{t("The assessment is not kept where this form finds it. Save it to a file in its own form, and open that file here. Nothing was changed.")}</p>);
}

function Welcome() {
  const here = assessments.value.filter((one) => one.framework.split("@")[0] === framework.value.id);
  return (
    <>
      <header class="sp-hero">
        <p class="sp-kicker">{t("Self-assessment")}</p>
        <h1 class="sp-h1" tabIndex={-1}>
          {text("framework/title")}
        </h1>
        <p class="sp-hint">{framework.value.reference}</p>
      </header>
      <div class="sp-starts">
        <button type="button" class="sp-start sp-start-main" onClick={startNew}>
          <strong>{t("Start a new assessment")}</strong>
          <span>{t("Answer at your own pace; the score is there from the first answer on.")}</span>
        </button>
        <FileButton class="sp-start" onFiles={([file]) => openFile(file)}>
          <strong>{t("Open a file")}</strong>
          <span>{t("Go on with an assessment that was saved to a file, or that a colleague sent.")}</span>
        </FileButton>
        <FileButton class="sp-start" onFiles={([file]) => startFrom(file)}>
          <strong>{t("Start from last year’s file")}</strong>
          <span>{t("Answers and evidence are carried over and wait to be confirmed; closing figures become opening ones.")}</span>
        </FileButton>
      </div>
      <Unread />
      {here.length > 0 && <Kept list={here} />}
      <section class="sp-notes">
        <div>
          <h2 class="sp-h2">{t("Where your data is")}</h2>
          <Whereabouts />
        </div>
        <div>
          <h2 class="sp-h2">{t("What this is, and what it is not")}</h2>
          <p>{t("A self-assessment against a published standard, for your own learning, planning and reporting. It is neither an audit nor a certification, and no rating.")}</p>
          {text("framework/notice") && <p class="sp-hint">{text("framework/notice")}</p>}
        </div>
      </section>
    </>
  );
}

function Whereabouts() {
  return (
    <>
      <p>
        {place.value === "nowhere"
          ? t("This browser does not let the page keep anything. Nothing is lost while the page is open; before you close it, save to a file.")
          : t("On this computer only, in this browser. Nothing is sent anywhere; there is no account and no server. Who uses the same browser on this computer can open it.")}
      </p>
      <p class="sp-hint">
        {place.value === "localstorage" && <>{t("This browser offers only a small store: save to a file often.")} </>}
        {lasting.value === true && <>{t("The browser promised to keep it until you delete it.")} </>}
        {lasting.value === false && <>{t("The browser may clear its store when space runs short, or when its history is deleted: save to a file from time to time.")} </>}
        {lasting.value === null && place.value !== "nowhere" && t("Deleting the browser’s history can delete it: save to a file from time to time.")}
      </p>
    </>
  );
}

/** An assessment that cannot be read now must not look as if it were gone. */
function Unread() {
  if (!unread.value) return null;
  return (
    <div class="sp-banner sp-banner-warns" role="alert">
      <p>{t("What was kept in this browser before cannot be read or changed at the moment ({reason}). That does not mean that it is lost: the form keeps trying. It may help to close other windows of this browser.", unread.value)}</p>
      <button type="button" class="sp-button" onClick={tryAgain}>
        {t("Try again")}
      </button>
    </div>
  );
}

function nameOf(one) {
  return one.organisation || one.name || t("Assessment without a name");
}

function Kept({ list }) {
  void locale.value;
  const drop = async (one) => {
    const sure = await ask(
      t("Delete from this computer?"),
      <p>{t("“{name}”, last changed {when}, is deleted from this browser. Files that you saved stay where they are. This cannot be undone.", { name: nameOf(one), when: moment(one.updated) })}</p>,
      [{ value: true, label: t("Delete"), kind: "danger" }, { value: false, label: t("Keep"), kind: "plain" }],
    );
    if (!sure) return;
    if (await remove(one.id)) tell(t("Deleted from this computer."));
  };
  return (
    <section>
      <h2 class="sp-h2">{t("On this computer")}</h2>
      <ul class="sp-kept-list">
        {list.map((one) => (
          <li key={one.id}>
            <div>
              <strong>{nameOf(one)}</strong>
              {one.period?.end && <> · {t("to {day}", { day: day(one.period.end) })}</>}
              <br />
              <span class="sp-hint">
                {t("{reference}, changed {when}", { reference: one.framework, when: moment(one.updated) })} · {one.from && <>{t("carried over from {reference}", { reference: one.from })} · </>}{one.saved ? t("saved to {file} on {when}", { file: one.saved.file, when: moment(one.saved.at) }) : t("never saved to a file")}
              </span>
            </div>
            <div class="sp-actions">
              {one.id === record.value?.id ? (
                <span class="sp-hint">{t("Open now")}</span>
              ) : one.framework.split("@")[0] === framework.value.id && sameMinor(one.framework) ? (
                <button type="button" class="sp-button sp-primary" aria-label={t("Open {name}", { name: nameOf(one) })} onClick={async () => (await reopen(one.id)) && go("about")}>
                  {t("Open")}
                </button>
              ) : (
                <Elsewhere one={one} />
              )}
              <button type="button" class="sp-button" aria-label={t("Delete {name}", { name: nameOf(one) })} onClick={() => drop(one)}>
                {t("Delete")}
              </button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What another version's form opens; where it is an earlier one, it can be carried over. */
function Elsewhere({ one }) {
  return (
    <>
      <span class="sp-hint">{formOf(one.framework) ? <FormLink reference={one.framework} /> : t("Opens with the form of {reference}", { reference: one.framework })}</span>
      {canCarry(one.framework) && (
        <button type="button" class="sp-button" aria-label={t("Carry over {name}", { name: nameOf(one) })} onClick={() => carryKept(one.id, nameOf(one))}>
          {t("Carry it over")}
        </button>
      )}
    </>
  );
}

function sameMinor(reference) {
  return reference === framework.value.reference;
}

function Files() {
  const { saved } = record.value;
  const unsaved = isUnsaved();
  return (
    <>
      <h1 class="sp-h1" tabIndex={-1}>
        {t("Files and storage")}
      </h1>
      <section class="sp-card">
        <h2 class="sp-h3">{t("Save")}</h2>
        <p>
          {kept.value.state === "failed" && <strong>{t("The browser could not keep the latest changes: save to a file now.")} </strong>}
          {saved ? (unsaved ? t("Last saved to {file} on {when}; changed since.", { file: saved.file, when: moment(saved.at) }) : t("Everything is saved in {file}, since {when}.", { file: saved.file, when: moment(saved.at) })) : t("Not saved to a file yet.")}
        </p>
        <div class="sp-actions">
          <button type="button" class="sp-button sp-primary" onClick={saveFile}>
            <Icon name="save" />
            {t("Save to a file (JSON)")}
          </button>
          {hasWorkbook() && (
            <button type="button" class="sp-button" onClick={saveWorkbook}>
              {t("Save as a workbook (Excel)")}
            </button>
          )}
          <button type="button" class="sp-button" onClick={saveCsv}>
            {t("Save the answers as a table (CSV)")}
          </button>
        </div>
        {hasWorkbook() && <p class="sp-hint">{t("The workbook can be filled in with Excel or LibreOffice, scores itself, and opens here again.")}</p>}
        <p class="sp-hint">{t("The JSON file holds everything, opens here again on any computer, and is what the spregistry program reads. The table is for reading only.")}</p>
      </section>
      <Later />
      <section class="sp-card">
        <h2 class="sp-h3">{t("Last year, for comparison")}</h2>
        <p class="sp-hint">{t("Earlier files stay as they are; their figures stand beside this year’s.")}</p>
        <FileButton class="sp-button" multiple onFiles={addPrevious}>
          {t("Add an earlier file")}
        </FileButton>
      </section>
      <section class="sp-card">
        <h2 class="sp-h3">{t("Colleagues")}</h2>
        <p>{t("Several people can fill in parts of their own and put them together here.")}</p>
        <a class="sp-button" href={href("colleagues")}>
          {t("Put files together")}
        </a>
      </section>
      <section class="sp-card">
        <h2 class="sp-h3">{t("Another assessment")}</h2>
        <div class="sp-actions">
          <button type="button" class="sp-button" onClick={async () => (await close(), go("start"))}>
            {t("Close this assessment")}
          </button>
          <FileButton class="sp-button" onFiles={([file]) => openFile(file)}>
            {t("Open a file")}
          </FileButton>
        </div>
        <p class="sp-hint">{t("What is open now stays on this computer; you find it again on the start page.")}</p>
      </section>
      <Unread />
      <Kept list={assessments.value} />
      <section>
        <h2 class="sp-h2">{t("Where your data is")}</h2>
        <Whereabouts />
        <p class="sp-hint">{t("Made with {engine}, for {reference}.", { engine: data.value.engine, reference: framework.value.reference })}</p>
      </section>
    </>
  );
}

/** The way to the version that is in use now, whose form carries over what is open here. */
function Later() {
  const reference = data.value.carrying?.later;
  if (!reference) return null;
  // What is not kept here, that form cannot find; a single file knows no address.
  const found = formOf(reference) && ["indexeddb", "localstorage"].includes(place.value) && kept.value.state !== "failed";
  return (
    <section class="sp-card">
      <h2 class="sp-h3">{t("A later version of this standard")}</h2>
      <p>{t("Today {later} is in use. This assessment can be carried over to it, with a report of what became of every answer. Here it stays as it is, and is scored by {ours}.", { later: reference, ours: framework.value.reference })}</p>
      {found ? (
        <a class="sp-button" href={`${formOf(reference)}#/carry/${encodeURIComponent(record.value.id)}`}>
          {t("Carry it over to {reference}", { reference })}
        </a>
      ) : (
        <p>{t("Save it to a file, and open that file in the form of {reference}, which offers to carry it over.", { reference })}</p>
      )}
    </section>
  );
}
