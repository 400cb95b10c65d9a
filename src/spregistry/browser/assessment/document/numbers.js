// Figures as people write them: thousands separators and decimal signs of their country, any script's digits.

/** Signs that only ever divide groups, between two digits; a tab does not: it divides two cells of a spreadsheet. */
const GROUP_SIGNS = /(\d)[ \u00a0\u202f\u2009'’_٬](?=\d)/g;

/** Return which signs a locale writes: {decimal, group}. */
export function signsOf(locale) {
  const parts = new Intl.NumberFormat(locale).formatToParts(1234567.5);
  const sign = (type) => parts.find((part) => part.type === type)?.value;
  return { decimal: sign("decimal") ?? ".", group: sign("group") ?? "," };
}

/**
 * Read a figure that somebody typed.
 *
 * One sign that occurs once could be either; the person's own locale then decides, except where it cannot be a thousands separator
 * ("1,5", "0.125"). That is why the form shows how every figure was understood.
 *
 * @returns {{value: number, digits: string} | {problem: "blank"|"not-a-number"|"too-long"}} digits is the same in plain spelling
 */
export function readNumber(typed, locale) {
  const plain = latinDigits(typed.trim()).replace(/[−–]/g, "-").replace(GROUP_SIGNS, "$1_").replace(/٫/g, ".");
  if (plain === "") return { problem: "blank" };
  if (!/^[-+]?[\d.,_]*\d[.,]?(e[-+]?\d{1,3})?$/i.test(plain)) return { problem: "not-a-number" };
  const [, sign, body, power = ""] = /^([-+]?)([\d.,_]+)(e.*)?$/i.exec(plain);
  const digits = unite(body, signsOf(locale));
  if (digits === null) return { problem: "not-a-number" };
  const value = Number(`${sign}${digits}${power}`);
  if (!Number.isFinite(value)) return { problem: "not-a-number" };
  if (power === "" && digits.replace(/^0+|\.|0+$/g, "").replace(/^0+/, "").length > 15) return { problem: "too-long" };
  return { value: value === 0 ? 0 : value, digits: `${sign === "-" ? "-" : ""}${digits}${power}` };
}

/** Return the digits with a point at most, or null where the signs do not go together. */
function unite(body, { decimal }) {
  if (body.includes("_")) {
    const [whole, part = "0", ...more] = body.split(/[.,]/);
    return more.length || part.includes("_") || !isGrouped(whole) ? null : `${whole.replace(/_/g, "")}.${part || "0"}`;
  }
  const signs = [...new Set(body.replace(/\d/g, ""))];
  if (signs.length === 0) return body;
  if (signs.length === 2) {
    // The last one is the decimal sign; it may occur once, and the other one must divide groups.
    const last = body.lastIndexOf(",") > body.lastIndexOf(".") ? "," : ".";
    const [whole, part, ...more] = body.split(last);
    if (more.length || !isGrouped(whole)) return null;
    return `${whole.replace(/[.,]/g, "")}.${part || "0"}`;
  }
  const [sign] = signs;
  const parts = body.split(sign);
  if (parts.length > 2) return isGrouped(body) ? parts.join("") : null;
  if (sign !== decimal && isGrouped(body) && !body.startsWith("0")) return parts.join("");
  return `${parts[0] || "0"}.${parts[1] || "0"}`;
}

/** Groups of three, or of two before the last three as in India. */
function isGrouped(body) {
  return /^\d{1,3}([.,_]\d{3})*$/.test(body) || /^\d{1,2}([.,_]\d{2})*[.,_]\d{3}$/.test(body) || /^\d+$/.test(body);
}

/** Spell digits of any script in Latin ones. */
export function latinDigits(typed) {
  const isDigit = (point) => /\p{Nd}/u.test(String.fromCodePoint(point));
  return typed.replace(/(?![0-9])\p{Nd}/gu, (digit) => {
    // Digits of a script stand one behind the other, from zero on; where several sets do, each has ten.
    const point = digit.codePointAt(0);
    let before = 0;
    while (isDigit(point - before - 1)) before += 1;
    return String(before % 10);
  });
}

/** Move the decimal point of a plain spelling without rounding: ("7.1", -2) → 0.071. */
export function shifted(digits, places) {
  const [mantissa, power = "0"] = digits.toLowerCase().split("e");
  return Number(`${mantissa}e${Number(power) + places}`);
}

/** Return a fraction as the figure of its percentage: 0.071 → 7.1. */
export function asPercent(fraction) {
  return shifted(String(fraction), 2);
}
