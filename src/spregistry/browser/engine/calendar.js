// Calendar dates as YYYY-MM-DD, which stand in the order of the calendar as text.
const LAST = "9999-12-31";

function daysIn(year, month) {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
}

/** Tell whether a text has the form YYYY-MM-DD. */
export function hasDateForm(text) {
  return typeof text === "string" && text.length === 10 && /^[0-9]{4}-[0-9]{2}-[0-9]{2}/.test(text);
}

/** Tell whether a text is a day of the calendar. */
export function isDate(text) {
  if (!hasDateForm(text)) return false;
  const [year, month, day] = text.split("-").map(Number);
  return year > 0 && month > 0 && month < 13 && day > 0 && day <= daysIn(year, month);
}

/** Return the same day some calendar months later, or that month's last day where it has fewer. */
export function monthsAfter(start, months) {
  const [year, month, day] = start.split("-").map(Number);
  const count = year * 12 + month - 1 + months;
  const later = Math.floor(count / 12);
  if (later > 9999) return LAST;
  const inYear = (count % 12) + 1;
  return `${padded(later, 4)}-${padded(inYear, 2)}-${padded(Math.min(day, daysIn(later, inYear)), 2)}`;
}

function padded(number, digits) {
  return String(number).padStart(digits, "0");
}
