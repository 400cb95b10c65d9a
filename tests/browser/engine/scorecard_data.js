// Puts what the engine gives into the shape of schemas/scorecard.schema.json, with the words that scorecards of the command line have.
// A classic script, for node and Chromium alike; the engine is what is shipped: `spregistry.engine`.
(() => {
  const REASONS = {
    "fact-absent": (fact) => `the fact “${fact}” is not reported`,
    "fact-not-measured": (fact) => `the fact “${fact}” is declared not measured`,
    "fact-decides": (fact) => `the fact “${fact}” decides whether it is asked, and is not reported`,
    "zero-denominator": () => "its denominator is zero",
    "no-period": () => "the end of the period is not reported",
    condition: () => "its condition does not hold",
    "not-yet-due": (_fact, months) => `due from month ${months}`,
  };

  function scorecardData({ framework, profile, texts }, submission) {
    const { engine } = globalThis.spregistry;
    const scored = profile ?? framework;
    const text = (key) => texts[key] ?? null;
    const factTitle = (id) => (id === undefined ? "" : (scored.facts.get(id).title ?? text(`${id}/title`)));
    const { scorecard, states } = engine.assess(framework, submission, { profile });
    const { indicators, calculations } = engine.explain(framework, submission, { profile });
    const calculation = (id) => {
      const { aggregate, children, caps, uncapped } = calculations.get(id);
      const worded = caps.map((cap) => ({ ...cap, reason: cap.reason ?? text(`${id ?? "framework"}/caps/${cap.indicator}`) }));
      return { aggregate, children, caps: worded, uncapped };
    };
    const row = (found) => {
      const { reason } = found;
      if (states.get(found.id).state !== found.state) throw new Error(`${found.id} has two states`);
      return {
        ...found,
        title: found.title ?? text(`${found.id}/title`),
        reason: reason && REASONS[reason.kind](factTitle(reason.facts[0]), reason.months),
      };
    };
    const group = ({ id, code, title, level, parent, ...measures }) => ({
      ...{ id, code, title: title ?? text(`${id}/title`), level, parent, measures, calculation: calculation(id) },
    });
    const data = {
      format: 1,
      stamp: scorecard.stamp(),
      submission: {
        organisation: submission.organisation?.name ?? null,
        country: submission.organisation?.country ?? null,
        period: submission.period ?? null,
        status: submission.status ?? "draft",
        assurance: submission.assurance?.level ?? "self",
      },
      overall: scorecard.overall,
      bands: scored.bands.map((band) => ({ id: band.id, label: band.label ?? text(`band:${band.id}/label`) ?? band.id, from: band.from })),
      groups: [...scorecard.groups.values()].map(group),
      awards: scorecard.awards.map((award) => ({ ...award, title: award.title ?? text(`award:${award.id}/title`) })),
      indicators: [...indicators.values()].map(row),
      calculation: calculation(null),
    };
    if (scorecard.droppedCaps.length) data.dropped_caps = scorecard.droppedCaps;
    return data;
  }

  /** The bits of all values before they are rounded, as hexadecimal digits. */
  function bits({ framework, profile }, submission) {
    const values = globalThis.spregistry.engine.unrounded(framework, submission, { profile });
    return Array.from(new Uint8Array(values.buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /** Score every case of a suite `{frameworks, cases}`; return the digests of all scorecards and of their bits, and in full those at `show`. */
  function scoreSuite(suite, show = []) {
    const { engine } = globalThis.spregistry;
    const frameworks = suite.frameworks.map(({ framework, profile, texts }) => ({
      framework: engine.load(framework),
      profile: profile ? engine.load(profile) : undefined,
      texts,
    }));
    const scored = suite.cases.map(({ of, submission }) => scorecardData(frameworks[of], submission));
    const exact = suite.cases.map(({ of, submission }) => engine.digest(bits(frameworks[of], submission)));
    return { digests: scored.map(engine.digest), bits: exact, shown: show.map((at) => scored[at]) };
  }

  // Plain doubles; all other numbers are published or counted, and must be equal.
  const DOUBLES = ["points", "best", "coverage", "evidence_coverage"];

  /** Compare what is expected with what was found; keys that are not expected may be anything. */
  function differences(expected, found, path = "") {
    if (typeof expected === "object" && expected !== null && typeof found === "object" && found !== null) {
      if (Array.isArray(expected) && expected.length !== found.length) return [`${path}: ${expected.length} expected, ${found.length} found`];
      return Object.keys(expected).flatMap((key) => differences(expected[key], found[key], `${path}/${key}`));
    }
    const close = DOUBLES.includes(path.split("/").pop()) && typeof expected === "number" && Math.abs(expected - found) <= 1e-12;
    return close || expected === found ? [] : [`${path}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`];
  }

  const byId = (rows, shape) => Object.fromEntries(rows.map((row) => [row.id, shape(row)]));

  /** Score a conformance vector `{vector, framework, profile}`, frameworks resolved; return how it differs from what it expects. */
  function vectorDifferences({ vector, framework, profile }) {
    const { engine } = globalThis.spregistry;
    const loaded = { framework: engine.load(framework), profile: profile ? engine.load(profile) : undefined, texts: {} };
    const data = scorecardData(loaded, vector.submission);
    const caps = ({ caps: biting }) => biting.map(({ indicator, bites }) => ({ indicator, bites }));
    return differences(vector.expected, {
      overall: data.overall,
      groups: byId(data.groups, (group) => group.measures),
      indicators: byId(data.indicators, (row) => row),
      caps: { "": caps(data.calculation), ...byId(data.groups, (group) => caps(group.calculation)) },
      awards: byId(data.awards, ({ held, minimums }) => ({
        held,
        outcomes: Object.fromEntries(minimums.map(({ group, outcome }) => [group, outcome])),
      })),
      dropped_caps: data.dropped_caps ?? [],
    });
  }

  globalThis.comparison = { scorecardData, scoreSuite, vectorDifferences };
})();
