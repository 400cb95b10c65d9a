"""Draws the pictures of a report: bars, radar, panels, and the scale under the headline; legible in grey and by the colour-blind."""

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from spregistry.publish.report import panels
from spregistry.publish.report.blocks import Headline, Mark, Picture
from spregistry.publish.report.pen import (
    FULL,
    HATCH,
    INK,
    LINE,
    OPEN,
    PAPER,
    SIZE,
    SOFT,
    WIDTH,
    Look,
    bar,
    bare,
    blank,
    isolated,
    key,
    saved,
    scale,
    wrapped,
    write,
)
from spregistry.publish.report.vector import Drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Letters of a label that fit beside the bars, per line.
_LABEL = 43
#: Few bars are given more room: they stand on the board's page.
_FEW = 8
_QUARTERS = (0, 25, 50, 75, 100)


@lru_cache(maxsize=64)
def draw(picture: Picture) -> Drawing:
    """Return a picture as a drawing, with its alternative text."""
    return saved(lambda: _DRAWN[picture.kind](picture), picture.name, picture.alt)


@lru_cache(maxsize=64)
def gauge(headline: Headline, name: str, *, rtl: bool) -> Drawing | None:
    """Return the scale from 0 to 100 with the headline's score or range, and where the bands begin; None without a score."""
    low, high = headline.low, headline.high
    return None if low is None or high is None else saved(lambda: _gauge(low, high, headline.marks, rtl=rtl), name, headline.alt)


def _gauge(low: float, high: float, marks: Sequence[Mark], *, rtl: bool) -> "Figure":
    figure = blank(WIDTH * 0.57, 0.62)
    axes: Any = figure.add_axes((0.03, 0.42, 0.94, 0.3))
    axes.barh([0], [100], height=1, color=PAPER, edgecolor=SOFT, linewidth=0.7)
    bar(axes, 0, low, high, 1)
    for mark in marks:
        axes.plot([mark.at, mark.at], [-0.5, 0.75], color=SOFT, linewidth=0.7, zorder=5)
        write(axes, (mark.at, 0.85), [mark.label], Look("right" if rtl else "left", "bottom", SIZE - 1, SOFT), rtl=rtl)
    scale(axes, 100, rtl=rtl)
    axes.set_ylim(-0.55, 0.8)
    axes.set_xticks(_QUARTERS)
    bare(axes)
    return figure


def _bars(picture: Picture) -> "Figure":
    rtl, first = picture.rtl, picture.series[0]
    count = len(picture.labels)
    step = 0.36 if count <= _FEW else 0.27
    handles = _bars_key(picture)
    foot = 0.45 if len(handles) > 1 else 0.28
    height = step * count + 0.25 + foot
    figure = blank(WIDTH, height)
    # Labels stand where the language begins to read, values behind the bars.
    axes: Any = figure.add_axes((0.12 if rtl else 0.4, foot / height, 0.48, step * count / height))
    before, behind = ("left", "right") if rtl else ("right", "left")
    for at, (low, high) in enumerate(zip(first.low, first.high, strict=True)):
        write(axes, (-2, at), wrapped(picture.labels[at], _LABEL), Look(before), rtl=rtl)
        if low is not None and high is not None:
            bar(axes, at, low, high, 0.62)
        write(axes, ((high or 0) + 2, at), [picture.shown[0][at]], Look(behind), rtl=False)
    _previous(axes, picture)
    for mark in picture.marks:
        if mark.at > 0:
            axes.axvline(mark.at, color=LINE, linewidth=0.8, linestyle=(0, (2, 2)), zorder=1)
        write(axes, (mark.at, -0.6), [mark.label], Look(behind, "bottom", SIZE - 1.5, SOFT), rtl=rtl)
    axes.set_ylim(count - 0.45, -0.55)
    scale(axes, 100, rtl=rtl)
    axes.set_xticks(_QUARTERS)
    bare(axes)
    key(figure, handles, height)
    return figure


def _previous(axes: "Axes", picture: Picture) -> None:
    """Draw the second series as marks: last year beside now."""
    for further in picture.series[1:]:
        points = [(value, at) for at, value in enumerate(further.low) if value is not None]
        if points:
            values, places = zip(*points, strict=True)
            axes.scatter(values, places, marker="D", s=17, facecolor=PAPER, edgecolor=INK, linewidth=0.9, zorder=7, clip_on=False)


def _bars_key(picture: Picture) -> list[Any]:
    """Return what full, hatched and marked mean, as far as they occur."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    first = picture.series[0]
    handles: list[Any] = [Patch(facecolor=FULL, label=isolated(picture.key[0], rtl=picture.rtl))]
    if first.low != first.high:
        handles.append(Patch(facecolor=PAPER, edgecolor=OPEN, hatch=HATCH, label=isolated(picture.key[1], rtl=picture.rtl)))
    marked: dict[str, Any] = {
        "linestyle": "",
        "marker": "D",
        "markersize": 4,
        "markerfacecolor": PAPER,
        "markeredgecolor": INK,
        "markeredgewidth": 0.9,
    }
    handles += [Line2D([], [], label=isolated(further.name, rtl=picture.rtl), **marked) for further in picture.series[1:]]
    return handles


#: How the lines of a radar are drawn: the score, and last year's.
_NOW: dict[str, Any] = {"color": FULL, "linewidth": 1.8, "marker": "o", "markersize": 3.5}
_BEFORE: dict[str, Any] = {"color": INK, "linewidth": 0.9, "linestyle": (0, (1, 1.5))}

_Way = tuple[float, float]


def _radar(picture: Picture) -> "Figure":
    """Draw a corner per label, the first upwards, in the direction the language reads."""
    from matplotlib.lines import Line2D

    height = 3.1
    figure = blank(WIDTH, height)
    axes: Any = figure.add_axes((0.0, 0.09, 1.0, 0.83))
    count = len(picture.labels)
    turn = 1 if picture.rtl else -1
    ways = [(math.cos(angle), math.sin(angle)) for angle in (math.pi / 2 + turn * 2 * math.pi * at / count for at in range(count))]
    _web(axes, ways)
    first = picture.series[0]
    corners = [((value or 0.0) * across, (value or 0.0) * up) for value, (across, up) in zip(first.low, ways, strict=True)]
    axes.fill(*zip(*corners, strict=True), color=FULL, alpha=0.2, linewidth=0, zorder=2)
    _outline(axes, ways, first.low, {**_NOW, "zorder": 6})
    handles: list[Any] = [Line2D([], [], label=isolated(picture.key[0], rtl=picture.rtl), **_NOW)]
    for further in picture.series[1:]:
        _outline(axes, ways, further.low, {**_BEFORE, "zorder": 5})
        handles.append(Line2D([], [], label=isolated(further.name, rtl=picture.rtl), **_BEFORE))
    for at, way in enumerate(ways):
        _corner(axes, picture, at, way)
    axes.set_aspect("equal")
    axes.set_xlim(-290, 290)
    axes.set_ylim(-122, 122)
    axes.set_axis_off()
    key(figure, handles, height)
    return figure


def _web(axes: "Axes", ways: Sequence[_Way]) -> None:
    """Draw the rings at the quarters, and a line to each corner."""
    for ring in _QUARTERS[1:]:
        _outline(axes, ways, [ring] * len(ways), {"color": LINE, "linewidth": 0.6, "zorder": 1})
        # Between the first two corners, where no line runs through it.
        middle = ((ways[0][0] + ways[1][0]) / 2 * ring, (ways[0][1] + ways[1][1]) / 2 * ring)
        write(axes, middle, [str(ring)], Look("center", "center", SIZE - 2, SOFT), rtl=False)
    for across, up in ways:
        axes.plot([0, 100 * across], [0, 100 * up], color=LINE, linewidth=0.6, zorder=1)


def _outline(axes: "Axes", ways: Sequence[_Way], values: Sequence[float | None], style: dict[str, Any]) -> None:
    """Draw a closed line through a value on each way out from the middle; where there is none the line is broken."""
    found = [math.nan if value is None else value for value in (*values, values[0])]
    points = [(value * way[0], value * way[1]) for value, way in zip(found, [*ways, ways[0]], strict=True)]
    axes.plot(*zip(*points, strict=True), **style)


def _corner(axes: "Axes", picture: Picture, at: int, way: _Way) -> None:
    across, up = way
    align = "center" if abs(across) < 0.2 else "left" if across > 0 else "right"  # noqa: PLR2004  # nearly above or below
    lines = [*wrapped(picture.labels[at], 30), picture.shown[0][at]]
    if align == "center" and up > 0:
        lines = [f"{wrapped(picture.labels[at], 70, 1)[0]}  {picture.shown[0][at]}"]
    where = "center" if align != "center" else "bottom" if up > 0 else "top"
    write(axes, (108 * across, 106 * up), lines, Look(align, where), rtl=picture.rtl)


_DRAWN: dict[str, Callable[[Picture], "Figure"]] = {"bars": _bars, "radar": _radar, "years": panels.years, "shares": panels.shares}
