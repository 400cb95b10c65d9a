// The states of an indicator in a submission; never mixed up.
export const ANSWERED = 0;
export const MISSING = 1;
export const NOT_APPLICABLE = 2;
export const NOT_ASKED = 3;
export const NOT_YET_DUE = 4;
// A ratio whose denominator is zero.
export const UNDEFINED = 5;

/** In words, by number, as scorecards have them. */
export const STATES = ["answered", "missing", "not applicable", "not asked", "not yet due", "undefined"];
