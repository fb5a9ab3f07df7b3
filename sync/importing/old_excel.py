"""Workbooks of kinds that only other programs write (.xls, .xlsb), through pandas.

Values come as text, nothing is guessed. Of dates the file keeps how they are shown: that is looked up beside.
"""

from __future__ import annotations

import io
import re

from sync.errors import ListError
from sync.importing.biff import Look, look_of
from sync.importing.source_tab import SourceTab
from sync.model import Area, Sheet
from sync.workbook import number_format

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?: \d\d:\d\d:\d\d(?:\.\d+)?)?")


def read_xls(data: bytes) -> list[SourceTab]:
    """The tabs of the workbook. Raises `ListError` if it is locked, and what pandas raises if it is damaged."""
    import pandas as pd
    from python_calamine import CalamineError, PasswordError, load_workbook

    try:
        frames = pd.read_excel(
            io.BytesIO(data), sheet_name=None, header=None, dtype=str, na_filter=False, engine="calamine"
        )
        book = load_workbook(io.BytesIO(data))
    except PasswordError as error:
        raise ListError(
            "the file has a password, so that it cannot be read. Save it without one and try again."
        ) from error
    except CalamineError as error:
        raise ValueError(str(error)) from error
    looks = look_of(data)
    tabs = []
    for title, frame in frames.items():
        found = book.get_sheet_by_name(str(title)).merged_cell_ranges or ()
        merges = tuple((top, left, bottom, right) for (top, left), (bottom, right) in found)
        tabs.append(SourceTab(_sheet(str(title), frame.to_numpy().tolist(), merges, looks.get(str(title), Look()))))
    return tabs


def _sheet(title: str, cells: list[list[str]], merges: tuple[Area, ...], look: Look) -> Sheet:
    rows = tuple(
        tuple(_text(text, look.meanings.get((row, column), "")) for column, text in enumerate(texts))
        for row, texts in enumerate(cells)
    )
    return Sheet(title, rows, links=look.links, merges=merges).trimmed()


def _text(text: str, finest: str) -> str:
    """A date with the precision that is shown; a number with the unit its format shows."""
    from datetime import date

    if finest in number_format.UNITS:
        return number_format.with_unit(text, finest)
    moment = _MOMENT.fullmatch(text)
    if not moment:
        return text.upper() if text in ("True", "False") else text
    day = finest if finest not in ("", number_format.NUMBER, number_format.TIME) else number_format.DAY
    return number_format.date_text(date.fromisoformat(moment[1]), day)
