// Scores a suite in node: the files of the engine and the suite are named; digests go to standard output.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [engine, suite, ...show] = process.argv.slice(2);
await import(pathToFileURL(engine));
await import("./scorecard_data.js");
process.stdout.write(JSON.stringify(globalThis.comparison.scoreSuite(JSON.parse(readFileSync(suite, "utf8")), show.map(Number))));
