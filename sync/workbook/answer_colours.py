"""Colours that follow sync's answer in a row: the cells that `Catatan` names, and the ID by its status.

A line of `Catatan` that is about a cell begins with that cell's header and a colon. These are rules, so nobody's cell
is written or formatted for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from openpyxl.styles.differential import DifferentialStyle

from sync.model import column_letters
from sync.template.template import TabTemplate, Template
from sync.workbook import style


def answer_colours(
    tab: TabTemplate, template: Template, at: Mapping[str, int], row: int, separator: str = ","
) -> Iterator[tuple[str, str, DifferentialStyle]]:
    """(role, formula, look) of every rule; `at` says where the columns stand, `row` is the number of the first row
    below the header, `separator` stands between a formula's arguments."""
    if "catatan" in at:
        note = f"${column_letters(at['catatan'])}{row}"
        for column in tab.columns:
            if column.role in at and (column.writer != "sync" or column.role in template.content_roles):
                yield column.role, _names(column.header, note, separator), style.named()
    if {"id", "status"} <= at.keys():
        status = f"${column_letters(at['status'])}{row}"
        for choice in template.choices["status"]:
            if choice.colour:
                yield "id", f"{status}={_quoted(choice.value)}", style.tint(choice.colour)


def _names(header: str, note: str, separator: str) -> str:
    """Whether a line of the note begins with the header."""
    return f"ISNUMBER(FIND(CHAR(10)&{_quoted(f'{header}:')}{separator}CHAR(10)&{note}))"


def _quoted(text: str) -> str:
    return '"{}"'.format(text.replace('"', '""'))
