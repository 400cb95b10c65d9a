// What compiled validators call, as text that stands in every compiled script: equality of plain data, and the length of text in
// characters as JSON Schema counts them.
export const RUNTIME = `
var equal = function (one, other) {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  var keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every(function (key) {
    return Object.prototype.hasOwnProperty.call(other, key) && equal(one[key], other[key]);
  });
};
var runtime = {
  "ajv/dist/runtime/equal": { default: equal },
  "ajv/dist/runtime/ucs2length": { default: function (text) { return Array.from(text).length; } }
};
`;
