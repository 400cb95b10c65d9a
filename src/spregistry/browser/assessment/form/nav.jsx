// The contents: every page with how far it is, and the search.
import { carriedFrom } from "../document/report.js";
import { t, text } from "../language.js";
import { named } from "../wording.js";
import { asked, framework, href, part, result, submission, view } from "../state.js";
import { Search, filter, isAsked, isFiltered, shown } from "./filters.jsx";
import { factCounts, headings, isReported } from "./facts.jsx";
import { Coverage } from "./progress.jsx";
import { differences } from "./review.jsx";
import { pages } from "./tree.js";

export function Contents() {
  const { name, path } = view.value;
  const facts = factCounts();
  return (
    <>
      <Search />
      <ul class="sp-contents">
        <Item way="about" on={name === "about"}>
          {t("About the assessment")}
        </Item>
        {carriedFrom(submission.value) && (
          <Item way="migration" on={name === "migration"}>
            {t("What was carried over")}
          </Item>
        )}
        <li>
          <Entry way="facts" on={name === "facts"} exact={false}>
            {t("Facts")} <Coverage answered={facts.reported} open={facts.all - facts.reported} />
          </Entry>
          {name === "facts" && (
            <ul>
              {headings().map((heading, at) => (
                <Item key={heading.id} way={`facts/${heading.id}`} on={path[0] ? path[0] === heading.id : at === 0}>
                  {heading.title} <Coverage answered={heading.facts.filter(({ id }) => isReported(id)).length} open={heading.facts.filter(({ id }) => !isReported(id)).length} />
                </Item>
              ))}
            </ul>
          )}
        </li>
      </ul>
      <p class="sp-contents-title">{t("Questions")}</p>
      <Tree />
      <p class="sp-contents-title">{t("Outcome")}</p>
      <ul class="sp-contents">
        <Item way="results" on={name === "results"}>
          {t("Results")}
        </Item>
        <Item way="results/facts" on={false}>
          {t("Facts and ratios")}
        </Item>
        <Item way="plan" on={name === "plan"}>
          {t("Action plan")}
        </Item>
        <Item way="compare" on={name === "compare"}>
          {t("Comparison")}
        </Item>
        <Item way="share" on={name === "share"}>
          {t("Share without names")}
        </Item>
      </ul>
      <p class="sp-contents-title">{t("Together")}</p>
      <ul class="sp-contents">
        <Item way="colleagues" on={name === "colleagues"}>
          {t("Colleagues’ files")}
        </Item>
        <Item way="review" on={name === "review"}>
          {t("Assessor’s review")} {differences().length > 0 && <span class="sp-count">{differences().length}</span>}
        </Item>
        <Item way="start" on={name === "start"}>
          {t("Files and storage")}
        </Item>
      </ul>
    </>
  );
}

function Entry({ way, on, exact = true, children }) {
  return (
    <a class="sp-entry" href={href(way)} aria-current={on ? (exact ? "page" : "true") : undefined}>
      {children}
    </a>
  );
}

function Item({ children, ...entry }) {
  return (
    <li>
      <Entry {...entry}>{children}</Entry>
    </li>
  );
}

/** The pages of questions under the groups above them; of these only the one that is open unfolds. */
function Tree() {
  const { name, path } = view.value;
  const current = name === "assess" ? (pages.value.of.get(path[1]) ?? pages.value.of.get(path[0]) ?? pages.value.list[0]) : null;
  const top = [];
  for (const page of pages.value.list) {
    const head = page.above[0] ?? page.id;
    const last = top[top.length - 1];
    if (last?.head === head) last.pages.push(page);
    else top.push({ head, pages: [page] });
  }
  return (
    <ul class="sp-contents">
      {top.map(({ head, pages: below }) => {
        const open = below.includes(current);
        const counts = counted(below.flatMap((page) => page.indicators));
        if (!counts.shown) return null;
        return (
          <li key={head}>
            <Entry way={`assess/${below.find((page) => counted(page.indicators).shown)?.id ?? below[0].id}`} on={open} exact={below.length === 1}>
              <span>{framework.value.groups.has(head) || asked.value.groups.has(head) ? named(asked.value.groups.get(head)) : text("framework/title")}</span>
              <Count counts={counts} />
            </Entry>
            {open && below.length > 1 && (
              <ul>
                {below.map((page) => {
                  const inside = counted(page.indicators);
                  return inside.shown ? (
                    <li key={page.id}>
                      <Entry way={`assess/${page.id}`} on={page === current}>
                        <span>{named(page.group)}</span>
                        <Count counts={inside} />
                      </Entry>
                    </li>
                  ) : null;
                })}
              </ul>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Count({ counts }) {
  if (isFiltered.value) return <span class="sp-count">{counts.shown}</span>;
  return <Coverage answered={counts.answered} open={counts.missing} />;
}

/** Of some questions: how many are shown, answered, and open; what is not asked counts nowhere. */
function counted(ids) {
  const counts = { shown: 0, answered: 0, missing: 0 };
  for (const id of ids) {
    if (!shown.value.has(id)) continue;
    const state = result.value.states.get(id)?.state;
    if (filter.value.unasked || isAsked(id)) counts.shown += 1;
    if (state === "missing") counts.missing += 1;
    else if (state === "answered" || state === "not applicable" || state === "undefined") counts.answered += 1;
  }
  void [part.value, submission.value];
  return counts;
}
