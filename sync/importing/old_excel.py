"""Workbooks of kinds that only other programs write (.xls, .xlsb), through pandas.

Values come as text, nothing is guessed. Of dates the file keeps how they are shown: that is looked up beside.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

from sync.errors import ListError
from sync.importing.biff import Look, look_of
from sync.importing.source_tab import SourceTab
from sync.message import say
from sync.model import Area, Sheet
from sync.workbook import number_format

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?: \d\d:\d\d:\d\d(?:\.\d+)?)?")

LOCKED = say("the file has a password, so that it cannot be read. Save it without one and try again.")
_LOCKED = 3


def read_xls(data: bytes) -> list[SourceTab]:
    """The tabs of the workbook. Raises `ListError` if it is locked, `ValueError` if it is damaged."""
    frames, merged = _frames(data)
    looks = look_of(data)
    tabs = []
    for title, frame in frames.items():
        tabs.append(SourceTab(_sheet(title, frame, merged[title], looks.get(title, Look()))))
    return tabs


def _frames(data: bytes) -> tuple[dict[str, list[list[str]]], dict[str, tuple[Area, ...]]]:
    """The cells and the merged cells of each tab, from a process of its own: over some damaged files the reader below
    pandas does not raise but dies. Raises `ListError` for a locked file, `ValueError` for a damaged one."""
    # This checkout, and nothing of the folder it is called from: a `calendar` there is not Python's own.
    paths = [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
    here = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
    command = [sys.executable, "-P", "-m", "sync.importing.old_excel"]
    done = subprocess.run(command, input=data, env=here, capture_output=True, check=False)  # noqa: S603  ourselves
    if done.returncode == _LOCKED:
        raise ListError(LOCKED)
    if done.returncode:
        raise ValueError(done.stderr.decode("utf-8", "replace")[-200:])
    cells, merges = json.loads(done.stdout)
    return cells, {title: tuple((*start, *end) for start, end in ranges) for title, ranges in merges.items()}


def _read_here(data: bytes) -> str:
    """The same, here: cells and merged cells by tab, as JSON."""
    import pandas as pd
    from python_calamine import PasswordError, load_workbook

    try:
        frames = pd.read_excel(
            io.BytesIO(data), sheet_name=None, header=None, dtype=str, na_filter=False, engine="calamine"
        )
        book = load_workbook(io.BytesIO(data))
    except PasswordError:
        sys.exit(_LOCKED)
    cells = {str(title): frame.to_numpy().tolist() for title, frame in frames.items()}
    return json.dumps([cells, {title: book.get_sheet_by_name(title).merged_cell_ranges or () for title in cells}])


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


if __name__ == "__main__":
    sys.stdout.buffer.write(_read_here(sys.stdin.buffer.read()).encode())  # to the process above, not to a person
