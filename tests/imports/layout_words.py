"""What the layouts share: subjects, pools in turn, title blocks and signatures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import cycle
from typing import Any

from tests.imports.list_files import Entry, ListFile, Sheet, contents
from tests.imports.pools import (
    UNITS,
)

BERKALA, SERTA_MERTA, SETIAP_SAAT, DIKECUALIKAN = (
    "Informasi Berkala",
    "Informasi Serta Merta",
    "Informasi Setiap Saat",
    "Informasi Dikecualikan",
)
ENTRIES = contents()


def walk(start: int, count: int, step: int) -> list[Entry]:
    """Subjects of all units, mixed."""
    return [ENTRIES[(start + step * number) % len(ENTRIES)] for number in range(count)]


def of_unit(unit: str, start: int, count: int) -> list[Entry]:
    mine = [entry for entry in ENTRIES if entry.unit == unit]
    return [mine[(start + number) % len(mine)] for number in range(count)]


def turn(pool: list[Any], start: int = 0) -> Iterator[Any]:
    """A pool from some place on, again and again."""
    return cycle(pool[start:] + pool[:start])


def names_of_units(start: int = 0) -> Callable[[str], str]:
    """Another name of the unit at each call."""
    turns = {unit: turn(names, start % len(names)) for unit, names in UNITS.items()}
    return lambda unit: next(turns[unit])


def gaps() -> Iterator[int]:
    """Numbers of a list from which rows were taken out."""
    number = 0
    while True:
        number += 2 if number % 5 == 3 else 1
        yield number


def signature(sheet: Sheet, made: ListFile, column: int, office: str = "KPU Kabupaten Lebak") -> None:
    """Place, day, position and name beneath the list."""
    for text in (
        "",
        "Rangkasbitung, 5 Januari 2026",
        "Pejabat Pengelola Informasi dan Dokumentasi",
        office,
        "",
        "………………………………",
        "NIP. ……………………",
    ):
        row = sheet.put(*[""] * (column - 1), text)
        if text:
            made.other("signature", sheet, row)


def title_block(sheet: Sheet, made: ListFile, width: int, *lines: str) -> None:
    for line in lines:
        made.other("title", sheet, sheet.wide(line, width))
    sheet.put()


def date_of(typed: str) -> datetime:
    """What a spreadsheet keeps of a day: without a time zone."""
    day, month, year = map(int, typed.split("/"))
    return datetime(year, month, day)  # noqa: DTZ001
