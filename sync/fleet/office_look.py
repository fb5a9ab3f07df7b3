"""One office as its `dip.toml` and its disk show it, from outside. A `dip.toml` is looked at, not judged: what is wrong
in it is said by the office's own run. A disk that does not answer keeps nobody waiting for long."""

from __future__ import annotations

import json
import os
import stat
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from sync.errors import reason_of, whose
from sync.message import Message, joined, say
from sync.plain_text import plain, readable
from sync.settings.spreadsheet_address import is_google, spreadsheet_id
from sync.settings.target_address import read_address
from sync.strict_toml import Mistake, read_toml
from sync.time_limit import begun

Seen = TypeVar("Seen")

PATIENCE = 5.0
"""So many seconds disks have to answer."""
_PAUSE = 600.0
_silent_until: dict[Path, float] = {}
"""Which did not, and when they are asked again."""
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
    workbook  where its workbook really lies, or the ID of its spreadsheet; empty if that is not known
    public    the folder that the public reads; None if that is not on this machine
    site      where that really lies, or the address of the server; empty if that is not known
    trouble   why it cannot be started; empty if nothing is in the way
    is_read   its `dip.toml` could be read
    """

    config: Path
    key: str
    name: str
    robot: str = ""
    files: tuple[Path, ...] = ()
    workbook: str = ""
    public: Path | None = None
    site: str = ""
    trouble: str = ""
    is_read: bool = False

    @property
    def stamp(self) -> str:
        """Another one when one of its files has changed, or what was in the way no longer is."""
        if self.trouble:
            return "-"
        return promptly({self.config: lambda: " ".join(map(_stamp, self.files))}).get(self.config, "")


class Place(NamedTuple):
    """Where a `dip.toml` would be, and whether a pattern led there: then there may be none."""

    config: Path
    by_pattern: bool


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


def look_at(places: Sequence[Place]) -> list[FleetOffice]:
    """The offices there, as far as their disks answer; what a pattern led to and is none is left out."""
    looks = {place.config.absolute(): partial(_look, place) for place in places}
    seen = promptly(looks)
    return [office for path in looks if (office := seen.get(path, _silent(path)))]


def promptly(looks: Mapping[Path, Callable[[], Seen]]) -> dict[Path, Seen]:
    """What each returns, all of them begun at once; those whose disk does not answer are left out, and not asked again
    for a while."""
    start = time.monotonic()
    outcomes = {path: begun(look) for path, look in looks.items() if _silent_until.get(path, 0.0) <= start}
    answers: dict[Path, Seen] = {}
    for path, outcome in outcomes.items():
        try:
            answers[path] = outcome.result(max(start + PATIENCE - time.monotonic(), 0))
        except TimeoutError:
            _silent_until[path] = time.monotonic() + _PAUSE
    return answers


def silent_disk(config: Path) -> Message:
    """What to say of an office whose disk `promptly` left out."""
    return say("the disk of %(folder)s does not answer", folder=config.parent)


def _silent(config: Path) -> FleetOffice:
    return FleetOffice(config, str(config), _folder_name(config), trouble=silent_disk(config))


def _folder_name(config: Path) -> str:
    return plain(readable(config.parent.name or str(config.parent)))[:_LONGEST_NAME]


def _look(place: Place) -> FleetOffice | None:
    """Whatever the system refuses of one office is that office's trouble."""
    try:
        return _look_closely(place)
    except (OSError, ValueError) as error:
        config, reason = place.config.absolute(), reason_of(error) if isinstance(error, OSError) else error
        trouble = say("%(config)s cannot be looked at: %(reason)s.", config=config, reason=reason)
        return FleetOffice(config, str(config), _folder_name(config), trouble=trouble)


def _look_closely(place: Place) -> FleetOffice | None:
    config = place.config.absolute()
    if place.by_pattern and not os.path.lexists(config):
        return None
    name, key = _folder_name(config), os.path.realpath(config)
    office = FleetOffice(config, key, name, files=(config,), trouble=_not_ours(config))
    try:
        if not stat.S_ISREG((seen := config.stat()).st_mode) or seen.st_size > _LARGEST:
            return office  # what never ends is left to a process that has its time
        return _as_it_says(office)
    except FileNotFoundError:
        return gone(office)
    except (Mistake, OSError, ValueError):
        return office  # its own run says what is wrong


def _as_it_says(office: FleetOffice) -> FleetOffice:
    facts, folder = _facts(office.config, _stamp(office.config)), office.config.parent
    public = folder / facts.public if facts.public else None
    site = os.path.realpath(public) if public else facts.server
    office = replace(office, name=facts.short or office.name, public=public, site=site, is_read=True)
    if not is_google(facts.location):
        workbook = folder / os.path.expanduser(facts.location)
        return replace(office, files=(office.config, workbook), workbook=os.path.realpath(workbook))
    office = replace(office, workbook=spreadsheet_id(facts.location))
    key_file = folder / os.path.expanduser(facts.credentials)
    return replace(office, robot=robot_of(key_file) if facts.credentials else DEFAULT_ROBOT)


class _Facts(NamedTuple):
    """What a `dip.toml` says of an office."""

    short: str
    location: str
    credentials: str
    public: str
    server: str


@lru_cache(maxsize=4096)
def _facts(path: Path, _: str) -> _Facts:
    raw = read_toml(path)
    location, credentials = (_text(raw, "workbook", name) for name in ("location", "credentials"))
    short = plain(_text(raw, "office", "short")).strip()[:_LONGEST_NAME]
    public, server = _site(_text(raw, "publish", "to"), _text(raw, "publish", "endpoint"))
    return _Facts(short, location, credentials, public, server)


def _site(target: str, endpoint: str) -> tuple[str, str]:
    """The folder that a site is published to, as written, or the address of its server; both empty if it is none. One
    bucket's name is another bucket at another `endpoint`."""
    with suppress(Mistake):
        address = read_address(target)
        if address.scheme:
            return "", f"{address.location} {endpoint.rstrip('/')}".rstrip()
        return os.path.expanduser(target), ""
    return "", ""


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


def gone(office: FleetOffice) -> FleetOffice:
    """The same, and that it is not there."""
    trouble = say(
        "there is no %(path)s. Is its disk there? Put it back; or is the office gone for good: dip fleet forget NAME",
        path=office.config,
    )
    return replace(office, trouble=trouble)


def _not_ours(path: Path) -> str:
    """Why nothing of this user may be written there; empty if it may."""
    folder = path.absolute().parent
    if folder.is_file():
        return say("%(folder)s is a file, where the folder of an office should be.", folder=folder)
    if os.name != "posix":
        return ""
    with suppress(OSError):
        is_others = os.geteuid() == 0 and folder.stat().st_uid != 0
        if is_others or not os.access(folder, os.W_OK | os.X_OK):
            refused = PermissionError(13, "", str(folder))
            return joined([say("dip may not write in %(folder)s.", folder=folder), whose(refused)])
    return ""
