// Loads what draws pictures, when the first one is wanted: charts.js beside this script, or what the self-contained file holds.
import { loadScript } from "../script.js";
import { options } from "../state.js";

const OWN = typeof document === "undefined" ? null : (document.currentScript?.src ?? null);
let loading = null;

/** Return a promise of `{draw, png}`; it is rejected where charts.js is not to be had, and may then be asked for again. */
export function charts() {
  if (globalThis.spregistry?.charts) return Promise.resolve(globalThis.spregistry.charts);
  loading ??= load().catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function load() {
  const address = options.value.charts ?? (OWN ? new URL("charts.js", OWN).href : null);
  if (address === null) throw new Error("charts.js is not part of this file");
  await loadScript(address);
  if (!globalThis.spregistry?.charts) throw new Error("charts.js holds no charts");
  return globalThis.spregistry.charts;
}
