// Walks through XML as a stream of events: nothing is built, nothing declared is expanded, and reading can end at any time.
import { own } from "../answers.js";
import { damaged, unsafe } from "./refusal.js";

/** Thrown by a handler that has read enough. */
export class Enough extends Error {}

const PIECE = /<\?[^]*?\?>|<!--[^]*?-->|<!\[CDATA\[([^]*?)\]\]>|<(\/?)([^\s<>/!?"'=]+)((?:\s+[^\s<>/="']+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y;
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const DEEPEST = 200;

/**
 * Walk through an XML document; names come without their prefixes, so that all flavours of the format are read alike.
 *
 * @param handlers `start(tag, attributes)`, `end(tag)`, `text(text)`; attributes keep the prefixes of their names
 * @throws Refused where it is not well-formed, or declares entities
 */
export function walk(source, { start, end, text }) {
  const open = [];
  let at = source.charCodeAt(0) === 0xfeff ? 1 : 0;
  let roots = 0;
  try {
    while (at < source.length) {
      PIECE.lastIndex = at;
      const found = PIECE.exec(source);
      if (!found) throw /^<!(?:DOCTYPE|ENTITY)/i.test(source.slice(at, at + 9)) ? unsafe("entities") : damaged("xml");
      at = PIECE.lastIndex;
      const [, literal, closes, name, given, empty, said] = found;
      if (name !== undefined) {
        const tag = local(name);
        if (closes) {
          if (given || empty || open.pop() !== name) throw damaged("xml");
          end?.(tag);
        } else {
          if (open.length === 0) roots += 1;
          if (roots > 1 || open.length > DEEPEST) throw damaged("xml");
          start?.(tag, attributes(given));
          if (empty) end?.(tag);
          else open.push(name);
        }
      } else if (said !== undefined && open.length) {
        const words = plain(said);
        text?.(words);
      } else if (literal !== undefined && open.length) text?.(literal);
      else if (said !== undefined && said.trim()) throw damaged("xml");
    }
  } catch (error) {
    if (error instanceof Enough) return;
    throw error;
  }
  if (open.length || roots !== 1) throw damaged("xml");
}

export const local = (name) => name.slice(name.lastIndexOf(":") + 1);

function attributes(source) {
  const found = {};
  for (const [, name, double, single] of source.matchAll(ATTRIBUTE)) {
    Object.defineProperty(found, name, { value: plain(double ?? single), enumerable: true, configurable: true });
  }
  return found;
}

/** Resolve the entities that need no declaration; any other makes the document not well-formed. */
function plain(text) {
  if (!text.includes("&")) return text;
  return text.replace(/&([^;&]*)(;?)/g, (whole, name, closed) => {
    const number = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name);
    const point = number ? (number[1] ? parseInt(number[1], 16) : Number(number[2])) : -1;
    if (!closed || (number ? !point || point > 0x10ffff : own(NAMED, name) === undefined)) throw damaged("xml");
    return number ? String.fromCodePoint(point) : NAMED[name];
  });
}
