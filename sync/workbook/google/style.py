"""Fonts, fills and lines in the JSON of the Sheets API: the same that are drawn into an .xlsx."""

from __future__ import annotations

from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle

from sync.template.template import Column
from sync.workbook import style
from sync.workbook.tab_layout import PAGES

Json = dict[str, Any]

FORMATTED = "userEnteredFormat(textFormat,backgroundColorStyle,horizontalAlignment,verticalAlignment,wrapStrategy,borders,numberFormat)"  # noqa: E501  one mask
"""The mask that goes with `cell_format`."""
_MIDDLE = {"center": "MIDDLE", "top": "TOP"}
_LINES = {"thin": "SOLID", "medium": "SOLID_MEDIUM"}


def rgb(colour: str) -> Json:
    """`2F6F62` (or with openpyxl's two digits in front) as a ColorStyle."""
    parts = (int(colour[-6:][place : place + 2], 16) / 255 for place in (0, 2, 4))
    return {"rgbColor": dict(zip(("red", "green", "blue"), (round(part, 4) for part in parts), strict=True))}


def cell_format(
    font: Font, fill: PatternFill, alignment: Alignment, border: Border, number_format: str = "General"
) -> Json:
    """A CellFormat. What shrinks to fit in Excel is cut off at Google, which cannot shrink."""
    drawn: Json = {
        "textFormat": _text(font),
        "verticalAlignment": _MIDDLE.get(alignment.vertical or "", "BOTTOM"),
        "wrapStrategy": "WRAP" if alignment.wrap_text else "CLIP" if alignment.shrink_to_fit else "OVERFLOW_CELL",
        "borders": {side: _line(getattr(border, side)) for side in ("bottom", "right") if _drawn(border, side)},
    }
    if fill.fill_type:
        drawn["backgroundColorStyle"] = rgb(fill.start_color.rgb)
    if alignment.horizontal:
        drawn["horizontalAlignment"] = alignment.horizontal.upper()
    if number_format == "@":
        drawn["numberFormat"] = {"type": "TEXT"}
    return drawn


def _text(font: Font) -> Json:
    drawn = {"fontFamily": font.name, "fontSize": int(font.sz or 10), "bold": bool(font.b), "italic": bool(font.i)}
    return drawn | ({"foregroundColorStyle": rgb(font.color.rgb)} if font.color else {})


def _drawn(border: Border, side: str) -> bool:
    return getattr(border, side) is not None and bool(getattr(border, side).style)


def _line(side: Any) -> Json:
    return {"style": _LINES[side.style], "colorStyle": rgb(side.color.rgb)}


def header_format(column: Column, kind: str) -> Json:
    """How a header looks; in a tab that is read like a page, like its title."""
    page = kind in PAGES
    font = style.title_font() if page else style.header_font(column.writer)
    fill = style.title_fill(kind) if page else style.header_fill(column.writer)
    return cell_format(font, fill, style.header_alignment(), style.header_border())


def body_format(column: Column, kind: str) -> Json:
    """How the cells below a header look."""
    if kind == "petunjuk":
        font = Font(
            name=style.FACE, size=10, bold=column.role == "isian", italic=column.role == "contoh", color=style.INK
        )
        return cell_format(font, PatternFill(), style.body_alignment(column), Border(), "@")
    border = Border() if kind == "kendali" else style.body_border()
    font, fill = style.body_font(column), style.body_fill(column.writer)
    return cell_format(font, fill, style.body_alignment(column), border, style.number_format(column))


def control_formats(writer: str) -> tuple[Json, Json, Json]:
    """Label, value and explanation of one line of the control tab, by who fills it."""
    column = Column("", "", writer, "text")
    fill, alignment = style.body_fill(column.writer), style.body_alignment(column)
    fonts = [Font(name=style.FACE, size=10, bold=bold, color=style.INK) for bold in (True, writer != "sync")]
    label, value = (cell_format(font, fill, alignment, style.body_border(), "@") for font in fonts)
    return label, value, cell_format(style.hint_font(), style.body_fill("sync"), alignment, style.body_border())


def conditional_format(look: DifferentialStyle) -> Json:
    """The CellFormat of a conditional format: background, weight and colour of the text."""
    drawn: Json = {}
    if isinstance(look.fill, PatternFill):
        drawn["backgroundColorStyle"] = rgb(look.fill.bgColor.rgb)
    if look.font:
        ink = {"foregroundColorStyle": rgb(look.font.color.rgb)} if look.font.color else {}
        drawn["textFormat"] = {"bold": bool(look.font.b), **ink}
    return drawn


def pixels(column: Column) -> int:
    """The width of a column: seven pixels a letter, as in an .xlsx."""
    return round((column.width + 0.7) * 7)
