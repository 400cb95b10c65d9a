"""What was written onto the cells of a sheet as notes or as conversations, from the events of their XML."""

from collections.abc import Callable

from spregistry.load.workbook.cells import decoded, place_of


class NotesReader:
    """Collects the words on each cell, replies in their order; not who wrote them."""

    def __init__(self, count: Callable[[], None]) -> None:
        """Take whom to tell of every note."""
        self.found: dict[tuple[int, int], str] = {}
        self._count = count
        self._authors: list[str] = []
        self._place: tuple[int, int] | None = None
        self._author = ""
        self._pieces: list[str] = []
        self._taking = self._aloud = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        if tag == "comment" or (tag == "threadedComment" and attributes.get("ref")):
            self._count()
            self._place, self._pieces = place_of(attributes.get("ref", "")), []
            at = attributes.get("authorId", "")
            self._author = self._authors[int(at)] if at.isdigit() and int(at[:9]) < len(self._authors) else ""
        elif tag == "author":
            self._pieces, self._taking = [], True
        elif tag == "rPh":
            self._aloud = True
        elif tag in ("t", "text"):
            self._taking = not self._aloud

    def text(self, text: str) -> None:
        """Take text of an element."""
        if self._taking:
            self._pieces.append(text)

    def end(self, tag: str) -> None:
        """End an element."""
        if tag == "author":
            self._authors.append("".join(self._pieces))
        elif tag in ("comment", "threadedComment"):
            self._keep()
        elif tag == "rPh":
            self._aloud = False
        if tag in ("t", "text", "author"):
            self._taking = False

    def _keep(self) -> None:
        said = decoded("".join(self._pieces)).strip()
        # Spreadsheet programs begin a note with the name of its writer; the record of a consultation names no person.
        said = said.removeprefix(f"{self._author}:").strip() if self._author else said
        if said and self._place is not None:
            before = self.found.get(self._place)
            self.found[self._place] = f"{before}\n{said}" if before else said
