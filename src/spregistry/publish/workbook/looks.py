"""How the cells of a workbook look, by name: properties as XlsxWriter takes them."""

from collections.abc import Mapping
from typing import Any

DARK = "#17494D"
MIDDLE = "#2F7F79"
LIGHT = "#DCECEA"
PALE = "#F2F7F6"
INPUT = "#FFFBEA"
LINE = "#C9D6D4"
FAINT = "#8A9694"
AMBER = "#FBE3B5"

_PLAIN: Mapping[str, Any] = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
_WRAPPED = {**_PLAIN, "text_wrap": True}
_CELL = {**_WRAPPED, "border": 1, "border_color": LINE}
_INPUT = {**_CELL, "bg_color": INPUT, "locked": False}
_TABLE = {**_PLAIN, "border": 1, "border_color": LINE}

LOOKS: Mapping[str, Mapping[str, Any]] = {
    "plain": _PLAIN,
    "map": {**_PLAIN, "font_color": FAINT, "font_size": 8},
    "bold": {**_PLAIN, "bold": True},
    "bold small": {**_PLAIN, "bold": True, "font_size": 10, "font_color": "#3D4A49"},
    "plain small": {**_PLAIN, "font_size": 10, "font_color": "#3D4A49"},
    "wrapped": _WRAPPED,
    "title": {**_PLAIN, "font_size": 20, "bold": True, "font_color": DARK},
    "subtitle line": {**_PLAIN, "font_size": 12, "font_color": MIDDLE},
    "subtitle": {**_WRAPPED, "font_size": 12, "font_color": MIDDLE},
    "section": {**_PLAIN, "font_size": 14, "bold": True, "font_color": DARK, "bottom": 2, "bottom_color": MIDDLE},
    "notice": {**_WRAPPED, "bg_color": LIGHT, "border": 1, "border_color": MIDDLE},
    "header": {**_WRAPPED, "bold": True, "font_color": "#FFFFFF", "bg_color": DARK, "border": 1, "border_color": DARK, "valign": "vcenter"},
    "header right": {
        **_WRAPPED, "bold": True, "font_color": "#FFFFFF", "bg_color": DARK, "border": 1, "border_color": DARK, "valign": "vcenter",
        "align": "right",
    },
    "group 1": {**_PLAIN, "bold": True, "font_size": 15, "font_color": "#FFFFFF", "bg_color": MIDDLE, "valign": "vcenter"},
    "group 2": {**_PLAIN, "bold": True, "font_size": 12, "font_color": DARK, "bg_color": "#BFDCD8", "valign": "vcenter"},
    "group 3": {**_PLAIN, "bold": True, "font_color": DARK, "bg_color": LIGHT, "valign": "vcenter"},
    "group score 1": {**_PLAIN, "bold": True, "font_color": "#FFFFFF", "bg_color": MIDDLE, "valign": "vcenter", "align": "center"},
    "group score 2": {**_PLAIN, "bold": True, "font_color": DARK, "bg_color": "#BFDCD8", "valign": "vcenter", "align": "center"},
    "group score 3": {**_PLAIN, "bold": True, "font_color": DARK, "bg_color": LIGHT, "valign": "vcenter", "align": "center"},
    "cell": _CELL,
    "code": {**_CELL, "font_color": FAINT, "num_format": "@"},
    "name": {**_CELL, "bold": True},
    "small": {**_CELL, "font_size": 10, "font_color": "#3D4A49"},
    "item": {**_CELL, "indent": 1, "font_color": "#3D4A49"},
    "status": {**_CELL, "font_size": 10, "font_color": "#3D4A49", "align": "center"},
    "locked": {**_CELL, "bg_color": "#F4F4F4", "font_color": FAINT},
    "figure": {**_CELL, "bg_color": "#F4F4F4", "align": "center", "num_format": "#,##0.00##"},
    "input": {**_INPUT, "num_format": "@"},
    "choice input": {**_INPUT, "num_format": "@", "bold": True, "align": "center"},
    "number input": {**_INPUT, "num_format": "#,##0.######", "align": "right"},
    "integer input": {**_INPUT, "num_format": "#,##0", "align": "right"},
    "date input": {**_INPUT, "num_format": "yyyy-mm-dd", "align": "center"},
    "table": _TABLE,
    "table text": {**_TABLE, "text_wrap": True},
    "table bold": {**_TABLE, "text_wrap": True, "bold": True, "bg_color": PALE},
    "table band": {**_TABLE, "align": "center"},
    "table band bold": {**_TABLE, "align": "center", "bold": True, "bg_color": PALE},
    "table score": {**_TABLE, "num_format": "0.00", "align": "right"},
    "table score bold": {**_TABLE, "num_format": "0.00", "align": "right", "bold": True, "bg_color": PALE},
    "table percent": {**_TABLE, "num_format": "0%", "align": "right"},
    "table percent bold": {**_TABLE, "num_format": "0%", "align": "right", "bold": True, "bg_color": PALE},
    "table count": {**_TABLE, "num_format": "0", "align": "right"},
    "table count bold": {**_TABLE, "num_format": "0", "align": "right", "bold": True, "bg_color": PALE},
    "big": {**_PLAIN, "num_format": "0.00", "font_size": 22, "bold": True, "font_color": DARK, "align": "left"},
    "big text": {**_PLAIN, "font_size": 16, "bold": True, "font_color": DARK, "align": "left"},
    "big percent": {**_PLAIN, "num_format": "0%", "font_size": 16, "bold": True, "font_color": DARK, "align": "left"},
    "big count": {**_PLAIN, "num_format": "0", "font_size": 16, "bold": True, "font_color": DARK, "align": "left"},
    "label plain": {**_PLAIN, "font_size": 10, "font_color": FAINT},
    "label": {**_PLAIN, "font_size": 10, "font_color": FAINT, "text_wrap": True},
    # Of conditional formats only colours count.
    "excluded": {"font_color": "#A3ACAB", "bg_color": "#EDEFEF"},
    "attention": {"bg_color": AMBER, "font_color": "#5C4300"},
    "done": {"font_color": "#1D6B3A"},
    "faded": {"font_color": "#B5BDBC"},
}  # fmt: skip
