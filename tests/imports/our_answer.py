"""What `dip import` makes of a list, in the form that the measure judges."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sync.importing.given import UNIT, given_by
from sync.importing.list_reading import ListReading, read_list
from sync.settings.settings import Settings, load_settings
from sync.template.loader import load_template, templates_folder
from tests.imports import measure

TEMPLATE = load_template()


def example_office() -> Settings:
    return load_settings(templates_folder() / "dip.example.toml")


def our_answer(path: Path, call: Sequence[str] = (), maps: Sequence[str] = ()) -> measure.Answer:
    """Our answer, with the arguments that a person gives (`--unit KUL`) and with mappings."""
    arguments = [*call, *(word for text in maps for word in ("--map", text))]
    pairs = list(zip(arguments[::2], arguments[1::2], strict=True))
    unit = next((value for name, value in pairs if name == "--unit"), "")
    given = given_by([value for name, value in pairs if name == "--map"], unit, example_office(), TEMPLATE)
    return answer_of(read_list(path, example_office(), TEMPLATE, given))


def answer_of(reading: ListReading) -> measure.Answer:
    names = {column.role: column.header for column in TEMPLATE.tab("unit").columns} | {UNIT: measure.UNIT}
    rows = [
        measure.Row(entry.unit, {names[role]: text for role, text in entry.values.items()}, entry.tab, entry.row + 1)
        for entry in reading.entries
    ]
    questions = [
        measure.Question(
            frozenset(names[role] for role in question.roles),
            None if question.rows is None else frozenset((question.tab, row + 1) for row in question.rows),
        )
        for question in reading.questions
    ]
    told = {(entry.tab, entry.row + 1, names[each.role]) for entry in reading.entries for each in entry.unread}
    return measure.Answer(rows, questions, told)
