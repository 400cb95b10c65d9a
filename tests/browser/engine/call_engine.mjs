// Runs calls of the engine and prints what they return: `{shared: [framework data], calls: [[function, ...arguments]]}`.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [file, calls] = process.argv.slice(2);
await import(pathToFileURL(file));
const { engine } = globalThis.spregistry;
const given = JSON.parse(readFileSync(calls, "utf8"));
const shared = given.shared.map(engine.load);
const argument = (value) => (typeof value?.shared === "number" ? shared[value.shared] : value);
const plain = (_key, value) => (value instanceof Map ? Object.fromEntries(value) : value);
const results = given.calls.map(([name, ...rest]) => engine[name](...rest.map(argument)));
process.stdout.write(JSON.stringify(results, plain));
