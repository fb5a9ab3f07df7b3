"""Which tabs the units have: what a workbook needs to know of `dip.toml`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class UnitTab:
    """One sub-division: its code, its full name, the title of its tab, and the titles under which the tab may
    stand instead."""

    code: str
    name: str
    tab: str
    aliases: tuple[str, ...] = ()
