"""How the workbook looks: calm colours that tell who writes where. White is for people, grey is for sync."""

from __future__ import annotations

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle

from sync.template import Column

FACE = "Arial"  # on every machine, or a font of the same widths
INK, FAINT, LINE = "1F2933", "6B7480", "D9DEE4"
MACHINE = "F5F6F8"

HEADER_FILL = {"unit": "2F6F62", "desk": "2F5F8F", "panel": "6A5187", "ppid": "9A5B1E", "sync": "E4E7EB"}
TAB_COLOUR = {
    "petunjuk": "52606D", "unit": "2F6F62", "induk": "2F5F8F", "kendali": "9A5B1E",
    "dip": "3E7CB1", "dik": "6A5187", "riwayat": "9AA5B1", "pilihan": "CBD2D9",
}  # fmt: skip
_TEXT_FORMAT = "@"


def header_font(writer: str) -> Font:
    machine = writer == "sync"
    return Font(name=FACE, size=10, bold=not machine, italic=machine, color=FAINT if machine else "FFFFFF")


def header_fill(writer: str) -> PatternFill:
    return PatternFill("solid", start_color=HEADER_FILL[writer])


def header_alignment() -> Alignment:
    return Alignment(horizontal="left", vertical="center", wrap_text=True, indent=0)


def header_border() -> Border:
    return Border(bottom=Side("medium", color="9AA5B1"), right=Side("thin", color="FFFFFF"))


def body_font(column: Column) -> Font:
    if column.kind == "checkbox":
        return Font(name=FACE, size=12, bold=True, color="1E7B4F")
    faint = column.kind in ("id", "mark")
    return Font(name=FACE, size=9 if faint else 10, color=FAINT if faint else INK, bold=column.kind == "status")


def body_fill(column: Column) -> PatternFill:
    return PatternFill("solid", start_color=MACHINE) if column.writer == "sync" else PatternFill()


def body_alignment(column: Column) -> Alignment:
    if column.kind == "checkbox":
        return Alignment(horizontal="center", vertical="top")
    return Alignment(horizontal="left", vertical="top", wrap_text=column.kind != "mark")


def number_format(column: Column) -> str:
    """Text stays as typed; only a link column is general, since a formula typed into a text cell is just text."""
    return "General" if column.kind in ("links", "checkbox") else _TEXT_FORMAT


def protection(column: Column) -> Protection:
    return Protection(locked=column.writer == "sync")


def tint(colour: str, bold: bool = False) -> DifferentialStyle:
    return DifferentialStyle(fill=PatternFill(bgColor=colour), font=Font(bold=True, color=INK) if bold else None)


def lines() -> DifferentialStyle:
    side = Side("thin", color=LINE)
    return DifferentialStyle(border=Border(bottom=side, right=side))


def section() -> DifferentialStyle:
    return DifferentialStyle(
        font=Font(bold=True, color="FFFFFF"), fill=PatternFill(bgColor=TAB_COLOUR["petunjuk"]), border=Border()
    )
