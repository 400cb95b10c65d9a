"""Makes matplotlib's SVG fit for a page: no styles that a strict page would refuse, no ids that two pictures share, words for all."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree as ET

_SVG, _LINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"

#: Properties that SVG also knows as attributes; others are either the default or about scripts and pages.
_ATTRIBUTES = re.compile(
    r"fill|fill-opacity|opacity|text-anchor|font-(size|weight|style)"
    r"|stroke|stroke-(width|opacity|dasharray|dashoffset|linejoin|linecap|miterlimit)"
)
_FONT = re.compile(r"(?:(?P<weight>\d+|bold) )?(?P<size>[\d.]+)px ")
_FONTS = "DejaVu Sans, Verdana, sans-serif"


class Lettering(NamedTuple):
    """A text of a drawing: where its baseline begins, ends or has its middle, in points from the upper left corner."""

    text: str
    x: float
    y: float
    size: float
    anchor: str
    colour: str


class Drawing(NamedTuple):
    """A picture as an SVG element, whole, and apart: what is drawn, and what is written on it."""

    svg: str
    bare: str
    letterings: tuple[Lettering, ...]
    #: In points.
    width: float
    height: float


def clean(text: str, name: str, alt: str) -> Drawing:
    """Return an SVG document as an element for a page.

    Args:
        text: What matplotlib wrote; nothing in it but numbers and text of ours is kept.
        name: A name in ASCII that no other picture of the page has.
        alt: The picture in words.
    """
    ET.register_namespace("", _SVG)
    root = ET.fromstring(text)  # noqa: S314  # what matplotlib has just written, not anybody's document
    for parent in root.iter():
        for child in [child for child in parent if child.tag.rpartition("}")[2] in ("metadata", "style", "title")]:
            parent.remove(child)
    linked = set(_links(root))
    for element in root.iter():
        _restyle(element)
        _rename(element, linked, name)
    for defs in [*root.findall(f"{{{_SVG}}}defs")]:
        if not len(defs):
            root.remove(defs)
    width, height = _frame(root, name)
    title = ET.Element(f"{{{_SVG}}}title", {"id": f"{name}-title"})
    title.text = alt
    root.insert(0, title)
    svg = ET.tostring(root, encoding="unicode")
    letterings = tuple(_letterings(root))
    return Drawing(svg, ET.tostring(root, encoding="unicode"), letterings, width, height)


def _frame(root: ET.Element, name: str) -> tuple[float, float]:
    """Let the page decide how large the picture is; return its size in points."""
    width, height = (float(root.attrib.pop(side).removesuffix("pt")) for side in ("width", "height"))
    root.attrib.pop("version", None)
    root.set("viewBox", f"0 0 {width:g} {height:g}")
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title")
    root.set("font-family", _FONTS)
    # Anchors of text are meant from left to right, whatever the page around the picture.
    root.set("direction", "ltr")
    return width, height


def _letterings(root: ET.Element) -> Iterator[Lettering]:
    """Take the texts out of a picture, each with its place."""
    for parent in [*root.iter()]:
        for child in [*parent]:
            if child.tag != f"{{{_SVG}}}text":
                continue
            parent.remove(child)
            x, y = (float(child.attrib[key]) for key in ("x", "y"))
            size = float(child.get("font-size", "8px").removesuffix("px"))
            anchor = child.get("text-anchor", "start")
            yield Lettering(child.text or "", x, y, size, anchor, child.get("fill", "#000000"))


def _links(root: ET.Element) -> Iterator[str]:
    for element in root.iter():
        for key, value in element.attrib.items():
            if key == f"{{{_LINK}}}href":
                yield value.removeprefix("#")
            yield from re.findall(r"url\(#([^)]+)\)", value)


def _restyle(element: ET.Element) -> None:
    """Turn the style of an element into attributes."""
    for declaration in element.attrib.pop("style", "").split(";"):
        key, _, value = (part.strip() for part in declaration.partition(":"))
        if key == "font":
            found = _FONT.match(value)
            if found:
                element.set("font-size", found["size"])
            if found and found["weight"]:
                element.set("font-weight", found["weight"])
        elif _ATTRIBUTES.fullmatch(key):
            element.set(key, value)


def _rename(element: ET.Element, linked: set[str], name: str) -> None:
    """Keep only ids that something refers to, under names of this picture's own."""
    own = element.attrib.pop("id", None)
    if own in linked:
        element.set("id", f"{name}-{own}")
    for key, value in [*element.attrib.items()]:
        if key == f"{{{_LINK}}}href":
            del element.attrib[key]
            element.set("href", f"#{name}-{value.removeprefix('#')}")
        elif "url(#" in value:
            element.set(key, re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", value))
