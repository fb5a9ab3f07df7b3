"""The tabs a spreadsheet must have, and what stands in each at first."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sync.cells.text import fold
from sync.model import Value
from sync.tabs.guide_tab import guide_rows
from sync.template.template import Template
from sync.workbook.tab_list import UnitTab

_ORDER = ("induk", "kendali", "dip", "dik", "riwayat", "petunjuk")


def missing_tabs(template: Template, units: Sequence[UnitTab], there: Collection[str]) -> list[tuple[str, str]]:
    """(title, kind) of every tab that none of `there` (folded titles) is."""
    wanted = [
        (unit.tab, "unit") for unit in units if not {fold(name) for name in (unit.tab, *unit.aliases)} & set(there)
    ]
    wanted += [(template.tab(kind).title, kind) for kind in _ORDER if fold(template.tab(kind).title) not in there]
    return wanted


def first_rows(kind: str, template: Template, units: Sequence[UnitTab]) -> tuple[tuple[Value, ...], ...]:
    """What a fresh tab says: its header, its labels with their first values, the guide."""
    if kind == "petunjuk":
        return guide_rows(template, units)
    tab = template.tab(kind)
    header = tuple(column.header for column in tab.columns)
    labels = [(label.label, label.default) for label in tab.labels]
    lines = [(unit.tab, "") for unit in units] if kind == "kendali" else []
    return (header, *labels, *lines)
