// Puts the licences of all libraries in a bundle at its end, as these licences ask of every copy.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const LIBRARY = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//;

/** An esbuild plugin; the outputs of the build are written when their licences are known. */
export function licences(folder) {
  return {
    name: "licences",
    setup(build) {
      build.initialOptions.metafile = true;
      build.onEnd(({ errors, metafile }) => {
        if (errors.length) return;
        for (const [output, { inputs }] of Object.entries(metafile.outputs)) {
          const libraries = Object.keys(inputs).map((input) => LIBRARY.exec(input)?.[1]);
          const named = [...new Set(libraries.filter(Boolean))].sort();
          if (!output.endsWith(".js") || !named.length) continue;
          const path = join(build.initialOptions.absWorkingDir, output);
          const notices = named.map((name) => notice(join(folder, "node_modules", name))).join("\n\n");
          writeFileSync(path, `${readFileSync(path, "utf8")}/*! Contains these libraries.\n\n${notices}\n*/\n`);
        }
      });
    },
  };
}

function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) throw new Error(`${name} comes without the text of its licence (${license}); it cannot be shipped`);
  const text = readFileSync(join(folder, file), "utf8").trim().replaceAll("*/", "* /").replace(/[ \t]+$/gm, "").replace(/\r/g, "");
  return `${name} ${version}\n\n${text}`;
}
