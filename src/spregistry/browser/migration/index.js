// Bundled on its own (dist/migration.js), and loaded when a file of an earlier version is opened.
import { migrate } from "./migration.js";
import { misshapen } from "./shape.js";

const spregistry = (globalThis.spregistry ??= {});
spregistry.migration = { migrate, misshapen };
