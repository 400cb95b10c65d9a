"""Says sentences, numbers and dates as one language writes them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from spregistry.load.languages.catalogues import Catalogue
from spregistry.model.day import as_day
from spregistry.model.scorecard import Measures, Published

if TYPE_CHECKING:
    from babel import Locale

#: What stands where there is no number.
DASH = "–"

#: Characters that turn the direction of all text behind them; shown by name, so that a text cannot disguise what follows it.
_TURNING = {ord(sign): f"[U+{ord(sign):04X}]" for sign in "\u202a\u202b\u202d\u202e"} | {0x202C: None}


class Words:
    """One language's way of writing; sentences that it does not know stay English."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Take a language that the interface speaks, and find its rules for numbers and dates; where these are not known, English ones."""
        self.language = catalogue.language
        self.direction = catalogue.direction
        self._catalogue = catalogue
        self._locale = _locale(catalogue.language)

    def __call__(self, text: str) -> str:
        """Say a sentence; text that is no sentence stays as it is."""
        return self._catalogue.translate(text)

    def number(self, value: float, digits: int = 6) -> str:
        """Write a number with as many decimals as it needs, up to `digits`."""
        from babel.numbers import format_decimal

        pattern = "#,##0." + "#" * digits if digits else "#,##0"
        return str(format_decimal(value, format=pattern, locale=self._locale))

    def score(self, value: Published) -> str:
        """Write a published score with its two decimals; a dash where nothing was scored."""
        from babel.numbers import format_decimal

        return DASH if value is None else str(format_decimal(value, format="0.00", locale=self._locale))

    def range(self, measures: Measures | None) -> str:
        """Write a score, or the range in which it will lie while something is missing."""
        if measures is None or measures.score == measures.potential:
            return self.score(measures.score if measures else None)
        return f"{self.score(measures.score)}–{self.score(measures.potential)}"

    def signed(self, hundredths: int) -> str:
        """Write a difference of published scores, in hundredths, with its sign: a true minus."""
        sign = "+" if hundredths > 0 else "−" if hundredths < 0 else "±"
        return f"{sign}{self.score(abs(hundredths) / 100)}"

    def share(self, value: float | None) -> str:
        """Write a share as a whole percentage that is 100 only where it is complete, and 0 only where there is nothing."""
        from babel.numbers import format_percent

        if value is None:
            return DASH
        rounded = round(value * 100)
        shown = min(rounded, 99) if value < 1 else rounded
        return str(format_percent((max(shown, 1) if value > 0 else shown) / 100, locale=self._locale))

    def percent(self, value: float, digits: int = 2) -> str:
        """Write a fraction as a percentage with as many decimals as it needs, up to `digits`."""
        from babel.numbers import format_percent

        # Languages differ in where the sign stands, and with which space.
        pattern = self._locale.percent_formats[None].pattern.replace("#,##0", "#,##0." + "#" * digits)
        return str(format_percent(value, format=pattern, locale=self._locale))

    def date(self, text: object) -> str:
        """Write a date that stands as YYYY-MM-DD; what is none stays as it is, a dash where there is nothing."""
        from babel.dates import format_date

        if not text:
            return DASH
        day = as_day(str(text))
        if day is None:
            return plain(text)
        shown = str(format_date(day, format="medium", locale=self._locale))
        # Dates of right-to-left languages would mingle with what stands beside them.
        return f"\N{FIRST STRONG ISOLATE}{shown}\N{POP DIRECTIONAL ISOLATE}" if self.direction == "rtl" else shown

    def country(self, code: str) -> str:
        """Return the name of a country; its code where it is not known."""
        return str(self._locale.territories.get(code, code))

    def listed(self, parts: Iterable[str]) -> str:
        """Write parts in a row, joined by the language's “and”."""
        from babel.lists import format_list

        return str(format_list([*parts], locale=self._locale))


def _locale(language: str) -> "Locale":
    from babel import Locale, UnknownLocaleError

    for code in (language, language.split("-", maxsplit=1)[0]):
        try:
            return Locale.parse(code, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


def plain(text: object) -> str:
    """Return what somebody wrote as text that only says what it says: signs that turn the direction are shown by name."""
    return str(text).translate(_TURNING)


def shortened(text: str, length: int) -> str:
    """Cut a text to a length, at a word where possible, with an ellipsis where something is left out."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[length // 2 :] else cut).rstrip(" ,;:") + "…"
