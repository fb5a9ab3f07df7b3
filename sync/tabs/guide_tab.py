"""The guide tab as rows.

First what each role does, step by step, and an example row; then what the statuses mean, and at the end the dictionary
of the columns. Made from the templates alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sync.settings.units import Unit
from sync.template.template import Column, Template

GuideRow = tuple[str, str, str]

_WHO = {
    "unit": "Diisi sub bagian.",
    "desk": "Diisi Desk Pelayanan Informasi.",
    "panel": "Diisi Tim Pertimbangan.",
    "ppid": "Diisi PPID.",
    "sync": "Diisi otomatis.",
}

LEGEND = (("Hijau", "unit"), ("Biru", "desk"), ("Ungu", "panel"), ("Cokelat", "ppid"), ("Abu-abu", "sync"))
"""(colour of a header, in words; who writes its column)."""


def guide_rows(template: Template, units: Sequence[Unit]) -> tuple[GuideRow, ...]:
    """The whole content of the guide tab, its header first. The same templates and units give the same rows."""
    tab = template.tab("petunjuk")
    induk = template.tab("induk")
    own = [column for column in induk.columns if column.role not in template.content_roles and column.role != "id"]
    header, *rest = [column.header for column in tab.columns]
    return (
        (header, rest[0], rest[1]),
        *((line[0], line[1], line[2]) for line in tab.opening),
        *_section("Contoh satu baris", map(_example, template.tab("unit").columns)),
        *_section("Arti status", ((choice.value, choice.help, "") for choice in template.choices["status"])),
        *_section("Warna judul kolom", ((colour, _WHO[writer], "") for colour, writer in LEGEND)),
        *_section("Tab sub bagian", ((unit.tab, unit.name, "") for unit in units)),
        *_section("Kolom tab sub bagian", map(_column, template.tab("unit").columns)),
        *_section(f"Kolom tab {induk.title}", map(_column, own)),
        *_section(f"Isian tab {template.tab('kendali').title}", _labels(template)),
    )


def _section(title: str, rows: Iterable[GuideRow]) -> list[GuideRow]:
    return [("", "", ""), (title, "", ""), *rows]


def _example(column: Column) -> GuideRow:
    filled = column.example if column.writer == "unit" else "(kosongkan; terisi sendiri)"
    return column.header, filled, ""


def _column(column: Column) -> GuideRow:
    who = "" if column.writer in ("unit", "sync") else _WHO[column.writer]
    parts = ("Wajib diisi." if column.required else "", column.help, who)
    return column.header, " ".join(part for part in parts if part), column.example


def _labels(template: Template) -> Iterable[GuideRow]:
    for label in template.tab("kendali").labels:
        if label.hidden:
            continue
        yield label.label.format(tab="(nama tab)"), label.help, label.default
