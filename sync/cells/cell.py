"""One cell: text → value, or the text as typed and what is wrong with it. Pure, and never raises on any text.

`read_cell` looks first at what no kind of column accepts (error values, ditto marks, placeholders, cells without
end), then lets the reader of the column's kind have it. Whether a cell may be empty is not its business.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import Enum

from sync.cells.choice import read_choice
from sync.cells.document_links import is_plain_link, read_links
from sync.cells.period import period_days
from sync.cells.period_reading import read_period
from sync.cells.placeholders import NOTHING, SHORT, is_ditto, is_unknown
from sync.cells.retention import read_retention
from sync.cells.text import LOOKS, CellValue, Flaw, clean, failing, fold, is_plain, plain
from sync.cells.time_and_place import split_place, time_before_words, time_behind_words
from sync.template.template import Column, Template, Ticks

LIMIT = 5000
"""Characters a cell may hold."""

_TICK_FORMULA = re.compile(r"\s*=?\s*(TRUE|FALSE)\s*\(\s*\)\s*", re.IGNORECASE)

_ERROR_VALUE = re.compile(
    r"#(?:REF|VALUE|NUM|NULL|SPILL|CALC|FIELD|BLOCKED|UNKNOWN|BUSY|CONNECT|ERROR|DIV/0)!|#N/A|#NAME\?|#GETTING_DATA"
    r"|Err:\d{3}|Loading(?:\.{3}|…)|Memuat(?:\.{3}|…)",
    re.IGNORECASE,
)
_DASHES = re.compile(r"[-_./\\\s]+")
_CROSSES = re.compile(r"x+(?: x+)*")


class Tick(Enum):
    """What a cell that can be ticked says. `SILENT`: nothing, it is no answer. `OTHER`: neither yes nor no."""

    YES = "yes"
    NO = "no"
    SILENT = "silent"
    OTHER = "other"


def read_tick(text: str, ticks: Ticks, formula: str | None = None, *, boxed: bool = False) -> Tick:
    """What a cell without a box of its own says. `formula` is its formula if it has one: only `TRUE()` and `FALSE()`
    count, as LibreOffice stores a tick. `boxed`: beside it stand boxes, so that no text or formula is a tick."""
    if says_nothing(text):
        return Tick.SILENT
    word = clean(text).rstrip(LOOKS).casefold()
    if formula is not None:
        match = _TICK_FORMULA.fullmatch(formula)
        word = match[1].casefold() if match and not boxed else f"={formula}"
    if not word or word in ticks.unticked:
        return Tick.NO
    return Tick.YES if word in ticks.ticked and not boxed else Tick.OTHER


def says_nothing(text: str) -> bool:
    """Whether a text is an error value, or what a formula shows while it loads."""
    return len(text) <= SHORT and bool(_ERROR_VALUE.fullmatch(text.strip()))


def read_cell(text: str, column: Column, template: Template, *, date1904: bool = False) -> CellValue:
    """What a cell means in its column. Empty text is `CellValue("")`; a placeholder in a column that may be empty is
    empty, too, perhaps with a hint."""
    if len(text) > LIMIT:
        return _too_long(text)
    value = clean(text, lines=column.kind in ("paragraph", "links", "choice"))
    if len(value) <= SHORT and (read := _read_no_content(value, column)):
        return read
    return _read_kind(value, column, template, date1904)


def has_content(text: str, column: Column) -> bool:
    """Whether a text says anything: it is not empty, no placeholder, no ditto mark, no error value."""
    value = clean(text)
    return len(value) > SHORT or _read_no_content(value, column) is None


def odd_texts(texts: Collection[str], column: Column) -> list[str]:
    """The texts of a column that `read_cell` may not return as they are: all but plain sentences and plain links."""
    if column.kind == "links":
        return [text for text in texts if not is_plain_link(text)]
    if column.kind not in ("text", "paragraph") or column.role == "tempat":
        return list(texts)
    odd = [text for text in texts if not SHORT < len(text) <= LIMIT]
    return odd + failing([text for text in texts if SHORT < len(text) <= LIMIT], is_plain)


def _too_long(text: str) -> CellValue:
    length, limit = (f"{number:,}".replace(",", ".") for number in (len(text), LIMIT))
    return CellValue(text.strip(), (Flaw("terlalu-panjang", {"length": length, "limit": limit}),))


def _read_no_content(value: str, column: Column) -> CellValue | None:
    """Texts that are no content in any column; None for all others."""
    example = {"example": column.example}
    if _ERROR_VALUE.fullmatch(value):
        return CellValue(value, (Flaw("rumus-galat", example),))
    if not value or _DASHES.fullmatch(plain(value)) or (words := fold(value)) in NOTHING:
        return CellValue(value, (Flaw("isian-pengganti", example),)) if value and column.required else CellValue("")
    if is_ditto(value):
        return _told(value, "tanda-ulang" if column.required else "tanda-ulang-boleh-kosong", column)
    # A formula that refers to an empty cell yields 0.
    zero = not words.strip("0 ") and column.required and column.kind in ("text", "paragraph")
    if words and not zero and not _CROSSES.fullmatch(words) and not is_unknown(words):
        return None
    return _told(value, "isian-pengganti" if column.required else "isian-belum", column)


def _told(value: str, code: str, column: Column) -> CellValue:
    """What is no content, and told: a column that may be empty holds nothing then."""
    return CellValue(value if column.required else "", (Flaw(code, {"example": column.example}),))


def _read_kind(value: str, column: Column, template: Template, date1904: bool) -> CellValue:
    if column.kind == "period":
        return read_period(value, date1904=date1904, place_column=_place_header(template))
    if column.kind == "retention":
        return read_retention(value)
    if column.kind == "choice":
        return read_choice(value, template.choices[column.choices])
    if column.kind == "links":
        return read_links(value)
    if column.role == "tempat":
        return _read_place(value, column)
    if column.required and len(value) <= SHORT and not any(sign.isalpha() for sign in value):
        return CellValue(value, (Flaw(_wordless(value), {"example": column.example}),))
    return CellValue(value)


def _wordless(value: str) -> str:
    """What a text without a letter is: a number, a date, or nothing at all."""
    return "isian-angka" if any(sign.isdigit() for sign in value) else "isian-pengganti"


def _place_header(template: Template) -> str:
    columns = template.tab("unit").columns
    return next((column.header for column in columns if column.role == "tempat"), "")


def _read_place(value: str, column: Column) -> CellValue:
    """A place. One with a time in it gets a warning; a bare number or time is an error."""
    if not any(sign.isdigit() for sign in value):
        return CellValue(value)
    if not any(sign.isalpha() for sign in value) or period_days(value)[0] or time_behind_words(value):
        return CellValue(value, (Flaw("tempat-salah", {"example": column.example}),))
    place = split_place(value)[0] or time_before_words(value)[0]
    return CellValue(value, (Flaw("tempat-waktu", {"place": place}),) if place else ())
