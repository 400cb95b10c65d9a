// Prints what is wrong with every submission of a suite, as rows of code, severity and JSON pointer.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [file, suite] = process.argv.slice(2);
await import(pathToFileURL(file));
const { engine } = globalThis.spregistry;
const { frameworks, cases } = JSON.parse(readFileSync(suite, "utf8"));
const loaded = frameworks.map(({ framework, profile }) => ({
  framework: engine.load(framework),
  named: profile ? engine.load(profile) : undefined,
}));
const pointer = (path) => path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
const rows = cases.map(({ of, submission }) => {
  const { framework, named } = loaded[of];
  return engine.assess(framework, submission, { named }).problems.map(({ code, severity, path }) => [code, severity, pointer(path)]);
});
process.stdout.write(JSON.stringify(rows));
