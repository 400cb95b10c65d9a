// The empty workbooks that a form brings along, as publish/browser/workbook_pack.py packs them: those of all languages in one stream, so that
// what they share is there once.
import { inflateSync } from "fflate";

const [PART, PIECE] = ["\u0002", "\u0001"];

/** A package whose parts are text. */
class Parts {
  constructor(texts) {
    /** Texts by the names of their parts. */
    this.texts = texts;
    this.entries = new Map([...texts.keys()].map((name) => [name, { name, flags: 0 }]));
  }

  has(name) {
    return this.texts.has(name);
  }

  text(name) {
    return this.texts.get(name);
  }
}

/** Return one language's empty workbook as its parts. */
export function unpack({ languages, parts, packed }, language) {
  const place = languages.indexOf(language);
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const texts = new TextDecoder().decode(inflateSync(bytes)).split(PART);
  return new Parts(
    new Map(
      parts.map((name, at) => [
        name,
        texts[at]
          .split(PIECE)
          .filter((_, number) => number % languages.length === place)
          .join(""),
      ]),
    ),
  );
}
