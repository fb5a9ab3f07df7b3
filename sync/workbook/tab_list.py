"""Which tabs a workbook has, in which order, and which tab of a workbook is which of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sync.settings.units import Unit
from sync.tabs.tab_names import FoundTab, find_tab
from sync.template.template import Template

ORDER = ("petunjuk", "unit", "induk", "kendali", "dip", "dik", "riwayat", "pilihan")
"""The kinds of tabs, from left to right."""


def tabs_of(template: Template, units: Sequence[Unit]) -> list[tuple[str, str]]:
    """(title, kind) of every tab a whole workbook has, in order."""
    tabs: list[tuple[str, str]] = []
    for kind in ORDER:
        tabs += [(unit.tab, kind) for unit in units] if kind == "unit" else [(template.tab(kind).title, kind)]
    return tabs


def find_tabs(
    titles: Collection[str], template: Template, units: Sequence[Unit]
) -> Iterator[tuple[str, str, FoundTab]]:
    """Every tab a whole workbook has, in order: its title, its kind, and which of these tabs it is."""
    aliases = {unit.tab: unit.aliases for unit in units}
    for title, kind in tabs_of(template, units):
        yield title, kind, find_tab(titles, title, aliases[title] if kind == "unit" else ())


def kinds_of(titles: Collection[str], template: Template, units: Sequence[Unit]) -> dict[str, str]:
    """Which of these tabs are ours: title → kind."""
    return {tab.title: kind for _, kind, tab in find_tabs(titles, template, units) if tab.title}


def lacking_tabs(titles: Collection[str], template: Template, units: Sequence[Unit]) -> dict[str, str]:
    """The tabs (title → kind) a whole workbook has and none of these can be."""
    return {title: kind for title, kind, tab in find_tabs(titles, template, units) if not tab.alike}
