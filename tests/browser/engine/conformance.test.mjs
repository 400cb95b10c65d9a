// Every published conformance vector in node; started by test_conformance.py, which resolves the profiles.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { pathToFileURL } from "node:url";

await import(pathToFileURL(process.env.ENGINE));
await import("./scorecard_data.js");

for (const given of JSON.parse(readFileSync(process.env.VECTORS, "utf8"))) {
  test(given.name, () => assert.deepEqual(globalThis.comparison.vectorDifferences(given), []));
}
