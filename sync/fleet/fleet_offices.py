"""Which offices a fleet has, as `fleet.toml` and their own `dip.toml` say. A `dip.toml` is looked at, not judged: what
is wrong in it is said by the office's own run."""

from __future__ import annotations

import glob
import json
import os
import stat
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from sync.errors import ArgumentError, SettingsError, whose
from sync.fleet.fleet_settings import GOOGLE_READS, FleetSettings
from sync.message import joined, named, say
from sync.plain_text import plain, readable
from sync.settings.spreadsheet_address import is_google
from sync.strict_toml import Mistake, did_you_mean, read_toml
from sync.time_limit import within

Seen = TypeVar("Seen")

FILE = "dip.toml"
PATIENCE = 5.0
"""So many seconds the disk of an office has to answer."""
_PAUSE = 600.0
_silent_until: dict[Path, float] = {}
_LARGEST = 1_000_000
_LONGEST_NAME = 80
"""So much of a name is shown."""
DEFAULT_ROBOT = "default"
"""The Google account of offices that name no key file: Application Default Credentials."""


@dataclass(frozen=True)
class FleetOffice:
    """One office.

    config    its `dip.toml`
    key       by which it is known: where that really lies
    name      its short name, else that of its folder
    robot     the Google account that reads its workbook; empty for a file
    files     its dip.toml, and its workbook if that is a file
    trouble   why it cannot be started; empty if nothing is in the way
    """

    config: Path
    key: str
    name: str
    robot: str = ""
    files: tuple[Path, ...] = ()
    trouble: str = ""

    @property
    def stamp(self) -> str:
        """Another one when one of its files has changed."""
        return _promptly(self.config, lambda: " ".join(map(_stamp, self.files)), "")


def find_offices(fleet: FleetSettings, known: Mapping[str, str] = MappingProxyType({})) -> list[FleetOffice]:
    """Every office once, in the order of their paths. `known` are keys and names of those that were started before: one
    that is gone is told, and of two that bear one name the known one runs. Raises `SettingsError` if there is none at
    all, with the patterns that match nothing."""
    paths = [path for text in fleet.offices for path in _paths_of(fleet, text)]
    found = {each.key: each for path in reversed(paths) if (each := _look_promptly(path))}
    if not found and not known:
        raise SettingsError(
            say("%(path)s: offices in [fleet]: nothing matches %(patterns)s. Write a dip.toml, its folder, or a "
                "pattern of either, like /srv/dip/*/dip.toml.",
                path=fleet.source, patterns=named([f"“{text}”" for text in fleet.offices]))
        )  # fmt: skip
    gone = [_gone(FleetOffice(Path(key), key, name)) for key, name in known.items() if key not in found]
    return list(_distinct(sorted([*found.values(), *gone], key=lambda each: each.key), known))


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


def reads_of(fleet: FleetSettings) -> Mapping[str, int]:
    """Google account → reads a minute, of those that `fleet.toml` names."""
    return {robot_of(fleet.path(robot.credentials)): robot.reads for robot in fleet.robots}


def reads_for(robots: Iterable[str], reads: Mapping[str, int]) -> dict[str, int]:
    """The same for all these accounts."""
    return {robot: reads.get(robot, GOOGLE_READS) for robot in robots}


def robot_of(credentials: Path) -> str:
    """The account of a key file: the address in it, else where it really lies. Two copies of a key are one account."""
    real = os.path.realpath(credentials)
    try:
        stamp = os.stat(real).st_mtime_ns
    except OSError:
        return real
    return _address_in(real, stamp)


@lru_cache(maxsize=4096)
def _address_in(path: str, _: int) -> str:
    with suppress(OSError, ValueError, AttributeError):
        address = json.loads(Path(path).read_bytes()).get("client_email")
        if isinstance(address, str) and address:
            return address
    return path


def unmatched(fleet: FleetSettings) -> list[str]:
    """The texts under `offices` that nothing matches."""
    return [text for text in fleet.offices if not any(map(_look_promptly, _paths_of(fleet, text)))]


class _Place(NamedTuple):
    """Where a `dip.toml` would be, and whether a pattern led there: then there may be none."""

    config: Path
    by_pattern: bool


def _paths_of(fleet: FleetSettings, text: str) -> list[_Place]:
    """Only names are read: what a disk that hangs holds is not asked for."""
    whole = Path(fleet.path(text))
    folder = whole.parent if whole.suffix == ".toml" else whole
    name = whole.name if folder != whole else FILE
    if not glob.has_magic(str(folder)) or _promptly(folder, lambda: os.path.lexists(folder), False):
        return [_Place(folder / name, False)]
    nothing: list[str] = []
    found = _promptly(folder, lambda: sorted(glob.glob(str(folder))), nothing)
    return [_Place(Path(each) / name, True) for each in found]


def _look_promptly(place: _Place) -> FleetOffice | None:
    """An office, as far as its disk answers; None where a pattern led to what is none."""
    config = place.config.absolute()
    folder = config.parent
    name = plain(readable(folder.name))[:_LONGEST_NAME]
    trouble = say("the disk of %(folder)s does not answer", folder=folder)
    silent: FleetOffice | None = FleetOffice(config, str(config), name, trouble=trouble)
    return _promptly(config, lambda: _look(config, name, by_pattern=place.by_pattern), silent)


def _promptly(path: Path, look: Callable[[], Seen], silent: Seen) -> Seen:
    """What `look` returns; `silent` where the disk does not answer, and then it is not asked again for a while."""
    now = time.monotonic()
    if _silent_until.get(path, 0.0) > now:
        return silent
    try:
        return within(PATIENCE, look)
    except TimeoutError:
        _silent_until[path] = now + _PAUSE
        return silent


def _look(config: Path, name: str, *, by_pattern: bool) -> FleetOffice | None:
    if by_pattern and not os.path.lexists(config):
        return None
    folder = config.parent
    office = FleetOffice(config, os.path.realpath(config), name, files=(config,), trouble=_not_ours(config))
    try:
        if not stat.S_ISREG((seen := config.stat()).st_mode) or seen.st_size > _LARGEST:
            return office  # what never ends is left to a process that has its time
        facts = _facts(config, _stamp(config))
    except FileNotFoundError:
        return _gone(office)
    except (Mistake, OSError):
        return office  # its own run says what is wrong
    office = replace(office, name=facts.short or name)
    if not is_google(facts.location):
        return replace(office, files=(config, folder / os.path.expanduser(facts.location)))
    key_file = folder / os.path.expanduser(facts.credentials)
    return replace(office, robot=robot_of(key_file) if facts.credentials else DEFAULT_ROBOT)


class _Facts(NamedTuple):
    """What a `dip.toml` says of an office."""

    short: str
    location: str
    credentials: str


@lru_cache(maxsize=4096)
def _facts(path: Path, _: str) -> _Facts:
    raw = read_toml(path)
    location, credentials = (_text(raw, "workbook", name) for name in ("location", "credentials"))
    return _Facts(plain(_text(raw, "office", "short")).strip()[:_LONGEST_NAME], location, credentials)


def _text(raw: Mapping[str, Any], table: str, name: str) -> str:
    values = raw.get(table)
    value = values.get(name) if isinstance(values, dict) else None
    return value if isinstance(value, str) else ""


def _stamp(path: Path) -> str:
    try:
        seen = path.stat()
    except (OSError, ValueError):
        return "-"
    return f"{seen.st_ino}:{seen.st_size}:{seen.st_mtime_ns}"


def _gone(office: FleetOffice) -> FleetOffice:
    trouble = say(
        "there is no %(path)s. Is its disk there? Put it back; or is the office gone for good: dip fleet forget NAME",
        path=office.config,
    )
    return replace(office, trouble=trouble)


def _not_ours(path: Path) -> str:
    """Why nothing of this user may be written there; empty if it may."""
    folder = path.absolute().parent
    if os.name != "posix":
        return ""
    with suppress(OSError):
        is_others = os.geteuid() == 0 and folder.stat().st_uid != 0
        if is_others or not os.access(folder, os.W_OK | os.X_OK):
            refused = PermissionError(13, "", str(folder))
            return joined([say("dip may not write in %(folder)s.", folder=folder), whose(refused)])
    return ""


def _distinct(offices: list[FleetOffice], known: Collection[str]) -> Iterator[FleetOffice]:
    """Two folders with one short name are one office and a copy of it: only one of them runs."""
    first: dict[str, FleetOffice] = {}
    for office in sorted(offices, key=lambda each: (bool(each.trouble), each.key not in known, each.key)):
        first.setdefault(office.name.casefold(), office)
    for office in offices:
        other = first[office.name.casefold()]
        if other is office or office.trouble:
            yield office
            continue
        trouble = say(
            "%(other)s bears the same name (short in [office]): one is a copy of the other, and two copies would "
            "undo each other's work. Give it a name of its own, or take it out of fleet.toml",
            other=other.config,
        )
        yield replace(office, trouble=trouble)


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
