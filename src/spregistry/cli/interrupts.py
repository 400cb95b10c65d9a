"""What is done when somebody interrupts a command at a moment when it must not stop half-way."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def finished_first() -> Iterator[None]:
    """Let an interrupt wait until what stands in the block is done and told.

    Then it ends the program by the signal itself, so that a shell sees what it would have seen at once. Where the block ends with an error
    or an exit of its own, that says how it ended, and the interrupt has nothing to add.
    """
    former = signal.getsignal(signal.SIGINT)
    # A program that ignores interrupts goes on doing so; outside of the main thread Python delivers none.
    if former in (signal.SIG_IGN, None) or threading.current_thread() is not threading.main_thread():
        yield
        return
    waiting: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: waiting.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, former)
    if waiting:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.raise_signal(signal.SIGINT)
