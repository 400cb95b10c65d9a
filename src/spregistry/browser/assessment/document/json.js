// Reads JSON strictly: what JSON.parse would lose in silence, a key given twice or the end of a long number, is told instead.

const DEEPEST = 100;
const LARGEST = 2 ** 53 - 1;

/** What is wrong with a text that should be JSON; `kind` is for words, `line` and `column` count from 1. */
export class NotJson extends Error {
  constructor(kind, source, at, key) {
    const before = source.slice(0, at);
    super(kind);
    this.kind = kind;
    this.line = before.split("\n").length;
    this.column = at - before.lastIndexOf("\n");
    this.key = key;
  }
}

/** Return the value of a JSON text. Throws NotJson. */
export function parseJson(source) {
  const reader = new Reader(source);
  const value = reader.value(0);
  reader.space();
  if (reader.at < source.length) throw new NotJson("syntax-error", source, reader.at);
  return value;
}

const WORDS = { t: ["true", true], f: ["false", false], n: ["null", null] };
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
// eslint-disable-next-line no-control-regex
const PIECE = /[^"\\\u0000-\u001f]+|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const SPACE = /[ \t\n\r]*/y;

class Reader {
  constructor(source) {
    this.source = source;
    this.at = 0;
  }

  fail(kind = "syntax-error", key) {
    throw new NotJson(kind, this.source, this.at, key);
  }

  space() {
    this.match(SPACE);
  }

  match(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source);
    if (found) this.at = pattern.lastIndex;
    return found && found[0];
  }

  value(depth) {
    if (depth > DEEPEST) this.fail("too-deep");
    this.space();
    const first = this.source[this.at];
    if (first === "{") return this.object(depth);
    if (first === "[") return this.array(depth);
    if (first === '"') return this.string();
    if (own(WORDS, first) && this.source.startsWith(WORDS[first][0], this.at)) {
      this.at += WORDS[first][0].length;
      return WORDS[first][1];
    }
    return this.number();
  }

  number() {
    const start = this.at;
    const spelling = this.match(NUMBER);
    if (!spelling) this.fail();
    const value = Number(spelling);
    if (!Number.isFinite(value) || (/^-?\d+$/.test(spelling) && Math.abs(value) > LARGEST)) {
      this.at = start;
      this.fail("number-not-finite");
    }
    return value;
  }

  string() {
    const start = this.at;
    const opened = this.take('"');
    // Piece by piece: one pattern for all of a long text would need more stack than there is.
    while (opened && this.match(PIECE));
    if (!opened || !this.take('"')) {
      this.at = start;
      this.fail();
    }
    return JSON.parse(this.source.slice(start, this.at));
  }

  array(depth) {
    const items = [];
    this.at += 1;
    this.space();
    if (this.take("]")) return items;
    for (;;) {
      items.push(this.value(depth + 1));
      this.space();
      if (this.take("]")) return items;
      if (!this.take(",")) this.fail();
    }
  }

  object(depth) {
    const entries = new Map();
    this.at += 1;
    this.space();
    if (this.take("}")) return {};
    for (;;) {
      this.space();
      const key = this.string();
      if (entries.has(key)) this.fail("duplicate-key", key);
      this.space();
      if (!this.take(":")) this.fail();
      entries.set(key, this.value(depth + 1));
      this.space();
      if (this.take("}")) return Object.fromEntries(entries); // makes own properties of any name
      if (!this.take(",")) this.fail();
    }
  }

  take(sign) {
    if (this.source[this.at] !== sign) return false;
    this.at += 1;
    return true;
  }
}

function own(object, key) {
  return key !== undefined && Object.prototype.hasOwnProperty.call(object, key);
}
