"""Draws small panels side by side, so that no line or bar has to be told from another by its colour."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from spregistry.publish.report.blocks import Picture
from spregistry.publish.report.pen import FULL, HATCH, INK, LINE, OPEN, PAPER, SIZE, SOFT, WIDTH, Look, bare, blank, scale, wrapped, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Panels in a row.
_ACROSS = 4


def years(picture: Picture) -> "Figure":
    """Draw a panel per series, with a point or a range per label."""
    rtl = picture.rtl
    across = min(_ACROSS, len(picture.series))
    down = -(-len(picture.series) // across)
    figure = blank(WIDTH, 1.5 * down)
    last = len(picture.labels) - 1
    for at, series in enumerate(picture.series):
        row, column = divmod(at, across)
        column = across - 1 - column if rtl else column
        axes: Any = figure.add_axes(((column + 0.1) / across, 1 - (row + 0.82) / down, 0.8 / across, 0.4 / down))
        axes.set_ylim(0, 100)
        axes.set_xlim((last + 0.5, -0.5) if rtl else (-0.5, last + 0.5))
        bare(axes)
        axes.set_xticks([])
        axes.axhline(0, color=LINE, linewidth=0.8)
        _values(axes, series.low, series.high, picture.shown[at])
        write(axes, (last / 2, 158), wrapped(series.name, 24), Look("center", "center", SIZE - 0.5, INK), rtl=rtl)
        for place in {0, last}:
            write(axes, (place, -6), [picture.labels[place]], Look("center", "top", SIZE - 2, SOFT), rtl=rtl)
    return figure


def _values(axes: "Axes", low: Sequence[float | None], high: Sequence[float | None], shown: Sequence[str]) -> None:
    finished = [value if value == high[at] else None for at, value in enumerate(low)]
    for (at, one), (_, two) in pairwise(enumerate(finished)):
        if one is not None and two is not None:
            axes.plot([at, at + 1], [one, two], color=FULL, linewidth=1.6, zorder=3)
    for at, (below, above) in enumerate(zip(low, high, strict=True)):
        if below is None or above is None:
            continue
        if above > below:
            size: dict[str, Any] = {"width": 0.22, "facecolor": PAPER, "edgecolor": OPEN, "hatch": HATCH, "linewidth": 0.7}
            axes.bar([at], [above - below], bottom=[below], zorder=2, **size)
        else:
            axes.plot([at], [below], marker="o", markersize=4.5, color=FULL, zorder=4, clip_on=False)
        write(axes, (at, above + 7), [shown[at]], Look("center", "bottom", SIZE - 1.5, INK), rtl=False)


def shares(picture: Picture) -> "Figure":
    """Draw a panel per series with the same labels, each bar from nothing to all."""
    rtl, count = picture.rtl, len(picture.labels)
    height = 0.24 * count + 0.3
    figure = blank(WIDTH, height)
    room = 0.64 / len(picture.series)
    behind = "right" if rtl else "left"
    for at, series in enumerate(picture.series):
        column = len(picture.series) - 1 - at if rtl else at
        left = column * room + (room * 0.25 if rtl else 0.37)
        axes: Any = figure.add_axes((left, 0.05 / height, room * 0.72, 0.24 * count / height))
        for place, share in enumerate(series.low):
            if at == 0:
                write(
                    axes, (-0.05, place), wrapped(picture.labels[place], 44, 1), Look("left" if rtl else "right", size=SIZE - 0.5), rtl=rtl
                )
            if share is not None:
                axes.barh([place], [1], height=0.6, facecolor=PAPER, edgecolor=LINE, linewidth=0.6, zorder=1)
                axes.barh([place], [share], height=0.6, color=FULL, linewidth=0, zorder=2)
            write(axes, (1.04, place), [picture.shown[at][place]], Look(behind, size=SIZE - 1), rtl=False)
        write(axes, (0, -0.62), wrapped(series.name, 26, 1), Look(behind, "bottom"), rtl=rtl)
        axes.set_ylim(count - 0.5, -0.5)
        scale(axes, 1, rtl=rtl)
        bare(axes)
        axes.set_xticks([])
    return figure
