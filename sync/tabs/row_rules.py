"""Rules over several cells or several rows: each a named function."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import TypeVar

from sync.cells.cell import has_content
from sync.cells.choice import find_choice
from sync.cells.personal_data import personal_flaws
from sync.cells.text import Flaw, fold
from sync.template.template import TabTemplate, Template

Key = TypeVar("Key", bound=Hashable)

_TITLE = re.compile(
    r"\b(?:[Dd]r|Drs|Dra|Ir|Prof|Hj?)\. ?[A-Z]|,\s*A\.? ?Md\b"
    r"|\b[SM]\.(?:H|E|Sos|Kom|Pd|I\.?P|T|Ag|Si|AP|M|Hum|Ak|I\.?Kom)\b"
    r"|,\s*(?:S|M|A\.Md)\.? ?(?:H|E|Sos|Kom|Pd|IP|I\.P|T|Ag|Si|AP|M|Hum|Ak|I\.?Kom)\b"
)


def check_class(
    klasifikasi: str, values: Mapping[str, str], basis: Mapping[str, str], template: Template
) -> tuple[tuple[str, Flaw], ...]:
    """What an entry of this class (its own or, without one, the proposed; empty if none) still lacks, as (role, flaw):
    periodic information in softcopy needs a link; excluded information needs all three columns of its basis, without
    personal numbers in them, and should say what follows if it is open, and if it is not."""
    if klasifikasi == template.periodic_class:
        return _needs_link(klasifikasi, values, template)
    if klasifikasi == template.excluded_class:
        return tuple(_needs_basis(klasifikasi, basis, template))
    return ()


def _needs_link(klasifikasi: str, values: Mapping[str, str], template: Template) -> tuple[tuple[str, Flaw], ...]:
    form = find_choice(values.get("bentuk", ""), template.choices["bentuk"])
    if form is None or "soft" not in form.parts or values.get("tautan"):
        return ()
    example = template.tab("unit").column("tautan").example
    return (("tautan", Flaw("tautan-wajib", {"klasifikasi": klasifikasi, "bentuk": form.value, "example": example})),)


def _needs_basis(klasifikasi: str, basis: Mapping[str, str], template: Template) -> Iterator[tuple[str, Flaw]]:
    for role in template.required_basis_roles:
        column, text = template.tab("induk").column(role), basis.get(role, "")
        yield from ((role, flaw) for flaw in personal_flaws(text))  # an office may show the list of what it exempted
        if not has_content(text, column):
            yield role, Flaw("dasar-kurang", {"klasifikasi": klasifikasi, "example": column.example})
    for role in template.consequence_roles:
        column = template.tab("induk").column(role)
        if not has_content(basis.get(role, ""), column):
            yield role, Flaw("konsekuensi-kosong", {"example": column.example})


def find_duplicates(rows: Sequence[tuple[Key, str, str, str]]) -> dict[Key, str]:
    """(key, title, period, where) → key → where its twin stands. Same title and period, however typed; of more
    than two, the first names the second and all others the first. Rows without a title are no twins."""
    first: dict[tuple[str, str], int] = {}
    twins: dict[Key, str] = {}
    for index, (key, title, period, where) in enumerate(rows):
        words = fold(title)
        if not words:
            continue
        earlier = first.setdefault((words, period.casefold()), index)
        if earlier != index:
            twins[key] = rows[earlier][3]
            twins.setdefault(rows[earlier][0], where)
    return twins


def check_row(
    at: Mapping[str, int], values: Sequence[Sequence[str]], tab: TabTemplate
) -> Iterator[tuple[int, str, Flaw]]:
    """(index of the row, role, flaw) for every row that breaks a rule over its own cells. `values` are columns."""
    yield from _repeated_titles(values[at["judul"]], values[at["ringkasan"]])
    yield from _persons(values[at["penanggung_jawab"]], tab.column("penanggung_jawab").example)


def _repeated_titles(titles: Sequence[str], summaries: Sequence[str]) -> Iterator[tuple[int, str, Flaw]]:
    for index, (title, summary) in enumerate(zip(titles, summaries, strict=True)):
        near = summary and abs(len(title) - len(summary)) <= 5 and title[:1].casefold() == summary[:1].casefold()
        if near and fold(title) == fold(summary) != "":
            yield index, "ringkasan", Flaw("ringkasan-sama")


def _persons(names: Sequence[str], example: str) -> Iterator[tuple[int, str, Flaw]]:
    """An academic or religious title shows that a text is a person's name; positions have none."""
    persons = {name for name in set(names) if _TITLE.search(name)}
    if persons:
        for index, name in enumerate(names):
            if name in persons:
                yield index, "penanggung_jawab", Flaw("nama-orang", {"example": example})
