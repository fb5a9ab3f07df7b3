"""Which offices a fleet has, as `fleet.toml` says; which of them is meant by a name."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from sync.errors import ArgumentError, SettingsError
from sync.fleet.fleet_settings import GOOGLE_READS, FleetSettings
from sync.fleet.office_copies import Remembered, told_apart
from sync.fleet.office_look import FleetOffice, Place, gone, look_at, promptly, robot_of
from sync.message import named, say
from sync.strict_toml import did_you_mean

FILE = "dip.toml"


def find_offices(fleet: FleetSettings, known: Mapping[str, Remembered] = MappingProxyType({})) -> list[FleetOffice]:
    """Every office once, in the order of their paths. `known` are those that were started before, by their keys: one
    that is gone is told, and of an office and its copy the one runs that ran before. Raises `SettingsError` if there is
    none at all, with the patterns that match nothing."""
    return told_offices(fleet, offices_there(fleet), known)


def told_offices(
    fleet: FleetSettings, found: Mapping[str, FleetOffice], known: Mapping[str, Remembered]
) -> list[FleetOffice]:
    """The same for offices that were found already."""
    if not found and not known:
        raise SettingsError(
            say("%(path)s: offices in [fleet]: nothing matches %(patterns)s. Write a dip.toml, its folder, or a "
                "pattern of either, like /srv/dip/*/dip.toml.",
                path=fleet.source, patterns=named([f"“{text}”" for text in fleet.offices]))
        )  # fmt: skip
    lost = [gone(FleetOffice(Path(key), key, each.name)) for key, each in known.items() if key not in found]
    return list(told_apart(sorted([*found.values(), *lost], key=lambda each: each.key), known))


def offices_there(fleet: FleetSettings) -> dict[str, FleetOffice]:
    """By key what lies where `fleet.toml` says, copies among them."""
    places = [place for text in fleet.offices for place in _places(fleet, text)]
    return {office.key: office for office in reversed(look_at(places))}


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
