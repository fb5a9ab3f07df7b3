"""`dip decree`: the signed decree comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sync.cli.common import config_option, guarded, print_lines, warn
from sync.message import say

if TYPE_CHECKING:
    from sync.run.decree import Attachment
    from sync.settings.settings import Settings
    from sync.template.template import Template


@click.command()
@config_option
@click.option(
    "--attach", "file", type=click.Path(path_type=Path), required=True, metavar="FILE", help="The signed PDF."
)
@click.option("--number", default="", help="The decree's number; else the one in Kendali.")
@click.option("--date", default="", metavar="DAY", help="Its day, like 2026-11-20; else the one in Kendali.")
@click.option("--dik", is_flag=True, help="It is the decree on the exemptions, where nothing in it says so.")
@click.option("--yes", is_flag=True, help="Take on your word what cannot be read, or what is of an older list.")
def decree(config: Path, file: Path, number: str, date: str, dik: bool, yes: bool) -> None:
    """File the signed decree that came back: looks whether it carries our list and what its signatures say.

    The network is not asked for anything.
    """

    def work(settings: Settings, template: Template) -> int:
        from sync.run.decree import GivenDecree, attach_decree

        done = attach_decree(settings, template, GivenDecree(file, number, date, yes, dik))
        print_lines(list(_lines(done, settings)))
        warn(list(_warnings(done)))
        return 0

    guarded(work, config, as_json=False)


def _lines(done: Attachment, settings: Settings) -> Iterator[str]:
    from sync.plan.office_clock import office_time
    from sync.site.formatting import long_day

    decree, (number, day) = done.decree, done.decree.establishment
    if decree.exempts:
        yield say("The decree on %(total)s exemptions: kept here, never shown on the site.", total=decree.page.total)
    else:
        yield say(
            "The decree on the list of %(day)s, %(total)s entries.",
            day=long_day(decree.page.day), total=decree.page.total,
        )  # fmt: skip
    if number or day:
        yield say("Number %(number)s, %(day)s.", number=number or "–", day=long_day(day) if day else "–")
    for each in done.signatures or ():
        at = office_time(each.at, settings.office.zone) if each.at else "–"
        yield say("Signed by %(who)s, %(at)s (as the signature says); unchanged since.", who=each.signer, at=at)
    if done.signatures == ():
        yield say("It has no electronic signature.")
    if done.known:
        yield say("It was attached already: %(path)s", path=done.path)
    else:
        yield say("Attached: %(path)s", path=done.path)


def _warnings(done: Attachment) -> Iterator[str]:
    if done.decree.how == "word":
        yield say("nothing in it could be read: it is marked as taken on your word")
    if done.signatures is None:
        yield say("it is signed electronically, and the signatures were not looked at: pip install 'dip-sync[sign]'")
    for each in done.signatures or ():
        if not each.known:
            yield say("who certified %(who)s is not known on this machine: who that is was not proved", who=each.signer)
    if done.signatures:
        yield say("whether a certificate was revoked since, and the time of a signature, were not checked: no network")
    if not all(done.decree.establishment):
        yield say(
            "its number or its day is not known: give --number and --date, or fill in Kendali and attach it again"
        )
