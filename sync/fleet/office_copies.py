"""An office and its copy: two folders with one short name, one workbook, or one site. Only one of them runs, the one
that ran before; where nothing is remembered of either, the one that has lain there for longer."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from sync.fleet.office_look import FleetOffice, promptly
from sync.message import Message, say


class Remembered(NamedTuple):
    """What is remembered of an office that was started before: what it was called, and when its first run began; None
    where none ever did, because something was in the way."""

    name: str
    ran: datetime | None = None


def told_apart(offices: Sequence[FleetOffice], known: Mapping[str, Remembered]) -> Iterator[FleetOffice]:
    """The same offices; a copy has the trouble that it is one. `known` goes by their keys. An office that ran before
    and cannot be read now keeps its name: its copy does not step into its place."""
    offices = [_by_its_name(office, known) for office in offices]
    names, workbooks, sites = (_Owners(offices, known, has) for has in (_name, _workbook, _site))
    for office in offices:
        others = [other for owners in (workbooks, names, sites) if (other := owners.of(office)) is not office]
        yield office if office.trouble or not others else replace(office, trouble=_copied(office, others[0]))


def _by_its_name(office: FleetOffice, known: Mapping[str, Remembered]) -> FleetOffice:
    name = known[office.key].name if office.key in known else ""
    return replace(office, name=name) if name and not office.is_read else office


def _name(office: FleetOffice) -> str:
    return office.name.casefold()


def _workbook(office: FleetOffice) -> str:
    return office.workbook


def _site(office: FleetOffice) -> str:
    return office.site


class _Owners:
    """Who runs of those that have one name, one workbook, or one site."""

    def __init__(
        self, offices: Sequence[FleetOffice], known: Mapping[str, Remembered], has: Callable[[FleetOffice], str]
    ) -> None:
        counts = Counter(map(has, offices))
        several = [office for office in offices if counts[has(office)] > 1 and has(office)]
        ages = promptly({office.config: partial(_lies_since, office.config.parent) for office in several})

        def rank(office: FleetOffice) -> tuple[float, bool, float, str]:
            ran = known[office.key].ran if office.key in known else None
            since = ran.timestamp() if ran else float("inf")
            return since, bool(office.trouble), ages.get(office.config, float("inf")), office.key

        self._has = has
        self._owners: dict[str, FleetOffice] = {}
        for office in sorted(several, key=rank):
            self._owners.setdefault(has(office), office)

    def of(self, office: FleetOffice) -> FleetOffice:
        return self._owners.get(self._has(office), office)


def _lies_since(folder: Path) -> float:
    """When the oldest file of a folder was put there. A copy keeps no such time, whatever made it."""
    oldest = float("inf")
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_file(follow_symlinks=False):
                oldest = min(oldest, entry.stat(follow_symlinks=False).st_ctime)
    return oldest


def _copied(office: FleetOffice, other: FleetOffice) -> Message:
    here, there = office.config.parent, other.config.parent
    if office.workbook and office.workbook == other.workbook:
        return say(
            "%(here)s has the same workbook (location in [workbook]) as %(there)s, which goes on: two offices in one "
            "workbook would undo each other's work. Give %(here)s a short, a workbook and a site of its own, or take "
            "it out of fleet.toml",
            here=here, there=there,
        )  # fmt: skip
    if _name(office) != _name(other):
        return say(
            "%(here)s has the same site (to in [publish]) as %(there)s, which goes on: the two would overwrite each "
            "other's pages. Give %(here)s a short, a workbook and a site of its own, or take it out of fleet.toml",
            here=here, there=there,
        )  # fmt: skip
    if other.trouble:
        return say(
            "%(here)s bears the same name (short in [office]) as %(there)s, which ran before and cannot be run now. "
            "Was it moved here? Then: dip fleet forget %(there)s. Is this one a copy? Take it out of fleet.toml",
            here=here, there=there,
        )  # fmt: skip
    return say(
        "%(here)s bears the same name (short in [office]) as %(there)s, which goes on: one is a copy of the other, and "
        "two copies would undo each other's work. Give %(here)s a short, a workbook and a site of its own, or take it "
        "out of fleet.toml",
        here=here, there=there,
    )  # fmt: skip
