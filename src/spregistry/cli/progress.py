"""What is being done while it takes long, on standard error."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import Self

import click

#: Where standard error is no terminal, a line is written only after so many seconds without one.
_SECONDS = 10.0


class Progress:
    """Says what is being done: on a terminal in one line that is taken away at the end, elsewhere in a line every ten seconds."""

    def __init__(self) -> None:
        self._on_terminal = sys.stderr.isatty()
        self._last = time.monotonic()

    def __enter__(self) -> Self:
        """Begin with nothing to say."""
        return self

    def __call__(self, text: str) -> None:
        """Show what is about to be done in the place of what was."""
        if self._on_terminal:
            click.echo(f"\r\x1b[K{text} …", nl=False, err=True)
        elif time.monotonic() - self._last >= _SECONDS:
            self._last = time.monotonic()
            click.echo(f"{text} …", err=True)

    def between(self, pieces: Iterable[str]) -> Iterator[str]:
        """Pass on pieces of a result, each without a line of progress before it."""
        for piece in pieces:
            self._take_away()
            yield piece

    def __exit__(self, *_raised: object) -> None:
        """Take the line away, whatever happened."""
        self._take_away()

    def _take_away(self) -> None:
        if self._on_terminal:
            click.echo("\r\x1b[K", nl=False, err=True)
