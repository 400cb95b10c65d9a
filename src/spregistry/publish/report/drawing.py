"""Draws pictures as SVG with matplotlib: text stays text, one hue with hatching, so that they read in grey and by the colour-blind.

The same picture gives the same bytes: no dates, no random ids.
"""

import io
import math
import textwrap
import warnings
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from spregistry.publish.report.blocks import Headline, Mark, Picture
from spregistry.publish.report.vector import clean

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: The colours of all pictures; `report.css` gives each another for dark screens.
INK, SOFT, LINE, FULL, OPEN, PAPER = "#1b2a33", "#52616b", "#c9d3d8", "#0f6674", "#7fa9b1", "#ffffff"

#: Millimetres in an inch, times the width of the text on a page.
_WIDTH = 178 / 25.4
#: Letters of a label that fit beside the bars, per line.
_LABEL = 43
_SIZE = 8.0
_FEW = 10
_HATCH = "/////"
#: Isolates around right-to-left text, so that figures inside it stay where they belong.
_RTL, _END = "\u2067", "\u2069"


@lru_cache(maxsize=64)
def draw(picture: Picture) -> str:
    """Return a picture as an SVG element, with its alternative text."""
    return _saved(lambda: _DRAWN[picture.kind](picture), picture.name, picture.alt)


@lru_cache(maxsize=64)
def gauge(headline: Headline, name: str, *, rtl: bool) -> str:
    """Return the scale from 0 to 100 with the headline's score or range, and where the bands begin; empty without a score."""
    low, high = headline.low, headline.high
    return "" if low is None or high is None else _saved(lambda: _gauge(low, high, headline.marks, rtl=rtl), name, headline.alt)


def _gauge(low: float, high: float, marks: Sequence[Mark], *, rtl: bool) -> "Figure":
    figure = _figure(_WIDTH * 0.62, 0.62)
    axes: Any = figure.add_axes((0.03, 0.42, 0.94, 0.3))
    axes.barh([0], [100], height=1, color=PAPER, edgecolor=SOFT, linewidth=0.7)
    _bar(axes, 0, low, high, 1)
    align = "right" if rtl else "left"
    for mark in marks:
        axes.plot([mark.at, mark.at], [-0.5, 0.75], color=SOFT, linewidth=0.7, zorder=5)
        axes.text(mark.at, 0.85, _isolated(mark.label, rtl=rtl), fontsize=_SIZE - 1, color=SOFT, ha=align, va="bottom")
    _scale(axes, 100, rtl=rtl)
    axes.set_ylim(-0.55, 0.8)
    axes.set_xticks([0, 25, 50, 75, 100])
    _bare(axes)
    return figure


def _scale(axes: "Axes", end: float, *, rtl: bool) -> None:
    """Let values rise in the direction that the language reads."""
    axes.set_xlim((end, 0) if rtl else (0, end))


def _figure(width: float, height: float) -> "Figure":
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height))


def _saved(drawn: Callable[[], "Figure"], name: str, alt: str) -> str:
    import matplotlib as mpl

    buffer = io.StringIO()
    # A dollar sign begins no formula. Glyphs are the reader's: those that measuring lacks here may well be there.
    settings: Any = {"svg.fonttype": "none", "svg.hashsalt": name, "hatch.linewidth": 0.8, "text.parse_math": False}
    with mpl.rc_context(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        mpl.rcdefaults()  # whatever the user has set for pictures of their own
        mpl.rcParams.update(settings)
        drawn().savefig(buffer, format="svg", transparent=True, metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return clean(buffer.getvalue(), name, alt)


def _bare(axes: "Axes") -> None:
    """Take away all of a diagram's frame but the marks along its scale."""
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_yticks([])
    axes.tick_params(axis="x", length=0, labelsize=_SIZE - 1, labelcolor=SOFT, pad=2)


def _isolated(text: str, *, rtl: bool) -> str:
    return f"{_RTL}{text}{_END}" if rtl and text else text


def _wrapped(text: str, columns: int, lines: int = 2) -> str:
    found = textwrap.wrap(text, columns, break_long_words=True)
    if len(found) > lines:
        found = [*found[: lines - 1], textwrap.shorten(" ".join(found[lines - 1 :]), columns, placeholder="…")]
    return "\n".join(found)


def _bar(axes: "Axes", at: float, low: float, high: float, height: float) -> None:
    """Draw a score: full up to what is certain, hatched up to what is still possible."""
    if high > low:
        axes.barh([at], [high - low], left=[low], height=height, facecolor=PAPER, edgecolor=OPEN, hatch=_HATCH, linewidth=0.7, zorder=2)
    axes.barh([at], [low], height=height, color=FULL, linewidth=0, zorder=3)


def _bars(picture: Picture) -> "Figure":
    rtl, first = picture.rtl, picture.series[0]
    count = len(picture.labels)
    # Few bars are given more room: they stand on the board's page.
    step = 0.36 if count <= _FEW else 0.27
    height = step * count + 0.55
    figure = _figure(_WIDTH, height)
    # Labels stand where the language begins to read, values behind the bars.
    left, width = (0.12, 0.48) if rtl else (0.4, 0.48)
    axes: Any = figure.add_axes((left, 0.3 / height, width, step * count / height))
    for at, (low, high) in enumerate(zip(first.low, first.high, strict=True)):
        _label(axes, picture.labels[at], at, rtl=rtl)
        if low is not None and high is not None:
            _bar(axes, at, low, high, 0.62)
        axes.text(
            102 if high is None else max(high, 0) + 2,
            at,
            picture.shown[0][at],
            fontsize=_SIZE,
            color=INK,
            va="center",
            ha="right" if rtl else "left",
            zorder=6,
        )
    _previous(axes, picture)
    _bands(axes, picture)
    axes.set_ylim(count - 0.45, -0.55)
    _scale(axes, 100, rtl=rtl)
    axes.set_xticks([0, 25, 50, 75, 100])
    _bare(axes)
    _key(figure, picture, height)
    return figure


def _label(axes: "Axes", label: str, at: float, *, rtl: bool) -> None:
    text = "\n".join(_isolated(line, rtl=rtl) for line in _wrapped(label, _LABEL).split("\n"))
    axes.text(-2, at, text, fontsize=_SIZE, color=INK, va="center", ha="left" if rtl else "right", linespacing=1.0, clip_on=False)


def _previous(axes: "Axes", picture: Picture) -> None:
    """Draw the second series as marks: last year beside now."""
    for further in picture.series[1:]:
        points = [(value, at) for at, value in enumerate(further.low) if value is not None]
        if points:
            values, places = zip(*points, strict=True)
            axes.scatter(values, places, marker="D", s=17, facecolor=PAPER, edgecolor=INK, linewidth=0.9, zorder=7, clip_on=False)


def _bands(axes: "Axes", picture: Picture) -> None:
    for mark in picture.marks:
        if mark.at > 0:
            axes.axvline(mark.at, color=LINE, linewidth=0.8, linestyle=(0, (2, 2)), zorder=1)
        align = "right" if picture.rtl else "left"
        text = _isolated(mark.label, rtl=picture.rtl)
        axes.text(mark.at, -0.62, f" {text}", fontsize=_SIZE - 1.5, color=SOFT, va="bottom", ha=align, clip_on=False)


def _key(figure: "Figure", picture: Picture, height: float) -> None:
    """Say below a picture what full, hatched and marked mean, as far as they occur."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    first = picture.series[0]
    isopen = any(low != high for low, high in zip(first.low, first.high, strict=True))
    handles: list[Any] = [Patch(facecolor=FULL, label=_isolated(picture.key[0], rtl=picture.rtl))]
    if isopen:
        handles.append(Patch(facecolor=PAPER, edgecolor=OPEN, hatch=_HATCH, label=_isolated(picture.key[1], rtl=picture.rtl)))
    for further in picture.series[1:]:
        name = _isolated(further.name, rtl=picture.rtl)
        handles.append(
            Line2D(
                [], [], linestyle="", marker="D", markersize=4, markerfacecolor=PAPER, markeredgecolor=INK, markeredgewidth=0.9, label=name
            )
        )
    if len(handles) > 1:
        legend = figure.legend(
            handles=handles,
            loc="lower center",
            ncols=len(handles),
            fontsize=_SIZE - 1,
            frameon=False,
            bbox_to_anchor=(0.5, -0.02 / height),
            handlelength=1.4,
        )
        for text in legend.get_texts():
            text.set_color(INK)


def _radar(picture: Picture) -> "Figure":
    """Draw a corner per label, the first upwards, in the direction the language reads."""
    figure = _figure(_WIDTH, 3.1)
    axes: Any = figure.add_axes((0.0, 0.09, 1.0, 0.83))
    count = len(picture.labels)
    turn = 1 if picture.rtl else -1
    ways = [(math.cos(angle), math.sin(angle)) for angle in (math.pi / 2 + turn * 2 * math.pi * at / count for at in range(count))]
    for ring in (25, 50, 75, 100):
        _outline(axes, ways, [ring] * count, {"color": LINE, "linewidth": 0.6, "zorder": 1})
        # Between the first two corners, where no line runs through it.
        across, up = ((ways[0][0] + ways[1][0]) / 2 * ring, (ways[0][1] + ways[1][1]) / 2 * ring)
        axes.text(across, up, str(ring), fontsize=_SIZE - 2, color=SOFT, ha="center", va="center", zorder=8)
    for across, up in ways:
        axes.plot([0, 100 * across], [0, 100 * up], color=LINE, linewidth=0.6, zorder=1)
    first = picture.series[0]
    _outline(axes, ways, first.high, {"color": OPEN, "linewidth": 1.0, "linestyle": (0, (3, 2)), "zorder": 3})
    for further in picture.series[1:]:
        _outline(axes, ways, further.low, {"color": INK, "linewidth": 0.9, "linestyle": (0, (1, 1.5)), "zorder": 5})
    corners = [((value or 0.0) * across, (value or 0.0) * up) for value, (across, up) in zip(first.low, ways, strict=True)]
    axes.fill(*zip(*corners, strict=True), color=FULL, alpha=0.2, linewidth=0, zorder=2)
    _outline(axes, ways, first.low, {"color": FULL, "linewidth": 1.8, "marker": "o", "markersize": 3.5, "zorder": 6})
    for at, way in enumerate(ways):
        _corner(axes, picture, at, way)
    axes.set_aspect("equal")
    axes.set_xlim(-290, 290)
    axes.set_ylim(-122, 122)
    axes.set_axis_off()
    _radar_key(figure, picture)
    return figure


def _outline(axes: "Axes", ways: Sequence[tuple[float, float]], values: Sequence[float | None], style: dict[str, Any]) -> None:
    """Draw a closed line through a value on each way out from the middle; where there is none the line is broken."""
    found = [math.nan if value is None else value for value in (*values, values[0])]
    around = [*ways, ways[0]]
    axes.plot(
        [value * way[0] for value, way in zip(found, around, strict=True)],
        [value * way[1] for value, way in zip(found, around, strict=True)],
        **style,
    )


def _corner(axes: "Axes", picture: Picture, at: int, way: tuple[float, float]) -> None:
    across, up = way
    align = "center" if abs(across) < 0.2 else "left" if across > 0 else "right"  # noqa: PLR2004  # nearly above or below
    lines = [*_wrapped(picture.labels[at], 30).split("\n"), picture.shown[0][at]]
    if align == "center" and up > 0:
        lines = [f"{_wrapped(picture.labels[at], 70, 1)}  {picture.shown[0][at]}"]
    text = "\n".join(_isolated(line, rtl=picture.rtl) for line in lines)
    where = "center" if align != "center" else "bottom" if up > 0 else "top"
    axes.text(108 * across, 106 * up, text, fontsize=_SIZE, color=INK, ha=align, va=where, linespacing=1.05)


def _radar_key(figure: "Figure", picture: Picture) -> None:
    from matplotlib.lines import Line2D

    first = picture.series[0]
    handles = [Line2D([], [], color=FULL, linewidth=1.8, marker="o", markersize=3.5, label=_isolated(picture.key[0], rtl=picture.rtl))]
    if any(low != high for low, high in zip(first.low, first.high, strict=True)):
        name = _isolated(picture.key[1], rtl=picture.rtl)
        handles.append(Line2D([], [], color=OPEN, linewidth=1.0, linestyle=(0, (3, 2)), label=name))
    for further in picture.series[1:]:
        name = _isolated(further.name, rtl=picture.rtl)
        handles.append(Line2D([], [], color=INK, linewidth=0.9, linestyle=(0, (1, 1.5)), label=name))
    if len(handles) > 1:
        legend = figure.legend(handles=handles, loc="lower center", ncols=len(handles), fontsize=_SIZE - 1, frameon=False)
        for text in legend.get_texts():
            text.set_color(INK)


def _years(picture: Picture) -> "Figure":
    """Draw a small panel per series, so that no line has to be told from another by its colour."""
    across = min(4, len(picture.series))
    down = -(-len(picture.series) // across)
    height = 1.35 * down
    figure = _figure(_WIDTH, height)
    places = range(len(picture.labels))
    for at, series in enumerate(picture.series):
        row, column = divmod(at, across)
        column = across - 1 - column if picture.rtl else column
        axes: Any = figure.add_axes(((column + 0.1) / across, 1 - (row + 0.8) / down, 0.8 / across, 0.42 / down))
        _year_values(axes, series.low, series.high, picture.shown[at])
        title = "\n".join(_isolated(line, rtl=picture.rtl) for line in _wrapped(series.name, 24).split("\n"))
        axes.text(0.5, 1.42, title, fontsize=_SIZE - 0.5, color=INK, ha="center", va="center", transform=axes.transAxes, linespacing=1.0)
        axes.set_ylim(0, 100)
        axes.set_xlim((places[-1] + 0.5, -0.5) if picture.rtl else (-0.5, places[-1] + 0.5))
        _bare(axes)
        axes.axhline(0, color=LINE, linewidth=0.8)
        shown = [place for place in places if place in (0, places[-1])]
        axes.set_xticks(shown)
        axes.set_xticklabels([_isolated(picture.labels[place], rtl=picture.rtl) for place in shown], fontsize=_SIZE - 2, color=SOFT)
    return figure


def _year_values(axes: "Axes", low: Sequence[float | None], high: Sequence[float | None], shown: Sequence[str]) -> None:
    finished = [value if value == high[at] else None for at, value in enumerate(low)]
    for (at, one), (_, two) in pairwise(enumerate(finished)):
        if one is not None and two is not None:
            axes.plot([at, at + 1], [one, two], color=FULL, linewidth=1.6, zorder=3)
    for at, (below, above) in enumerate(zip(low, high, strict=True)):
        if below is None or above is None:
            continue
        if above > below:
            axes.bar(
                [at], [above - below], bottom=[below], width=0.22, facecolor=PAPER, edgecolor=OPEN, hatch=_HATCH, linewidth=0.7, zorder=2
            )
        else:
            axes.plot([at], [below], marker="o", markersize=4.5, color=FULL, zorder=4)
        axes.text(at, above + 7, shown[at], fontsize=_SIZE - 1.5, color=INK, ha="center", va="bottom", clip_on=False, zorder=5)


def _shares(picture: Picture) -> "Figure":
    """Draw a panel per series with the same labels, each bar from nothing to all."""
    count, across = len(picture.labels), len(picture.series)
    height = 0.24 * count + 0.45
    figure = _figure(_WIDTH, height)
    room = 0.64 / across
    for at, series in enumerate(picture.series):
        column = across - 1 - at if picture.rtl else at
        left = (0.0 if picture.rtl else 0.36) + column * room + 0.01
        axes: Any = figure.add_axes((left, 0.05 / height, room * 0.7, 0.24 * count / height))
        if picture.rtl:
            axes.set_position((left + room * 0.25, 0.05 / height, room * 0.7, 0.24 * count / height))
        for place, share in enumerate(series.low):
            if at == 0:
                _share_label(axes, picture, place)
            if share is not None:
                axes.barh([place], [1], height=0.6, facecolor=PAPER, edgecolor=LINE, linewidth=0.6, zorder=1)
                axes.barh([place], [share], height=0.6, color=FULL, linewidth=0, zorder=2)
            align = "right" if picture.rtl else "left"
            axes.text(1.04, place, picture.shown[at][place], fontsize=_SIZE - 1, color=INK, va="center", ha=align)
        axes.set_title(_isolated(series.name, rtl=picture.rtl), fontsize=_SIZE, color=INK, loc="right" if picture.rtl else "left", pad=3)
        axes.set_ylim(count - 0.5, -0.5)
        _scale(axes, 1, rtl=picture.rtl)
        _bare(axes)
        axes.set_xticks([])
    return figure


def _share_label(axes: "Axes", picture: Picture, place: int) -> None:
    text = _isolated(_wrapped(picture.labels[place], 44, 1), rtl=picture.rtl)
    axes.text(-0.05, place, text, fontsize=_SIZE - 0.5, color=INK, va="center", ha="left" if picture.rtl else "right", clip_on=False)


_DRAWN: dict[str, Callable[[Picture], "Figure"]] = {"bars": _bars, "radar": _radar, "years": _years, "shares": _shares}
