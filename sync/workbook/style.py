"""Fonts, fills and lines of the workbook. The colour of a column shows who writes in it; grey is for sync."""

from __future__ import annotations

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle

from sync.template.template import Column

FACE = "Arial"  # on every machine, or a font of the same widths
INK, FAINT, LINE = "1F2933", "52606D", "D9DEE4"

HEADER_FILL = {"unit": "2F6F62", "desk": "2F5F8F", "panel": "6A5187", "ppid": "9A5B1E", "sync": "E4E7EB"}
BODY_FILL = {"desk": "F2F7FC", "panel": "F7F4FB", "ppid": "FEF8EE", "sync": "F5F6F8"}
TAB_COLOUR = {
    "petunjuk": "52606D", "unit": "2F6F62", "induk": "2F5F8F", "kendali": "9A5B1E",
    "dip": "3E7CB1", "dik": "6A5187", "riwayat": "9AA5B1", "pilihan": "CBD2D9",
}  # fmt: skip
_TEXT_FORMAT = "@"


def header_font(writer: str) -> Font:
    """White on a colour where people write, grey italics where sync does."""
    machine = writer == "sync"
    return Font(name=FACE, size=10, bold=not machine, italic=machine, color=FAINT if machine else "FFFFFF")


def header_fill(writer: str) -> PatternFill:
    """One colour for each writer."""
    return PatternFill("solid", start_color=HEADER_FILL[writer])


def title_font() -> Font:
    """The header of a tab that is read like a page."""
    return Font(name=FACE, size=13, bold=True, color="FFFFFF")


def title_fill(kind: str) -> PatternFill:
    """The colour of the tab itself."""
    return PatternFill("solid", start_color=TAB_COLOUR[kind])


def header_alignment() -> Alignment:
    """In the middle of its height, on two lines if need be."""
    return Alignment(horizontal="left", vertical="center", wrap_text=True, indent=0)


def header_border() -> Border:
    """A line below, and a gap between two headers of one colour."""
    return Border(bottom=Side("medium", color="9AA5B1"), right=Side("thin", color="FFFFFF"))


def body_font(column: Column) -> Font:
    """Dark text; a tick large and green, a status bold, an ID and a mark quiet."""
    if column.kind == "checkbox":
        return Font(name=FACE, size=12, bold=True, color="1E7B4F")
    if column.kind == "mark":
        return Font(name=FACE, size=8, color=FAINT)
    return Font(name=FACE, size=10, color=FAINT if column.kind == "id" else INK, bold=column.kind == "status")


def body_fill(writer: str) -> PatternFill:
    """A light tint of the header's colour; white where a unit writes."""
    return PatternFill("solid", start_color=BODY_FILL[writer]) if writer in BODY_FILL else PatternFill()


def body_alignment(column: Column) -> Alignment:
    """Ticks in the middle, the mark as small as it must be, everything else wrapped from the top left."""
    if column.kind == "mark":
        return Alignment(vertical="top", shrink_to_fit=True)
    if column.kind == "checkbox":
        return Alignment(horizontal="center", vertical="top")
    return Alignment(horizontal="left", vertical="top", wrap_text=True)


def number_format(column: Column) -> str:
    """Text stays as typed; only a link column is general, since a formula typed into a text cell is just text."""
    return "General" if column.kind in ("links", "checkbox") else _TEXT_FORMAT


def protection(column: Column) -> Protection:
    """Locked is what sync writes; it matters only in tabs that are protected."""
    return Protection(locked=column.writer == "sync")


def body_border() -> Border:
    """Fine lines; of the cells themselves, since LibreOffice forgets the colour of lines that come by a rule."""
    side = Side("thin", color=LINE)
    return Border(bottom=side, right=side)


def tint(colour: str, bold: bool = False) -> DifferentialStyle:
    """The colour of a status or class."""
    return DifferentialStyle(fill=PatternFill(bgColor=colour), font=Font(bold=True, color=INK) if bold else None)


def named() -> DifferentialStyle:
    """The colour of a cell that `Catatan` names: seen at once, and pale grey where a printer knows no colours."""
    return DifferentialStyle(fill=PatternFill(bgColor="FFD9A8"))


def hint_font() -> Font:
    """What explains a line, beside it."""
    return Font(name=FACE, size=9, italic=True, color=FAINT)


def section() -> DifferentialStyle:
    """A heading inside a tab."""
    return DifferentialStyle(font=Font(bold=True, color=INK), fill=PatternFill(bgColor="DDE3EA"))


def swatch(writer: str) -> DifferentialStyle:
    """The colour of a writer, for the legend of the guide."""
    white = writer != "sync"
    return DifferentialStyle(
        font=Font(bold=True, color="FFFFFF" if white else INK), fill=PatternFill(bgColor=HEADER_FILL[writer])
    )
