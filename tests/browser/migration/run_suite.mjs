// Prints what becomes of every submission of a suite.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [suite, ...scripts] = process.argv.slice(2);
for (const script of scripts) await import(pathToFileURL(script));
process.stdout.write(JSON.stringify(globalThis.migrateSuite(JSON.parse(readFileSync(suite, "utf8")))));
