"""What runs `dip` by itself on this machine: systemd, of the machine or of the account at work, or cron."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sync.errors import DipError, ScheduleError, files_translated
from sync.message import say
from sync.run.schedule import Schedule, cron_block, has_block, mark_of, units, with_block
from sync.settings.settings import Settings

SYSTEMD, CRON = "systemd", "cron"
_SECONDS = 30.0


class Scheduler(Protocol):
    """One way to run `dip` by itself."""

    @property
    def place(self) -> str:
        """Where it is written, for people."""

    def wanted(self, schedule: Schedule) -> str:
        """What it would write, as text for people."""

    def install(self, schedule: Schedule) -> bool:
        """Write it; False if it was there already. Raises `ScheduleError`, `FileError`."""

    def remove(self, settings: Settings) -> bool:
        """Take away what was written for this office; False if there was nothing. Raises as `install`."""


def fitting(settings: Settings, kind: str = "") -> Scheduler:
    """The scheduler of this kind, by default the one that fits this machine. Raises `ScheduleError` if none does."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if kind == SYSTEMD or (not kind and _has_systemd(root=root)):
        return Systemd(system=root)
    if kind == CRON or shutil.which("crontab"):
        return Cron(owner_of(settings) if root else "")
    if sys.platform == "win32":
        raise ScheduleError(say("On Windows the Task Scheduler runs dip: docs/operating.md says how."))
    raise ScheduleError(say("This computer has neither systemd nor cron. Install cron, or see docs/operating.md."))


def _has_systemd(*, root: bool) -> bool:
    """systemd is at work, and it listens to this account."""
    if not (Path("/run/systemd/system").is_dir() and shutil.which("systemctl")):
        return False
    return root or Path(os.environ.get("XDG_RUNTIME_DIR", "/nowhere"), "systemd").is_dir()


def owner_of(settings: Settings) -> str:
    """Whose folder it is, if not root's: root does not run `dip` there, or files would be root's."""
    import pwd

    number = settings.folder.stat().st_uid
    try:
        return pwd.getpwuid(number).pw_name if number else ""
    except KeyError as error:
        raise ScheduleError(
            say("%(folder)s belongs to an account that this machine does not know (%(number)s).",
                folder=settings.folder, number=number)
        ) from error  # fmt: skip


def is_installed(settings: Settings) -> bool | None:
    """Whether a schedule of this office is installed here. None where that cannot be told: another account owns the
    folder, or neither systemd nor cron can be asked. Nothing is written."""
    if not hasattr(os, "geteuid") or settings.folder.stat().st_uid != os.geteuid():
        return None
    try:
        if any(Systemd(system=system).holds(settings) for system in (True, False)):
            return True
        if shutil.which("crontab"):
            return Cron().holds(settings)
    except (DipError, OSError, RuntimeError):  # an account without a home, or one that may have no crontab
        return None
    return False if _has_systemd(root=os.geteuid() == 0) else None


@dataclass(frozen=True)
class Cron:
    """The crontab of the account at work, or for root that of `account`."""

    account: str = ""

    @property
    def place(self) -> str:
        """Where it is written, for people."""
        return say("crontab of %(account)s", account=self.account) if self.account else say("crontab")

    def wanted(self, schedule: Schedule) -> str:
        return cron_block(schedule)

    def install(self, schedule: Schedule) -> bool:
        return self._change(schedule.mark, cron_block(schedule))

    def remove(self, settings: Settings) -> bool:
        return bool(shutil.which("crontab")) and self._change(mark_of(settings), "")

    def holds(self, settings: Settings) -> bool:
        """Whether lines of this office are there. Raises `ScheduleError`."""
        return has_block(self._read(), mark_of(settings))

    def _change(self, mark: str, block: str) -> bool:
        before = self._read()
        after = with_block(before, mark, block)
        if after == before:
            return False
        self._call(["-"], after)
        if self._read() != after:
            raise ScheduleError(say("the crontab is not what was written: somebody changed it just now. Try again."))
        return True

    def _read(self) -> str:
        done = _run([*self._command(), "-l"])
        if done.returncode and b"no crontab" in done.stderr:
            return ""
        return _checked(done).stdout.decode("utf-8", "surrogateescape")

    def _call(self, words: Sequence[str], given: str) -> None:
        _checked(_run([*self._command(), *words], given.encode("utf-8", "surrogateescape")))

    def _command(self) -> list[str]:
        return ["crontab", *(["-u", self.account] if self.account else [])]


@dataclass(frozen=True)
class Systemd:
    """Units of the whole machine (root), or of the account at work."""

    system: bool

    @property
    def folder(self) -> Path:
        """Where units are written."""
        if self.system:
            return Path("/etc/systemd/system")
        return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd" / "user"

    @property
    def place(self) -> str:
        """Where it is written, for people."""
        return str(self.folder)

    def wanted(self, schedule: Schedule) -> str:
        made = units(schedule, system=self.system)
        return "\n".join(f"# {self.folder / name}\n{text}" for name, text in made.items())

    def install(self, schedule: Schedule) -> bool:
        made = units(schedule, system=self.system)
        timers = [name for name in made if name.endswith(".timer")]
        stale = [path for path in self._there(schedule.mark) if path.name not in made]
        if not stale and self._is_there(made) and self._are_on(timers):
            return False
        self._take_away(stale)
        with files_translated():
            self.folder.mkdir(parents=True, exist_ok=True)
            for name, text in made.items():
                (self.folder / name).write_text(text, "utf-8")
        self._systemctl("daemon-reload")
        self._systemctl("enable", "--now", *timers)
        return True

    def remove(self, settings: Settings) -> bool:
        there = self._there(mark_of(settings))
        if there:
            self._take_away(there)
            self._systemctl("daemon-reload")
        return bool(there)

    def holds(self, settings: Settings) -> bool:
        """Whether units of this office are there."""
        return bool(self._there(mark_of(settings)))

    @property
    def lingers(self) -> bool:
        """Whether units run while nobody is logged in."""
        import getpass

        return self.system or Path("/var/lib/systemd/linger", getpass.getuser()).exists()

    def _there(self, mark: str) -> list[Path]:
        return sorted(self.folder.glob(f"dip-{mark}-*"))

    def _is_there(self, made: Mapping[str, str]) -> bool:
        paths = {self.folder / name: text for name, text in made.items()}
        return all(path.is_file() and path.read_text("utf-8", "replace") == text for path, text in paths.items())

    def _are_on(self, timers: Sequence[str]) -> bool:
        return not _run([*self._command(), "is-enabled", "--quiet", *timers]).returncode

    def _take_away(self, paths: Sequence[Path]) -> None:
        if timers := [path.name for path in paths if path.suffix == ".timer"]:
            self._systemctl("disable", "--now", *timers)
        with files_translated():
            for path in paths:
                path.unlink(missing_ok=True)

    def _systemctl(self, *words: str) -> None:
        _checked(_run([*self._command(), *words]))

    def _command(self) -> list[str]:
        return ["systemctl", *([] if self.system else ["--user"])]


def _run(words: Sequence[str], given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Raises `ScheduleError` for a program that is not there or does not end."""
    environment = {**os.environ, "LC_ALL": "C"}
    try:
        return subprocess.run(  # noqa: S603  our own words
            words, input=given, capture_output=True, env=environment, timeout=_SECONDS, check=False
        )
    except FileNotFoundError as error:
        raise ScheduleError(say("This computer has no %(program)s.", program=words[0])) from error
    except subprocess.TimeoutExpired as error:
        raise ScheduleError(say("%(program)s does not answer.", program=words[0])) from error


def _checked(done: subprocess.CompletedProcess[bytes]) -> subprocess.CompletedProcess[bytes]:
    if done.returncode:
        told = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ScheduleError(
            say("%(program)s refuses: %(reason)s", program=done.args[0], reason=told[-1] if told else done.returncode)
        )
    return done
