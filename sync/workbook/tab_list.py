"""Which tabs the units have: what a workbook needs to know of `dip.toml`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class UnitTab:
    """One sub-division: its code, its full name, the title of its tab, and the titles under which the tab may
    stand instead."""

    code: str
    name: str
    tab: str
    aliases: tuple[str, ...] = ()


class Aliased(Protocol):
    """A unit, as far as its tab's names go."""

    @property
    def tab(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...


def titles_of(title: str, units: Sequence[Aliased]) -> tuple[str, ...]:
    """Every name under which the tab with this title may stand, its own first."""
    return (title, *(alias for unit in units if unit.tab == title for alias in unit.aliases))
