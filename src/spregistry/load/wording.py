"""Words the verdicts of JSON Schema in the language of those who write documents.

The validator decides and locates; nothing here judges. Messages are made from the kind of an error, never from its text.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from spregistry.finding import Finding
from spregistry.load import contracts
from spregistry.load.reporting import Reporter, closest, suggesting
from spregistry.load.spelling import in_full, in_quotes, listed, spelled
from spregistry.load.text.yaml_text import readable
from spregistry.model.document import Data, value_at
from spregistry.sentence import Sentence, say, sayable

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

Path = list[str | int]
Wording = Callable[["Error", Reporter], Iterator[Finding]]

#: How many unknown keys of one place are compared with those known.
SUGGESTED = 50
_NO_SEPARATORS = say("A comma begins a new key here: write numbers without thousands separators, such as 12345.")

_TYPE_WORDS = {
    "object": say("keys with values"),
    "array": say("a list"),
    "string": say("text"),
    "number": say("a number"),
    "integer": say("a whole number"),
    "boolean": say("true or false"),
    "null": say("nothing"),
}


class Error:
    """One verdict of the validator, with the part of the schema that spoke."""

    def __init__(self, raw: "ValidationError", contract: Mapping[str, Any], data: Data) -> None:
        """Keep the verdict and look up the part of the schema."""
        self.kind = type(raw.kind).__name__
        #: What the verdict is about; which attributes there are depends on its kind.
        self.detail: Any = raw.kind
        self.path: Path = list(raw.instance_path)
        self._data = data
        self.contract = contract
        self.subschema = _subschema(raw.absolute_keyword_location, contract)
        #: Keywords from the root of the contract, references included.
        self.way: Path = list(raw.evaluation_path)

    @property
    def value(self) -> Data:
        """The value that does not fit; not taken from the verdict, which holds a copy that may be the whole document."""
        return value_at(self._data, self.path)

    @property
    def name(self) -> str:
        """What the value is called: its key, or "item 3", or "the document"."""
        if not self.path:
            return say("the document")
        last = self.path[-1]
        if isinstance(last, str):
            return in_quotes(readable(last))
        holder = next((step for step in reversed(self.path) if isinstance(step, str)), None)
        if holder is None:
            return say("item {position} of the list", position=last + 1)
        return say("item {position} of “{list}”", position=last + 1, list=readable(holder))

    @property
    def wanted(self) -> str:
        """What the schema says about the value, as a sentence part; empty where it says nothing."""
        description = self.subschema.get("description", "")
        return _described(description)


def _described(description: object) -> str:
    """Return a description of a contract, without its full stop, as a sentence of the interface; empty where there is none."""
    return Sentence(description.rstrip("."), {}) if isinstance(description, str) else ""


def _subschema(location: str | None, contract: Mapping[str, Any]) -> Mapping[str, Any]:
    base, _, fragment = (location or "").partition("#")
    node: Any = (
        contract
        if base in ("", contract.get("$id"))
        else next((contracts.schema(name) for name in contracts.NAMES if contracts.schema(name)["$id"] == base), contract)
    )
    for step in fragment.split("/")[1:-1]:
        key = step.replace("~1", "/").replace("~0", "~").replace("%25", "%")
        node = node[int(key)] if isinstance(node, list) else node.get(key, {})
    return node if isinstance(node, Mapping) else {}


def schema_errors(data: Data, contract: Mapping[str, Any], validator: Any) -> list[Error]:
    """Return all verdicts on some data, none where it fits its contract."""
    if validator.is_valid(data):
        return []
    return [Error(raw, contract, data) for raw in validator.iter_errors(data)]


def word(
    errors: Iterable[Error], reporter: Reporter, special: Callable[[Error], Iterator[Finding] | None] = lambda _: None
) -> list[Finding]:
    """Word verdicts as findings; `special` may word one in its own way, or leave it to the general table with None.

    Of several verdicts on one value only the gravest is told: what is not even text has no length, and a wrong form is told as one.
    """
    errors = list(errors)
    gravest: dict[tuple[str | int, ...], int] = {}
    for error in errors:
        gravest[tuple(error.path)] = max(gravest.get(tuple(error.path), 0), _gravity(error))
    findings: list[Finding] = []
    for error in errors:
        most = gravest[tuple(error.path)]
        if _gravity(error) < most and (most == _WRONG_KIND or error.kind in _FOLLOWING):
            continue
        said = special(error)
        findings += _TABLE.get(error.kind, _does_not_fit)(error, reporter) if said is None else said
    return list(dict.fromkeys(findings))


#: Verdicts that follow from a wrong form of the same text.
_FOLLOWING = ("MinLength", "MaxLength")
_WRONG_KIND, _WRONG_FORM = 2, 1


def _gravity(error: Error) -> int:
    return {"Type": _WRONG_KIND, "Pattern": _WRONG_FORM, "Not": _WRONG_FORM}.get(error.kind, 0)


def _as_number(value: Data) -> str | None:
    """Return a number written with thousands separators or a percent sign as it should be written, or None."""
    if not isinstance(value, str) or re.fullmatch(r"[-+]?[0-9][0-9 ,_.\u00a0\u202f']*%?", value) is None:
        return None
    digits = re.sub(r"[^0-9.+-]", "", re.sub(r",([0-9]{1,2})%?$", r".\1", value))
    return digits if digits.count(".") <= 1 else None


def _wrong_type(error: Error, reporter: Reporter) -> Iterator[Finding]:
    wanted = listed(_TYPE_WORDS[name] for name in error.detail.types if name != "null")
    written = spelled(error.value, reporter.source.spelling(error.path))
    hint: str | None = say("Fill it in, or remove the line.")
    if error.value is None:
        message = say("{name} is left empty; {wanted} belongs here", name=error.name, wanted=wanted)
    else:
        message = say("{name} is {written}, but {wanted} belongs here", name=error.name, written=written, wanted=wanted)
        quoted = "string" in error.detail.types and isinstance(error.value, int | float)
        hint = say('Put it in quotes: "{text}".', text=reporter.source.spelling(error.path) or error.value) if quoted else None
        number = _as_number(error.value) if {"number", "integer"} & {*error.detail.types} else None
        if number is not None:
            hint = say("Write it with digits and a point only, such as {number}.", number=number)
        if quoted and "pattern" in error.subschema:
            hint = say("Expected: {wanted}.", wanted=error.wanted)  # quotes alone would not make it right
    yield reporter.finding("wrong-type", error.path, message, hint=hint)


def _unknown_keys(error: Error, reporter: Reporter) -> Iterator[Finding]:
    known = [*error.subschema.get("properties", {})]
    for at, key in enumerate(error.detail.unexpected):
        if at == SUGGESTED:
            known = []  # so many are not misspelt, they belong elsewhere; and each suggestion takes its time
        yield unknown_key([*error.path, key], known, reporter)


def unknown_key(path: Path, known: list[str], reporter: Reporter) -> Finding:
    """Word one key that is not known, with the nearest one that is, or all of them."""
    key = str(path[-1])
    hint = None if closest(key, known) else say("Known here: {keys}.", keys=listed(known, len(known))) if known else None
    message = suggesting(say("the key “{key}” is not known here", key=readable(key)), key, known)
    return reporter.finding("unknown-key", path, message, hint=_NO_SEPARATORS if key.isdigit() else hint)


def _missing_key(error: Error, reporter: Reporter) -> Iterator[Finding]:
    key = error.detail.property
    keys = error.subschema.get("properties")
    about = _described(keys.get(key, {}).get("description")) if isinstance(keys, Mapping) else ""
    message = say("the key “{key}” is missing", key=key)
    if error.path:
        message = say("the key “{key}” is missing in {name}", key=key, name=error.name)
    hint = say("Add “{key}:”. {meaning}.", key=key, meaning=about) if about else say("Add “{key}:”.", key=key)
    yield reporter.finding("missing-key", error.path, message, hint=hint)


def _unknown_option(error: Error, reporter: Reporter) -> Iterator[Finding]:
    possible = _possible(error)
    written = spelled(error.value, reporter.source.spelling(error.path))
    message = _must_be(error.name, written, listed(possible))
    # Options are listed anyway; a wrong guess for a negation, such as for-profit for non-profit, would turn an answer around.
    if isinstance(error.value, str) and not re.match("non|not|no-|un", error.value):
        message = suggesting(message, error.value, map(str, possible))
    yield reporter.finding("unknown-option", error.path, message)


def _must_be(name: str, written: str, wanted: str) -> Sentence:
    return say("{name} is {written}, but must be {wanted}", name=name, written=written, wanted=wanted)


_BOUNDS = {
    "Minimum": sayable("{name} is {written}, but must be at least {limit}"),
    "Maximum": sayable("{name} is {written}, but must be at most {limit}"),
    "ExclusiveMinimum": sayable("{name} is {written}, but must be more than {limit}"),
    "ExclusiveMaximum": sayable("{name} is {written}, but must be less than {limit}"),
}


def _out_of_range(error: Error, reporter: Reporter) -> Iterator[Finding]:
    written = spelled(error.value, reporter.source.spelling(error.path))
    said = {"name": error.name, "written": written, "limit": in_full(error.detail.limit)}
    yield reporter.finding("out-of-range", error.path, Sentence(_BOUNDS[error.kind], said))


_LENGTHS = {
    "MinLength": (sayable("{name} has fewer than {limit} characters"), say("Write more.")),
    "MaxLength": (sayable("{name} has more than {limit} characters"), say("Shorten it.")),
    "MinItems": (sayable("{name} has fewer than {limit} items"), say("Add what is missing, or remove the key.")),
    "MaxItems": (sayable("{name} has more than {limit} items"), say("Remove some.")),
    "MinProperties": (sayable("{name} needs at least {limit} key"), say("Add one, or remove the whole.")),
    "MaxProperties": (sayable("{name} may have only {limit} key"), say("Keep the one that is meant.")),
}


def _wrong_length(error: Error, reporter: Reporter) -> Iterator[Finding]:
    said, hint = _LENGTHS[error.kind]
    message = Sentence(said, {"name": error.name, "limit": error.detail.limit})
    if error.kind in ("MinLength", "MinItems") and error.detail.limit == 1:
        message = say("{name} is empty", name=error.name)
    if error.wanted:
        message = say("{sentence} ({wanted})", sentence=message, wanted=error.wanted)
    yield reporter.finding("wrong-length", error.path, message, hint=hint)


def _malformed(error: Error, reporter: Reporter) -> Iterator[Finding]:
    if error.kind == "Not" and "pattern" not in error.subschema.get("not", {}):
        yield from _does_not_fit(error, reporter)
        return
    message = say("{name} is {written}, which is not in the right form", name=error.name, written=spelled(error.value))
    hint = say("Expected: {wanted}.", wanted=error.wanted or say("see the schema for its form"))
    yield reporter.finding("malformed", error.path, message, hint=hint)


def _bad_key(error: Error, reporter: Reporter) -> Iterator[Finding]:
    # The contracts refuse such a key where it stands; only the empty one is refused at what holds it.
    path = [*error.path, ""] if error.kind == "PropertyNames" else error.path
    message = say("the key “{key}” is no id", key=readable(str(path[-1])))
    yield reporter.finding("malformed", path, message, hint=say("Ids have small letters, digits and hyphens, at most 64."))


def _repeated(error: Error, reporter: Reporter) -> Iterator[Finding]:
    items = error.value if isinstance(error.value, list) else []
    seen: set[str] = set()
    twice = next((item for item in items if repr(item) in seen or seen.add(repr(item))), None)  # type: ignore[func-returns-value]  # add gives None
    yield reporter.finding("repeated-item", error.path, say("{name} holds {written} twice", name=error.name, written=spelled(twice)))


def _alternatives(error: Error, reporter: Reporter) -> Iterator[Finding]:
    """Word the alternative that comes nearest: the one whose complaints lie deepest, and are not about its kind as a whole."""
    branches = [[Error(raw, error.contract, reporter.source.data) for raw in branch] for branch in getattr(error.detail, "context", [])]
    inner = [branch for branch in branches if any(len(found.path) > len(error.path) for found in branch)]
    whole = [found for branch in branches for found in branch if found.path == error.path]
    if inner:
        yield from word(max(inner, key=lambda branch: max(len(found.path) for found in branch)), reporter)
    elif whole and all(found.kind == "Required" for found in whole):
        keys = listed(in_quotes(key) for key in dict.fromkeys(found.detail.property for found in whole))
        few = sayable("{name} needs at least one of the keys {keys}")
        if error.kind.startswith("OneOf"):
            few = sayable("{name} needs exactly one of the keys {keys}")
        yield reporter.finding("missing-key", error.path, Sentence(few, {"name": error.name, "keys": keys}))
    else:
        kinds = [name for found in whole if found.kind == "Type" for name in found.detail.types]
        options = [option for found in whole for option in _possible(found)]
        wanted = listed([*options, *dict.fromkeys(_TYPE_WORDS[name] for name in kinds)]) if options or kinds else error.wanted
        yield reporter.finding("unknown-option", error.path, _must_be(error.name, spelled(error.value), wanted))


def _possible(error: Error) -> list[Any]:
    if error.kind == "Enum":
        return list(error.detail.options)
    return [error.detail.expected_value] if error.kind == "Constant" else []


def _too_many(error: Error, reporter: Reporter) -> Iterator[Finding]:
    keys = [
        key
        for branch in error.subschema.get("oneOf", [])
        for key in branch.get("required", [])
        if isinstance(error.value, dict) and key in error.value
    ]
    message = say("{name} may have only one of the keys {keys}", name=error.name, keys=listed(in_quotes(key) for key in keys))
    yield reporter.finding("does-not-fit", error.path, message)


def _does_not_fit(error: Error, reporter: Reporter) -> Iterator[Finding]:
    banned = error.subschema.get("not", {})
    combinations = [part.get("required", []) for part in (banned, *banned.get("anyOf", []))]
    keys: list[str] = next(
        (keys for keys in combinations if keys and isinstance(error.value, dict) and all(key in error.value for key in keys)), []
    )
    message = say("{name} does not fit here", name=error.name)
    if len(keys) == 1:
        message = say("{name} may not have “{key}” here", name=error.name, key=keys[0])
    elif keys:
        message = say("{name} may not have {keys} together", name=error.name, keys=listed([in_quotes(key) for key in keys], last="and"))
    yield reporter.finding("does-not-fit", error.path, message)


_TABLE: dict[str, Wording] = {
    "Type": _wrong_type,
    "AdditionalProperties": _unknown_keys,
    "Required": _missing_key,
    "Enum": _unknown_option,
    "Constant": _unknown_option,
    "Minimum": _out_of_range,
    "Maximum": _out_of_range,
    "ExclusiveMinimum": _out_of_range,
    "ExclusiveMaximum": _out_of_range,
    "MinLength": _wrong_length,
    "MaxLength": _wrong_length,
    "MinItems": _wrong_length,
    "MaxItems": _wrong_length,
    "MinProperties": _wrong_length,
    "MaxProperties": _wrong_length,
    "Pattern": _malformed,
    "Not": _malformed,
    "PropertyNames": _bad_key,
    "FalseSchema": _bad_key,
    "UniqueItems": _repeated,
    "AnyOf": _alternatives,
    "OneOfNotValid": _alternatives,
    "OneOfMultipleValid": _too_many,
}
