"""The files of a next version, made from those of the last: the text stays as it is written, comments too; only what is about the last step goes.

Pure: from texts to texts.
"""

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
    return {name: _renewed(text, reference, version) if name == HEADER else _without(text, ()) for name, text in files.items()}


def _renewed(text: str, reference: str, version: str) -> str:
    text = _without(text, _OF_THE_STEP_IN_HEADER)
    root = _root(text)
    value = next(value for key, value in root.value if key.value == "version")
    return f"{text[: value.start_mark.index]}{version}\nprevious: {reference}{text[value.end_mark.index :]}"


def _without(text: str, header_keys: tuple[str, ...]) -> str:
    """Return a definition without what tells of the last step."""
    root = _root(text)
    for start, end in sorted(_cuts(text, root, header_keys), reverse=True):
        text = text[:start] + text[end:]
    return text


def _root(text: str) -> yaml.Node:
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    if root is None:
        raise ValueError("an empty file is no definition")
    return root


def _cuts(text: str, node: yaml.Node, keys: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Yield where each key that goes begins and ends, with its value."""
    if isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _cuts(text, child, _OF_THE_STEP)
    if not isinstance(node, yaml.MappingNode):
        return
    goes = (*keys, *(_OF_THE_STEP if any(key.value == "id" for key, _ in node.value) else ()))
    for at, (key, value) in enumerate(node.value):
        if key.value in goes:
            following = node.value[at + 1][0] if at + 1 < len(node.value) else None
            yield _cut(text, key, value, following, flow=bool(node.flow_style))
        elif not isinstance(value, yaml.ScalarNode):
            yield from _cuts(text, value, ())


def _cut(text: str, key: yaml.Node, value: yaml.Node, following: yaml.Node | None, *, flow: bool) -> tuple[int, int]:
    start, end = key.start_mark.index, key.start_mark.index + len(_written(text[key.start_mark.index : value.end_mark.index]))
    if flow:
        if following is not None:
            return start, following.start_mark.index
        return text.rindex(",", 0, start), end
    line = text.rfind("\n", 0, start) + 1
    if text[line:start].strip():  # behind the dash of a list: what follows takes its place
        return start, following.start_mark.index if following is not None else end
    after = text.find("\n", end)
    return line, len(text) if after < 0 else after + 1


def _written(value: str) -> str:
    """Return a value without the blank lines and comments behind it, which belong to what follows."""
    lines = value.split("\n")
    while len(lines) > 1 and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
        lines.pop()
    return "\n".join(lines).rstrip()
