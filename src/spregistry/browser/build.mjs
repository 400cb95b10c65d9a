// Bundles what is shipped into dist/, which is committed: nobody needs node to install or use the program.
//
//   npm install && npm run build          everything once
//   npm run build -- assessment           only the entries named
//   npm run watch                         again after every change
//   node build.mjs --to FOLDER            elsewhere, as continuous integration does to compare
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build, context } from "esbuild";
import { licences } from "./licences.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));

// Each becomes one classic script, so that it runs from opened files too; a style sheet that one imports stands beside it.
const ENTRIES = {
  assessment: "assessment/main.jsx",
  charts: "assessment/results/charts-bundle.js",
  engine: "engine/global.js",
  migration: "migration/index.js",
  "validator-compiler": "compiler/main.js",
  workbook: "assessment/document/workbook.js",
};

function options(name, source, folder) {
  return {
    entryPoints: { [name]: join(HERE, source) },
    outdir: folder,
    absWorkingDir: HERE,
    bundle: true,
    format: "iife",
    target: "es2020",
    charset: "utf8",
    minify: true,
    legalComments: "none",
    plugins: [licences(HERE)],
    jsx: "automatic",
    jsxImportSource: "preact",
    loader: { ".svg": "dataurl" },
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "info",
  };
}

const args = process.argv.slice(2);
const to = args.includes("--to") ? resolve(args[args.indexOf("--to") + 1]) : join(HERE, "dist");
const named = args.filter((arg, at) => !arg.startsWith("--") && args[at - 1] !== "--to");
const unknown = named.filter((name) => !(name in ENTRIES));
if (unknown.length) {
  console.error(`There is no entry ${unknown.join(", ")}; there are ${Object.keys(ENTRIES).join(", ")}.`);
  process.exit(2);
}
const chosen = Object.entries(ENTRIES).filter(([name, source]) => (named.length ? named.includes(name) : existsSync(join(HERE, source))));

for (const [name, source] of chosen) {
  if (args.includes("--watch")) await (await context(options(name, source, to))).watch();
  else await build(options(name, source, to));
}
