"""Which tabs a workbook has, in which order, and under which titles each may stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sync.settings.units import Unit, folded_title
from sync.template.template import Template

ORDER = ("petunjuk", "unit", "induk", "kendali", "dip", "dik", "riwayat", "pilihan")
"""The kinds of tabs, from left to right."""


def tabs_of(template: Template, units: Sequence[Unit]) -> list[tuple[str, str]]:
    """(title, kind) of every tab a whole workbook has, in order."""
    tabs: list[tuple[str, str]] = []
    for kind in ORDER:
        tabs += [(unit.tab, kind) for unit in units] if kind == "unit" else [(template.tab(kind).title, kind)]
    return tabs


def titles_of(title: str, units: Sequence[Unit]) -> tuple[str, ...]:
    """Every title under which the tab with this title may stand, its own first."""
    return (title, *(alias for unit in units if unit.tab == title for alias in unit.aliases))


def lacking_tabs(there: Iterable[str], template: Template, units: Sequence[Unit]) -> dict[str, str]:
    """The tabs (title → kind) a whole workbook has and these titles do not name, however they are spelt."""
    known = {folded_title(title) for title in there}
    return {
        title: kind
        for title, kind in tabs_of(template, units)
        if not known & {folded_title(name) for name in titles_of(title, units)}
    }
