// What is drawn: scores of groups, segments of facts, years beside each other; as the plain data that charts-bundle.js takes.
import { direction, number, t } from "../language.js";
import { codeText, named, rangeText, segmentText, shareText, wholeEnds } from "../wording.js";

const LINE = 17;

/** Return what all pictures of scores share. */
function common(title) {
  return {
    title,
    most: 100,
    rtl: direction.value === "rtl",
    names: { certain: t("Score so far"), open: t("Still open: counts once answered") },
    tick: (value) => number(value),
  };
}

/** Return the scores of groups as bars: certain up to the score, open up to the potential. */
export function groupBars(groups, scorecard, title, { width }) {
  const measures = groups.map((group) => scorecard.groups.get(group.id));
  const finished = measures.every((one) => one.score === one.potential);
  const shared = common(title);
  return {
    ...shared,
    kind: "bars",
    names: { ...shared.names, certain: finished ? t("Score") : t("Score so far") },
    labels: groups.map((group) => wrapped(group, ...room(width))),
    series: [seriesOf("", measures)],
    ends: [measures.map(endText)],
  };
}

/** Return the scores of groups as a radar; null where fewer than three make no figure. */
export function groupRadar(groups, scorecard, title, { width }) {
  const measures = groups.map((group) => scorecard.groups.get(group.id));
  const finished = measures.every((one) => one.score === one.potential);
  const shared = common(title);
  return {
    ...shared,
    kind: "radar",
    names: { ...shared.names, certain: finished ? t("Score") : t("Score so far") },
    // On a phone the code says which is which; the table below has the titles.
    labels: groups.map((group) => (width < 400 && group.code ? codeText(group.code) : wrapped(group, 18, 3))),
    series: [seriesOf(t("Score"), measures)],
  };
}

/** Return the scores of groups in several years beside each other. */
export function yearBars(groups, cards, names, title, { width }) {
  const shared = common(title);
  return {
    ...shared,
    kind: "groups",
    labels: groups.map((group) => wrapped(group, ...room(width))),
    series: cards.map(({ scorecard }, at) => seriesOf(names[at], groups.map((group) => scorecard.groups.get(group.id)))),
    ends: cards.map(({ scorecard }) => groups.map((group) => endText(scorecard.groups.get(group.id)))),
  };
}

/** Return which share of some facts each segment has, this year and, where it is there, last year. */
export function segmentBars(rows, factTitle, names, title, { width }) {
  const parts = rows.flatMap((row) => row.parts.filter((part) => part.share !== null).map((part) => ({ row, part })));
  const hasBefore = names.before && parts.some(({ part }) => part.beforeShare !== null);
  const shares = (key) => parts.map(({ part }) => (part[key] === null ? null : part[key] * 100));
  const series = [{ name: names.now, low: shares("share"), high: shares("share") }];
  const ends = [parts.map(({ part }) => shareText(part.share))];
  if (hasBefore) {
    series.push({ name: names.before, low: shares("beforeShare"), high: shares("beforeShare") });
    ends.push(parts.map(({ part }) => (part.beforeShare === null ? "" : shareText(part.beforeShare))));
  }
  return {
    ...common(title),
    kind: "groups",
    names: { certain: names.now, open: "" },
    tick: (value) => number(value / 100, { style: "percent" }),
    labels: parts.map(({ row, part }) => lines(t("{fact}: {segment}", { fact: factTitle(row.id), segment: segmentText(part.segment) }), ...room(width))),
    series,
    ends,
  };
}

function seriesOf(name, measures) {
  return { name, low: measures.map((one) => one?.score ?? null), high: measures.map((one) => one?.potential ?? null) };
}

/** Return what stands beside a bar: the score, or its range in whole numbers; the table has the decimals. */
function endText(measures) {
  if (!measures || measures.score === null || measures.score === measures.potential) return rangeText(measures);
  return t("{low} to {high}", wholeEnds(measures));
}

/** Return how many characters and lines the name of a bar may have, so that bars keep more than half of the width. */
function room(width) {
  return [Math.max(14, Math.min(40, Math.floor((width * 0.4) / 7.2))), width < 600 ? 3 : 2];
}

/** Return how high a picture is in pixels; lower on paper, where the first page should hold it. */
export function heightOf(picture, width, paper = false) {
  if (picture.kind === "radar") return paper ? 300 : Math.max(300, Math.min(360, width * 0.85));
  const rows = picture.labels.map((label) => Math.max((Array.isArray(label) ? label.length : 1) * LINE + 7, picture.series.length * 24 + 10));
  return rows.reduce((sum, row) => sum + row, 0) + 74;
}

function wrapped(group, width, most) {
  return lines(named(group), width, most);
}

/** Break a text into lines of at most so many characters; what does not fit ends in an ellipsis. */
function lines(text, width, most) {
  const found = [""];
  for (const word of text.split(/\s+/)) {
    const last = found[found.length - 1];
    if (!last || last.length + 1 + word.length <= width) found[found.length - 1] = last ? `${last} ${word}` : word;
    else found.push(word);
  }
  if (found.length <= most) return found;
  const cut = found.slice(0, most);
  cut[most - 1] = `${cut[most - 1].slice(0, width - 1)}…`;
  return cut;
}
