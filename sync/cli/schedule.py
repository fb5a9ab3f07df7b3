"""`dip schedule`: what lets `dip sync` run by itself, shown, installed and taken away."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sync.cli.common import config_option, guarded, print_lines, warn
from sync.cli.language import language
from sync.cli.usage import usage_text
from sync.errors import ArgumentError
from sync.message import Message, joined, say
from sync.settings.watch import read_span

if TYPE_CHECKING:
    from sync.run.schedule import Schedule
    from sync.run.scheduler import Scheduler
    from sync.settings.settings import Settings
    from sync.template.template import Template

_KEY_FILE = say("Write it into a file beside dip.toml (chmod 600), and its name there: key_file in [publish].")
_PROXY = say(
    "Write %(name)s=… for cron at the top of the crontab (crontab -e), for systemd into "
    "~/.config/environment.d/dip.conf."
)
_CERTIFICATES = "REQUESTS_CA_BUNDLE"
_UNSEEN = {
    "DIP_PUBLISH_PASSWORD": _KEY_FILE,
    "AWS_PROFILE": _KEY_FILE,
    "AWS_ACCESS_KEY_ID": _KEY_FILE,
    "GOOGLE_APPLICATION_CREDENTIALS": say("Write the name of the key file into dip.toml: credentials in [workbook]."),
    "HTTPS_PROXY": _PROXY,
    "https_proxy": _PROXY,
    _CERTIFICATES: say(
        "It names the certificates that the office's network shows. Write that file into dip.toml, in the table "
        '[network]: ca_file = "%(value)s"'
    ),
}
"""What a run by hand may live on and a run by itself does not see, and what to do about it. No secret is said."""


class Minutes(click.ParamType):  # type: ignore[type-arg]
    """`30m`, `2h`: whole parts of an hour or of a day."""

    name = "minutes"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        from sync.run.schedule import EVERY

        if isinstance(value, int):
            return value
        span = read_span(str(value))
        minutes = int(span.total_seconds() // 60) if span else 0
        if minutes not in EVERY:
            known = ", ".join(f"{each}m" if each < 60 else f"{each // 60}h" for each in EVERY)
            self.fail(usage_text(say("“%(value)s” must be one of %(known)s.", value=value, known=known)), param, ctx)
        return minutes


class Hours(click.ParamType):  # type: ignore[type-arg]
    """`7-17`: from the first hour to the last, both included."""

    name = "hours"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        if isinstance(value, tuple):
            return value
        match = re.fullmatch(r"(\d{1,2})-(\d{1,2})", str(value).strip())
        first, last = (int(match[1]), int(match[2])) if match else (24, 0)
        if not first <= last <= 23:
            self.fail(usage_text(say("“%(value)s” is no span of hours: write it like 7-17.", value=value)), param, ctx)
        return first, last


@click.command()
@config_option
@click.option("--install", is_flag=True, help="Write it; what is there of this office already is replaced.")
@click.option("--remove", is_flag=True, help="Take away what was installed for this office.")
@click.option("--with", "kind", type=click.Choice(["systemd", "cron"]), help="By default what fits this machine.")
@click.option("--every", type=Minutes(), default=30, metavar="SPAN", help="From one run to the next, by default 30m.")
@click.option(
    "--hours", type=Hours(), default=(7, 17), metavar="FROM-TO", help="By default 7-17; 0-23 is round the clock."
)
@click.option("--all-days", is_flag=True, help="Not on working days alone.")
@click.option("--backup", type=click.Path(path_type=Path), metavar="FILE", help="And a backup to FILE every evening.")
def schedule(  # noqa: PLR0913  one for each option
    config: Path, install: bool, remove: bool, kind: str | None, every: int, hours: tuple[int, int], all_days: bool,
    backup: Path | None,
) -> None:  # fmt: skip
    """Show what lets dip sync run by itself here; install it, or take it away."""
    if install and remove:
        raise click.UsageError(say("--install and --remove are two things: give one."))

    def work(settings: Settings, _: Template) -> int:
        from sync.run.schedule import Schedule, Times
        from sync.run.scheduler import fitting, owner_of

        if remove:
            _remove(settings)
            return 0
        to = _free_place(backup, settings) if backup else None
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        wanted = Schedule(
            settings, _program(), Times(every, *hours, all_days), to, language(),
            owner_of(settings) if root else "",
        )  # fmt: skip
        _show(fitting(settings, kind or ""), wanted, install=install)
        return 0

    guarded(work, config, as_json=False)


def _free_place(backup: Path, settings: Settings) -> Path:
    """Where the backup goes, in full. Raises `ArgumentError` for a place that is not free, or not there: every evening
    it would fail, and nobody looks."""
    path = backup.resolve()
    settings.verify_free(path)
    folder = path.parent if path.suffix or path.is_file() else path
    if not folder.is_dir():
        raise ArgumentError(
            say(
                "--backup: the folder %(folder)s is not there. Is its disk connected? Make the folder (mkdir -p "
                "%(quoted)s), then give the command again.",
                folder=folder, quoted=shlex.quote(str(folder)),
            )
        )  # fmt: skip
    return path


def _show(scheduler: Scheduler, wanted: Schedule, *, install: bool) -> None:
    """What would be written, then whether it was."""
    print_lines([say("For the %(place)s:", place=scheduler.place), *scheduler.wanted(wanted).splitlines(), ""])
    warn(list(_cautions(scheduler, wanted)))
    if not install:
        print_lines([say("Nothing was installed yet. To do it: the same command with --install")])
    elif scheduler.install(wanted):
        print_lines([say("Installed. To take it away: dip schedule --remove. How it goes: dip status")])
    else:
        print_lines([say("Nothing to do: it is there already.")])


def _remove(settings: Settings) -> None:
    """Of both kinds, whichever was installed."""
    from sync.run.scheduler import CRON, SYSTEMD, fitting

    gone = [each.place for each in (fitting(settings, SYSTEMD), fitting(settings, CRON)) if each.remove(settings)]
    lines = [say("Taken away: %(place)s", place=place) for place in gone]
    print_lines(lines or [say("Nothing to do: nothing is installed for this office.")])


def _program() -> tuple[str, ...]:
    """How `dip` is called by somebody who knows no PATH."""
    beside = Path(sys.executable).with_name("dip")
    if beside.exists():
        return (str(beside),)
    found = shutil.which("dip")
    if found:
        return (str(Path(found).absolute()),)
    if not sys.executable:
        raise ArgumentError(say("where dip is installed cannot be found out. Install it as docs/operating.md says."))
    return (sys.executable, "-m", "sync.cli.main")


def _cautions(scheduler: Scheduler, wanted: Schedule) -> Iterator[str]:
    """What works by hand and would not work by itself."""
    from sync.run.scheduler import Cron, Systemd

    office, now = wanted.settings.office, datetime.now().astimezone()
    if isinstance(scheduler, Cron) and now.utcoffset() != now.astimezone(office.zone).utcoffset():
        yield say(
            "cron goes by the clock of this computer (%(here)s), the office by %(there)s. Set it: sudo timedatectl "
            "set-timezone %(there)s",
            here=now.tzname(), there=office.timezone,
        )  # fmt: skip
    if isinstance(scheduler, Systemd) and not scheduler.lingers:
        yield say("It runs only while you are logged in. To change that: sudo loginctl enable-linger")
    for name, todo in _UNSEEN.items():
        if (value := os.environ.get(name)) and not (name == _CERTIFICATES and wanted.settings.ca_path):
            what = Message(todo, {"name": name, "value": value if name == _CERTIFICATES else ""})
            yield joined(
                (say("%(name)s is set in this terminal; a run by itself does not see it.", name=name), what), " "
            )
