// Compiles the schema of a framework's submissions to plain JavaScript: `compileValidator(schemaText, reference)` returns a classic
// script that sets `spregistry.validators[reference]`, a function from a submission to a list of verdicts, empty where it fits.
// A verdict is {instancePath, keyword, params}. The script needs no library and never makes code from text.
import Ajv from "ajv";
import standaloneCode from "ajv/dist/standalone/index.js";
import { compact } from "./compact.js";
import { RUNTIME } from "./runtime.js";

const OPTIONS = {
  allErrors: true,
  strict: false,
  // Dates are checked by the engine: that of the calendar is no form.
  validateFormats: false,
  messages: false,
  inlineRefs: false,
  loopRequired: 3,
  loopEnum: 3,
  code: { source: true, lines: false, optimize: true },
};

globalThis.compileValidator = (schemaText, reference) => {
  const ajv = new Ajv(OPTIONS);
  const code = standaloneCode(ajv, ajv.compile(compact(JSON.parse(schemaText))));
  // Where in the schema a verdict was made is of no use without the schema.
  const short = code.replace(/schemaPath:"[^"\\]*",/g, "");
  // Reasons that a framework accepts stand in it as text: none may end a script inside a page, or begin a comment there.
  const embeddable = short.replace(/<(?=[/!])/g, "<\\");
  return [
    "(function(){",
    "var s=globalThis.spregistry=globalThis.spregistry||{};",
    "s.validators=s.validators||{};",
    RUNTIME,
    "var module={exports:{}};",
    `(function(module,exports,require){${embeddable}\n})(module,module.exports,function(name){return runtime[name]});`,
    `var validate=module.exports;s.validators[${JSON.stringify(reference)}]=`,
    "function(data){return validate(data)?[]:validate.errors.filter(function(e){return e.keyword!=='if'}).map(function(e){",
    "return {instancePath:e.instancePath,keyword:e.keyword,params:e.params}})};",
    "})();\n",
  ].join("");
};
