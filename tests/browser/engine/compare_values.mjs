// Scores two suites of the same frameworks, case by case, and prints where scores or states differ, with the digests of the second.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [file, ...suites] = process.argv.slice(2);
await import(pathToFileURL(file));
await import("./scorecard_data.js");
const { engine } = globalThis.spregistry;
const [given, wanted] = suites.map((path) => JSON.parse(readFileSync(path, "utf8")));

function outcome({ frameworks }, { of, submission }) {
  const framework = engine.load(frameworks[of].framework);
  const { scorecard, states, problems } = engine.assess(framework, submission);
  const { indicators, calculations } = engine.explain(framework, submission);
  const gains = [...indicators.values()].map(({ id, state, reason, points, best, gain }) => ({ id, state, reason, points, best, gain }));
  const numbers = { overall: scorecard.overall, groups: [...scorecard.groups.values()], calculations: [...calculations], gains };
  return { numbers: JSON.stringify([numbers, [...states].map(([id, { state, points, value }]) => [id, state, points, value])]), problems };
}

const unlike = [];
given.cases.forEach((spoiled, at) => {
  const [broken, whole] = [outcome(given, spoiled), outcome(wanted, wanted.cases[at])];
  if (broken.numbers !== whole.numbers) unlike.push([at, broken.numbers, whole.numbers]);
  if (!broken.problems.length) unlike.push([at, "nothing is said to be wrong"]);
});
process.stdout.write(JSON.stringify({ unlike, digests: globalThis.comparison.scoreSuite(wanted).digests }));
