"""What all pictures are drawn with: matplotlib without its state, colours, bars, and text that stays text."""

import io
import textwrap
import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from spregistry.publish.report.vector import Drawing, clean
from spregistry.publish.report.wording import shortened

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: The colours of all pictures, one hue and greys; `report.css` gives each another for dark screens.
INK, SOFT, LINE, FULL, OPEN, PAPER = "#1b2a33", "#52616b", "#c9d3d8", "#0f6674", "#7fa9b1", "#ffffff"
HATCH = "/////"
#: Size of letters, in points.
SIZE = 8.0
#: Width of the text on a page, in inches.
WIDTH = 178 / 25.4

#: Isolates around right-to-left text, so that figures inside it stay where they belong.
_RTL, _END = "\N{RIGHT-TO-LEFT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


def blank(width: float, height: float) -> "Figure":
    """Return an empty picture of a size in inches."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height))


def saved(drawn: Callable[[], "Figure"], name: str, alt: str) -> Drawing:
    """Draw a picture; the same picture gives the same bytes: no dates, no random ids, nobody's settings."""
    import matplotlib as mpl

    buffer = io.StringIO()
    # A dollar sign begins no formula. Glyphs are the reader's: those that measuring lacks here may well be there.
    settings: Any = {"svg.fonttype": "none", "svg.hashsalt": name, "hatch.linewidth": 0.8, "text.parse_math": False}
    with mpl.rc_context(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        mpl.rcdefaults()
        mpl.rcParams.update(settings)
        drawn().savefig(buffer, format="svg", transparent=True, metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return clean(buffer.getvalue(), name, alt)


def bare(axes: "Axes") -> None:
    """Take away all of a diagram's frame but the marks along its scale."""
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_yticks([])
    axes.tick_params(axis="x", length=0, labelsize=SIZE - 1, labelcolor=SOFT, pad=2)


def scale(axes: "Axes", end: float, *, rtl: bool) -> None:
    """Let values rise in the direction that the language reads."""
    axes.set_xlim((end, 0) if rtl else (0, end))


def bar(axes: "Axes", at: float, low: float, high: float, height: float) -> None:
    """Draw a score: full up to what is certain, hatched up to what is still possible."""
    if high > low:
        axes.barh([at], [high - low], left=[low], height=height, facecolor=PAPER, edgecolor=OPEN, hatch=HATCH, linewidth=0.7, zorder=2)
    axes.barh([at], [low], height=height, color=FULL, linewidth=0, zorder=3)


class Look(NamedTuple):
    """How a text stands at its place: which side of it, and how large."""

    across: str = "left"
    up: str = "center"
    size: float = SIZE
    colour: str = INK


def write(axes: "Axes", place: tuple[float, float], lines: Sequence[str], look: Look, *, rtl: bool) -> None:
    """Write lines at a place, each on its own: whoever shows the picture with another font still aligns them as they should be."""
    step = look.size * 1.18
    first = {"center": (len(lines) - 1) / 2 * step, "bottom": (len(lines) - 1) * step, "top": 0.0}[look.up]
    for at, line in enumerate(lines):
        axes.annotate(
            isolated(line, rtl=rtl),
            place,
            (0, first - at * step),
            textcoords="offset points",
            fontsize=look.size,
            color=look.colour,
            ha=look.across,
            va=look.up,
            annotation_clip=False,
            zorder=9,
        )


def isolated(text: str, *, rtl: bool) -> str:
    """Return a text that reads from right to left by itself, where its language does."""
    return f"{_RTL}{text}{_END}" if rtl and text else text


def wrapped(text: str, columns: int, lines: int = 2) -> list[str]:
    """Return a text in at most so many lines; what does not fit ends with an ellipsis."""
    found = textwrap.wrap(text, columns, break_long_words=True)
    if len(found) > lines:
        found = [*found[: lines - 1], shortened(" ".join(found[lines - 1 :]), columns)]
    return found


def key(figure: "Figure", handles: Sequence[Any], height: float) -> None:
    """Say below a picture what its parts mean, where there are several."""
    if len(handles) < 2:  # noqa: PLR2004  # one kind of bar explains itself
        return
    place = (0.5, -0.02 / height)
    legend = figure.legend(
        handles=handles, loc="lower center", ncols=len(handles), fontsize=SIZE - 1, frameon=False, bbox_to_anchor=place, handlelength=1.6
    )
    for text in legend.get_texts():
        text.set_color(INK)
