"""The files of a next version, made from those of the last: the text stays as it is written, comments too; only what is about the last step goes.

Pure: from texts to texts.
"""

import re
from collections.abc import Iterator, Mapping

import yaml

from spregistry.load.frameworks import HEADER

#: What an element says of the step to its own version, and means nothing in the next.
_OF_THE_STEP = ("supersedes", "new")
_OF_THE_STEP_IN_HEADER = ("withdrawn", "previous")


def next_version(files: Mapping[str, str], reference: str, version: str) -> dict[str, str]:
    """Return the definition files of the next version, by name.

    Args:
        files: Those of the version to start from, right by schema; `framework.yaml` among them.
        reference: The version to start from, such as "sepm@3.0.0"; it becomes the `previous`.
        version: The number of the next version.
    """
    plain = {name: text.removeprefix("\ufeff") for name, text in files.items()}
    return {name: _renewed(text, reference, version) if name == HEADER else _without(text, ()) for name, text in plain.items()}


def _renewed(text: str, reference: str, version: str) -> str:
    text = _without(text, _OF_THE_STEP_IN_HEADER)
    root = _root(text)
    value = next(value for key, value in root.value if key.value == "version")
    written = f'"{version}", "previous": "{reference}"' if root.flow_style else f"{version}\nprevious: {reference}"
    return f"{text[: value.start_mark.index]}{written}{text[value.end_mark.index :]}"


def _without(text: str, header_keys: tuple[str, ...]) -> str:
    """Return a definition without what tells of the last step."""
    root = _root(text)
    for start, end in sorted(_cuts(text, root, header_keys), reverse=True):
        text = text[:start] + text[end:]
    return text


def _root(text: str) -> yaml.MappingNode:
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    if not isinstance(root, yaml.MappingNode):
        raise ValueError("a definition has keys with values")  # noqa: TRY004  # the file is wrong, not its type
    return root


def _cuts(text: str, node: yaml.Node, keys: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Yield where each key that goes begins and ends, with its value."""
    if isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _cuts(text, child, _OF_THE_STEP)
    if not isinstance(node, yaml.MappingNode):
        return
    goes = (*keys, *(_OF_THE_STEP if any(key.value == "id" for key, _ in node.value) else ()))
    if node.flow_style and any(key.value in goes for key, _ in node.value):
        yield from _flow_cuts(node, goes)
    for at, (key, value) in enumerate(node.value):
        if key.value not in goes:
            yield from () if isinstance(value, yaml.ScalarNode) else _cuts(text, value, ())
        elif not node.flow_style:
            yield _cut(text, key, value, node.value[at + 1][0] if at + 1 < len(node.value) else None)


def _flow_cuts(node: yaml.Node, goes: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Yield the same in brackets: each with the comma behind it, and the last ones with the comma before them."""
    last = max(at for at, (key, _) in enumerate(node.value) if key.value not in goes)
    for at, (key, _) in enumerate(node.value[:last]):
        if key.value in goes:
            yield key.start_mark.index, node.value[at + 1][0].start_mark.index
    if last + 1 < len(node.value):
        yield node.value[last][1].end_mark.index, node.value[-1][1].end_mark.index


def _cut(text: str, key: yaml.Node, value: yaml.Node, following: yaml.Node | None) -> tuple[int, int]:
    start, end = key.start_mark.index, _end(text, value)
    line = text.rfind("\n", 0, start) + 1
    if text[line:start].strip():  # behind the dash of a list: what follows takes its place, the lines of comment before that included
        return start, _next_lines(text, end, following.start_mark.index) if following is not None else end
    after = text.find("\n", end)
    return line, len(text) if after < 0 else after + 1


def _next_lines(text: str, end: int, following: int) -> int:
    """Return where, between the end of a value and what follows, the first comment on a line of its own begins; else where that follows."""
    found = re.compile(r"\n\s*(?=#)").search(text, end, following)
    return found.end() if found else following


def _end(text: str, node: yaml.Node) -> int:
    """Return where a value ends, without the blank lines and comments behind it, which belong to what follows.

    A list or mapping of lines ends, as its reader has it, where the next thing begins; the last text in it does not.
    """
    while isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    start = node.start_mark.index
    return start + len(text[start : node.end_mark.index].rstrip())
