"""Which offices a fleet has, as `fleet.toml` says; which of them is meant by a name."""

from __future__ import annotations

import glob
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from sync.errors import ArgumentError, SettingsError
from sync.fleet.fleet_settings import GOOGLE_READS, FleetSettings
from sync.fleet.office_look import FleetOffice, Place, gone, look_at, promptly, robot_of
from sync.message import Message, named, say
from sync.strict_toml import did_you_mean

FILE = "dip.toml"


def find_offices(fleet: FleetSettings, known: Mapping[str, str] = MappingProxyType({})) -> list[FleetOffice]:
    """Every office once, in the order of their paths. `known` are keys and names of those that were started before: one
    that is gone is told, and of two that bear one name the known one runs. Raises `SettingsError` if there is none at
    all, with the patterns that match nothing."""
    places = [place for text in fleet.offices for place in _places(fleet, text)]
    found = {office.key: office for office in reversed(look_at(places))}
    if not found and not known:
        raise SettingsError(
            say("%(path)s: offices in [fleet]: nothing matches %(patterns)s. Write a dip.toml, its folder, or a "
                "pattern of either, like /srv/dip/*/dip.toml.",
                path=fleet.source, patterns=named([f"“{text}”" for text in fleet.offices]))
        )  # fmt: skip
    lost = [gone(FleetOffice(Path(key), key, name)) for key, name in known.items() if key not in found]
    return list(_distinct(sorted([*found.values(), *lost], key=lambda each: each.key), known))


def pick_offices(offices: Iterable[FleetOffice], names: Iterable[str]) -> list[FleetOffice]:
    """The offices that a person means: by short name, by the name of the folder, or by path. Raises `ArgumentError` for
    a name that is none, or more than one."""
    offices = list(offices)
    picked = {}
    for name in names:
        fits = [each for each in offices if _is_called(each, name)]
        if len(fits) != 1:
            raise _unclear(name, fits, offices)
        picked[fits[0].key] = fits[0]
    return list(picked.values())


def verify_private(offices: Iterable[FleetOffice], path: Path) -> None:
    """What names offices, their folders or their people is written where none of them has its public site. Raises
    `ArgumentError` for a place in such a folder, as written or with symlinks followed."""
    forms = {path.resolve(), path.parent.resolve() / path.name}
    for office in offices:
        public = office.public.resolve() if office.public else None
        if public and any(form.is_relative_to(public) for form in forms):
            raise ArgumentError(
                say("%(path)s is in the folder that the public reads. Choose a place of its own.", path=path)
            )


def reads_of(fleet: FleetSettings) -> Mapping[str, int]:
    """Google account → reads a minute, of those that `fleet.toml` names."""
    return {robot_of(fleet.path(robot.credentials)): robot.reads for robot in fleet.robots}


def reads_for(robots: Iterable[str], reads: Mapping[str, int]) -> dict[str, int]:
    """The same for all these accounts."""
    return {robot: reads.get(robot, GOOGLE_READS) for robot in robots}


def unmatched(fleet: FleetSettings) -> list[str]:
    """The texts under `offices` that nothing matches."""
    return [text for text in fleet.offices if not look_at(_places(fleet, text))]


def _places(fleet: FleetSettings, text: str) -> list[Place]:
    """Only names are read: what a disk that hangs holds is not asked for."""
    whole = fleet.path(text)
    folder = whole.parent if whole.suffix == ".toml" else whole
    name = whole.name if folder != whole else FILE
    if not glob.has_magic(str(folder)) or promptly({folder: lambda: os.path.lexists(folder)}).get(folder):
        return [Place(folder / name, by_pattern=False)]
    found = promptly({folder: lambda: sorted(glob.glob(str(folder)))}).get(folder, [])
    return [Place(Path(each) / name, by_pattern=True) for each in found]


def _distinct(offices: list[FleetOffice], known: Collection[str]) -> Iterator[FleetOffice]:
    """Two folders with one short name, or with one workbook, are one office and a copy of it: only one of them runs."""
    names: dict[str, FleetOffice] = {}
    workbooks: dict[str, FleetOffice] = {}
    for office in sorted(offices, key=lambda each: (bool(each.trouble), each.key not in known, each.key)):
        names.setdefault(office.name.casefold(), office)
        workbooks.setdefault(office.workbook, office)
    for office in offices:
        namesake, other = names[office.name.casefold()], workbooks[office.workbook] if office.workbook else office
        if office.trouble or office is namesake is other:
            yield office
        else:
            yield replace(office, trouble=_same_workbook(other) if other is not office else _same_name(namesake))


def _same_name(other: FleetOffice) -> Message:
    return say(
        "%(other)s bears the same name (short in [office]): one is a copy of the other, and two copies would "
        "undo each other's work. Give it a name of its own, or take it out of fleet.toml",
        other=other.config,
    )


def _same_workbook(other: FleetOffice) -> Message:
    return say(
        "%(other)s has the same workbook (location in [workbook]): two offices in one workbook would undo each other's "
        "work. Give it a workbook of its own, or take it out of fleet.toml",
        other=other.config,
    )


def _is_called(office: FleetOffice, name: str) -> bool:
    given = name.strip()
    if given.casefold() in (office.name.casefold(), office.config.parent.name.casefold()):
        return True
    path = os.path.realpath(given)
    return path == office.key or os.path.join(path, FILE) == office.key


def _unclear(name: str, fits: list[FleetOffice], offices: list[FleetOffice]) -> ArgumentError:
    if fits:
        paths = named([str(each.config) for each in fits])
        return ArgumentError(say("“%(name)s” is more than one office: %(paths)s. Give the path of one.",
                                 name=name, paths=paths))  # fmt: skip
    hint = did_you_mean(name, [each.name for each in offices]) or say(
        "; there are: %(names)s", names=named([each.name for each in offices], 10)
    )
    return ArgumentError(say("“%(name)s” is no office of this fleet%(hint)s", name=name, hint=hint))
