"""When `dip` runs by itself, as a systemd timer or as lines of a crontab: what would be written, as text.

Everything of one office bears its mark, a digest of where its `dip.toml` lies: another office on the same machine keeps
its own.
"""

from __future__ import annotations

import hashlib
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sync.errors import ArgumentError, ScheduleError
from sync.message import say
from sync.settings.settings import Settings
from sync.time_limit import GRACE

EVERY = (5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720)
"""Minutes from one run to the next: whole parts of an hour or of a day."""
KEPT_BACKUPS = 30
_CRON_LIMIT = 990
"""cron cuts off a line that is longer than a thousand bytes."""
_BEGIN, _END = "# >>> dip", "# <<< dip"


@dataclass(frozen=True)
class Times:
    """Every so many minutes, from one hour to another (both included), on working days or on all."""

    every: int = 30
    first: int = 7
    last: int = 17
    all_days: bool = False

    def cron(self, shift: int) -> str:
        """The five fields of a crontab; `shift` is the minute of the first run."""
        days = "*" if self.all_days else "1-5"
        hours = "*" if (self.first, self.last) == (0, 23) else f"{self.first}-{self.last}"
        step = f"/{self.every // 60}" if self.every > 60 else ""
        if self.first == self.last:
            hours, step = str(self.first), ""
        minutes = ",".join(str(minute) for minute in range(shift % min(self.every, 60), 60, self.every))
        return f"{minutes} {hours}{step} * * {days}"

    def calendar(self, shift: int, zone: str) -> str:
        """The same for systemd, by the office's clock."""
        days = "" if self.all_days else "Mon..Fri "
        step = f"/{self.every // 60}" if self.every > 60 else ""
        minutes = ",".join(f"{minute:02}" for minute in range(shift % min(self.every, 60), 60, self.every))
        return f"{days}*-*-* {self.first:02}..{self.last:02}{step}:{minutes}:00 {zone}"


@dataclass(frozen=True)
class Schedule:
    """What shall run by itself for an office.

    program   how `dip` is called, by its absolute path
    times     when `dip sync` runs
    backup    where a backup goes every evening; None for none
    language  what the operator reads
    account   as whom it runs, where a system unit does it; empty for the account at work
    """

    settings: Settings
    program: tuple[str, ...]
    times: Times = Times()
    backup: Path | None = None
    language: str = "id"
    account: str = ""

    def __post_init__(self) -> None:
        for word in (*self.program, str(self.settings.source), str(self.backup or "")):
            if not word.isprintable():
                raise ArgumentError(
                    say("%(path)s holds a line break or another character that no crontab and no unit can hold. "
                        "Choose another path.", path=ascii(word))
                )  # fmt: skip

    @property
    def mark(self) -> str:
        """By which everything of this office is known."""
        return mark_of(self.settings)

    @property
    def shift(self) -> int:
        """The minute at which it begins, another for another office, so that not all ask the server at once."""
        return int(self.mark, 16) % 60

    def jobs(self) -> Iterator[tuple[str, Sequence[str], Times]]:
        """(name, command, when)."""
        config = ("--config", str(self.settings.source))
        yield "sync", (*self.program, "sync", "-q", *config), self.times
        if self.backup:
            evening = Times(60, self.times.last, self.times.last, self.times.all_days)
            words = ("backup", "-q", str(self.backup), "--keep", str(KEPT_BACKUPS), *config)
            yield "backup", (*self.program, *words), evening


def mark_of(settings: Settings) -> str:
    """The mark of an office."""
    return hashlib.sha256(str(settings.source).encode()).hexdigest()[:8]


def cron_block(schedule: Schedule) -> str:
    """The lines of the crontab, between two that say whose they are. Raises `ArgumentError` for a path too long."""
    lines = [f"{_BEGIN} {schedule.mark}: {schedule.settings.source}"]
    for _, words, times in schedule.jobs():
        command = shlex.join(words).replace("%", "\\%")
        lines.append(f"{times.cron(schedule.shift)} DIP_LANG={schedule.language} {command}")
        if len(lines[-1].encode()) > _CRON_LIMIT:
            raise ArgumentError(say("the paths are too long for a line of a crontab. Choose shorter ones."))
    return "\n".join([*lines, f"{_END} {schedule.mark}", ""])


def with_block(crontab: str, mark: str, block: str) -> str:
    """The crontab with this block in the place of the office's old one, else at its end; without any if the block is
    empty. All other lines stay. Raises `ScheduleError` if somebody took one of the two lines around the old one."""
    begin, end = rf"^{_BEGIN} {mark}:.*\n", rf"^{_END} {mark}$\n?"
    counts = [len(re.findall(pattern, crontab, re.MULTILINE)) for pattern in (begin, end)]
    old = re.findall(rf"{begin}(?:(?!{_BEGIN} |{_END} ).*\n)*{end}", crontab, re.MULTILINE)
    if counts != [len(old)] * 2 or len(old) > 1:
        raise ScheduleError(
            say("the lines of dip in the crontab were changed by hand. Take them out with crontab -e: from “%(begin)s” "
                "to “%(end)s”.", begin=f"{_BEGIN} {mark}", end=f"{_END} {mark}")
        )  # fmt: skip
    if old:
        return crontab.replace(old[0], block)
    return (crontab if crontab.endswith("\n") or not crontab else f"{crontab}\n") + block


def has_block(crontab: str, mark: str) -> bool:
    """Whether the office's block begins in the crontab."""
    return bool(re.search(rf"^{_BEGIN} {mark}:", crontab, re.MULTILINE))


def units(schedule: Schedule, *, system: bool) -> Mapping[str, str]:
    """The unit files of systemd, by name; `system` for units of the whole machine. Raises `ArgumentError` for a program
    whose path systemd takes for none."""
    if set(schedule.program[0]) & set("\"'\\"):
        raise ArgumentError(
            say("%(path)s has a quotation mark or a backslash, and systemd starts no program of that name. Install dip "
                "elsewhere.", path=schedule.program[0])
        )  # fmt: skip
    made = {}
    for name, words, times in schedule.jobs():
        stem = f"dip-{schedule.mark}-{name}"
        made[f"{stem}.service"] = _service(schedule, name, words, system=system)
        made[f"{stem}.timer"] = _timer(schedule, name, times)
    return made


def _description(schedule: Schedule, name: str) -> str:
    """A backslash at its end would take the next line for a part of it."""
    return f"Description=dip {name}: {schedule.settings.office.short}".replace("%", "%%").replace("\\", "/")


def _service(schedule: Schedule, name: str, words: Sequence[str], *, system: bool) -> str:
    longest = schedule.settings.watch.seconds + 2 * GRACE + 30
    lines = [
        "[Unit]", _description(schedule, name),
        *(["Wants=network-online.target", "After=network-online.target"] if system else []),
        "", "[Service]", "Type=oneshot",
        *([f"User={schedule.account}"] if system and schedule.account else []),
        f"Environment=DIP_LANG={schedule.language}",
        f"ExecStart=:{' '.join(map(_quoted, words))}",
        "# 75: another run is at work, or the workbook is open; the next run does it",
        "SuccessExitStatus=75",
        "# dip ends a run that hangs by itself ([watch] limit in dip.toml); this is for a dip that hangs",
        f"TimeoutStartSec={longest:.0f}",
        "Nice=10", "NoNewPrivileges=yes", "",
    ]  # fmt: skip
    return "\n".join(lines)


def _timer(schedule: Schedule, name: str, times: Times) -> str:
    zone = schedule.settings.office.timezone
    lines = [
        "[Unit]", _description(schedule, name),
        "", "[Timer]", f"OnCalendar={times.calendar(schedule.shift, zone)}",
        "# a run that was missed because the computer was off is made up for",
        "Persistent=true", "RandomizedDelaySec=60",
        "", "[Install]", "WantedBy=timers.target", "",
    ]  # fmt: skip
    return "\n".join(lines)


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'
