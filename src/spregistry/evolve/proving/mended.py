"""A submission without its errors: what an error is about is said as a complete submission says it. Pure."""

import random
from collections.abc import Callable, Collection

from spregistry.evolve.proving.generated import Data, complete_submission
from spregistry.model.framework import Framework

#: What is wrong with a submission: code, element and JSON pointer of each error.
Errors = Collection[tuple[str, str | None, str]]

#: Mending one thing may show another to be wrong.
_ROUNDS = 5


def mended(framework: Framework, submission: Data, errors_of: Callable[[Data], Errors]) -> Data | None:
    """Return a submission without errors that says what another says wherever that is not in error; None where that cannot be had.

    Args:
        framework: The version that it answers.
        submission: It stays as it is.
        errors_of: Says what is wrong with a submission.
    """
    sound = complete_submission(framework, random.Random(framework.digest))  # noqa: S311  # repeatable, not secret
    for _ in range(_ROUNDS):
        errors = errors_of(submission)
        if not errors:
            return submission
        better = submission
        for _code, element, pointer in sorted(errors, key=repr):
            better = _said_soundly(better, sound, element, pointer)
        if better == submission:  # facts contradict each other that say nothing wrong by themselves
            better = {**submission, "facts": {id_: said for id_, said in sound["facts"].items() if id_ in submission.get("facts", {})}}
        submission = better
    return None


def _said_soundly(submission: Data, sound: Data, element: str | None, pointer: str) -> Data:
    """Return a submission in which one thing is said as in a sound one; not said at all where that does not say it either."""
    part, _, rest = pointer.removeprefix("/").partition("/")
    id_ = element or rest.partition("/")[0]
    for key in (part, "answers", "facts"):
        if key in ("answers", "facts") and id_ in {**submission.get(key, {}), **sound[key]}:
            return {**submission, key: _with(submission.get(key, {}), sound[key], id_)}
    return _with(submission, sound, part) if part in submission or part in sound else submission


def _with(holder: Data, sound: Data, key: str) -> Data:
    left = {name: value for name, value in holder.items() if name != key}
    return {**left, key: sound[key]} if key in sound else left
