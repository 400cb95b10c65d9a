// The engine as a classic script: `spregistry.engine`.
import * as engine from "./index.js";

globalThis.spregistry = Object.assign(globalThis.spregistry ?? {}, { engine });
