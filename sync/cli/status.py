"""`dip status`: the operator's one screen, and the same as a document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sync.cli.common import config_option, guarded, json_option, print_json, print_lines, print_rows
from sync.cli.moments import day, minute
from sync.cli.terminal import ScreenRow, Tone, is_verbose
from sync.cli.usage import usage_text
from sync.message import joined, say
from sync.settings.watch import read_span

if TYPE_CHECKING:
    from sync.run.status import MessagesSent, OfficeStatus, PastRun
    from sync.settings.settings import Settings
    from sync.template.template import Template


class Age(click.ParamType):  # type: ignore[type-arg]
    """`90m`, `2h`, `1d`."""

    name = "age"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        span = read_span(str(value))
        if span is None:
            self.fail(usage_text(say("“%(value)s” is no age: write it like 90m, 2h or 1d.", value=value)), param, ctx)
        return span


@click.command()
@config_option
@json_option
@click.option("--max-age", type=Age(), metavar="AGE", help="Exit 1 if the last good run is older, as 90m, 2h or 1d.")
@click.option("--html", "as_page", is_flag=True, help="Write it as status.html beside dip.toml, for a browser.")
def status(config: Path, as_json: bool, max_age: timedelta | None, as_page: bool) -> None:
    """How the office stands: last run, who is waited for, order, release, backup, what to do."""

    def work(settings: Settings, template: Template) -> int:
        from sync.run.status import read_status

        office_status = read_status(settings)
        code = int(office_status.stale(max_age))
        if as_page:
            write_status_page(office_status, settings, template)
        if as_json:
            print_json(status_document(office_status, settings, template, code))
        elif as_page:
            print_lines([say("wrote %(path)s", path=settings.status_path)])
        else:
            print_status(office_status, settings, template)
        return code

    guarded(work, config, as_json=as_json, with_own_files=False)


def write_status_page(status: OfficeStatus, settings: Settings, template: Template) -> None:
    """The same as a page for a browser, beside `dip.toml`. Raises as `write_page`."""
    from sync.cli.status_page import write_page
    from sync.run.status import next_steps

    rows = status_rows(status, settings, template, ages=False)
    steps = [step.text for step in next_steps(status, settings)]
    write_page(status, settings, minute(status.now, settings), rows, steps)


def print_status(status: OfficeStatus, settings: Settings, template: Template) -> None:
    """The screen."""
    from sync.run.status import next_steps

    print_lines([f"{settings.office.short}, {minute(status.now, settings)}", ""])
    print_rows(list(status_rows(status, settings, template, ages=True)))
    steps = [step.text for step in next_steps(status, settings)]
    print_lines(["", say("What to do next:") if steps else say("Nothing needs you.")])
    print_lines([joined((f"  {number}. ", step)) for number, step in enumerate(steps, 1)] if steps else [])


def status_rows(status: OfficeStatus, settings: Settings, template: Template, *, ages: bool) -> Iterator[ScreenRow]:
    """What is known, part by part. `ages`: how long ago, too; on a page that stays there it would soon be wrong."""
    yield from _run_rows(status, settings, ages=ages)
    yield from _waiting_rows(status, settings)
    yield from _due_rows(status, settings)
    yield from _release_rows(status, settings, template)
    yield _backup_row(status, settings, ages=ages)
    yield from _links_rows(status, settings, ages=ages)
    yield from _monitor_rows(status, settings)
    yield from _message_rows(status, settings)


def _run_rows(status: OfficeStatus, settings: Settings, *, ages: bool) -> Iterator[ScreenRow]:
    last = status.last
    if last is None:
        yield ScreenRow(say("Last run"), say("not known here") if status.log_missing else say("none yet"), Tone.CARE)
        return
    when = _when(last.at, status, settings, ages=ages)
    if last.good:
        yield ScreenRow(say("Last run"), say("%(when)s: done", when=when), Tone.GOOD)
        return
    words = say("%(when)s: stopped with %(code)s. %(error)s", code=last.exit_code, error=last.error, when=when)
    yield ScreenRow(say("Last run"), words, Tone.BAD)
    if status.failing:
        yield ScreenRow(say("Failing"), say("since %(at)s", at=minute(status.failing, settings)), Tone.BAD)
    good = minute(status.good.at, settings) if status.good else say("never")
    yield ScreenRow(say("Last good"), good)


def _waiting_rows(status: OfficeStatus, settings: Settings) -> Iterator[ScreenRow]:
    label = say("Waiting for")
    if status.waiting is None or status.waiting.waiting is None:
        yield ScreenRow(label, say("known after the next dip sync"))
        return
    lines = list(wait_lines(status.waiting, settings))
    yield from (ScreenRow(label if not number else "", line) for number, line in enumerate(lines or [say("nobody")]))


def _due_rows(status: OfficeStatus, settings: Settings) -> Iterator[ScreenRow]:
    from sync.run.kept_matters import matter_words

    label = say("Due by law")
    if status.due is None:
        yield ScreenRow(label, say("known after the next dip sync"))
        return
    tabs, today = {unit.code: unit.tab for unit in settings.units}, status.today(settings)
    lines = [matter_words(matter, tabs, today, day) for matter in status.due[:_MOST_DUE]] or [say("nothing")]
    if is_verbose():
        lines += [joined(("  ", name)) for matter in status.due for name in matter.names]
    if len(status.due) > _MOST_DUE:
        lines.append(say("more stands in Kendali"))
    yield from (ScreenRow(label if not number else "", line) for number, line in enumerate(lines))


_MOST_DUE = 6
"""So many matters are named on the screen."""


def wait_lines(run: PastRun, settings: Settings) -> Iterator[str]:
    """Who was waited for after a run, in the words of `Kendali`."""
    waits = run.waiting or {}
    names = {unit.code: unit.tab for unit in settings.units}
    for code, count in waits.get("fix", {}).items():
        yield say("%(unit)s: %(count)s to fix", unit=names.get(code, code), count=count)
    for code, count in waits.get("returned", {}).items():
        yield say("%(unit)s: %(count)s returned by the PPID", unit=names.get(code, code), count=count)
    for code, count in waits.get("lost", {}).items():
        yield say("%(unit)s: %(count)s documents that are gone", unit=names.get(code, code), count=count)
    for count, words in (
        (waits.get("classify"), say("the desk, to classify")),
        (waits.get("complete"), say("the desk, to complete in Induk")),
        (waits.get("delete"), say("the desk, no longer in its unit's tab (meant? see Catatan)")),
        (waits.get("tick", 0) - waits.get("again", 0), say("the PPID, to tick Setuju")),
        (waits.get("again"), say("the PPID, to tick Setuju again")),
        (waits.get("refused"), say("the PPID, ticks that do not count")),
        (waits.get("remove"), say("the PPID, to withdraw what is no longer in its tab (Tarik)")),
        (waits.get("order"), say("the PPID, to order the upload (Perintah Unggah)")),
    ):
        if count:
            yield joined((words, str(count)), ": ")


def _release_rows(status: OfficeStatus, settings: Settings, template: Template) -> Iterator[ScreenRow]:
    from sync.publish.open_target import only_here

    office = status.office
    order = template.orders[office.order] if office and office.order else say("not read yet")
    yield ScreenRow(say("Order"), order)
    if office is None and (status.trouble or status.ledger_missing):
        yield ScreenRow(say("Site"), _by_the_log(status), Tone.CARE)
    elif office is None or not office.release:
        yield ScreenRow(say("Site"), say("nothing is public yet"))
    elif office.behind_since:
        since = minute(datetime.fromisoformat(office.behind_since), settings)
        words = say("lacks release %(release)s since %(at)s", release=office.release, at=since)
        yield ScreenRow(say("Site"), words, Tone.BAD)
    elif status.entries is None:
        words = say("release %(release)s; the next dip sync says how many entries it has", release=office.release)
        yield ScreenRow(say("Site"), words)
    else:
        words = say("release %(release)s, %(entries)s entries", release=office.release, entries=status.entries)
        yield ScreenRow(say("Site"), words)
    if office and office.release and (where := only_here(settings)):
        yield ScreenRow("", where)


def _by_the_log(status: OfficeStatus) -> str:
    """What the last run said of the site, where the ledger cannot be asked."""
    if status.waiting is None:
        return say("not known: the ledger cannot be read")
    return say("not known: the ledger cannot be read; %(entries)s entries after the last good run",
               entries=status.waiting.entries)  # fmt: skip


def _backup_row(status: OfficeStatus, settings: Settings, *, ages: bool) -> ScreenRow:
    backup = status.backup
    if backup is None:
        return ScreenRow(say("Backup"), say("not known here") if status.log_missing else say("none yet"), Tone.CARE)
    return ScreenRow(say("Backup"), joined((_when(backup.at, status, settings, ages=ages), backup.path), ": "))


def _links_rows(status: OfficeStatus, settings: Settings, *, ages: bool) -> Iterator[ScreenRow]:
    """What a citizen finds behind the links, once anybody has asked."""
    from sync.links.link_result import count_words

    links = status.links
    if links.trouble:
        yield ScreenRow(say("Documents"), links.trouble, Tone.CARE)
    elif links.reported:
        when = _when(datetime.fromisoformat(links.reported), status, settings, ages=ages)
        yield ScreenRow(say("Documents"), joined((when, count_words(links.counts)), ": "))


def _monitor_rows(status: OfficeStatus, settings: Settings) -> Iterator[ScreenRow]:
    """Whether the monitor, if there is one, was told of the last good run."""
    if status.ping:
        at = minute(status.ping.at, settings)
        yield ScreenRow(say("Monitor"), say("%(at)s: %(why)s", at=at, why=status.ping.why), Tone.BAD)
    elif settings.watch.ping:
        yield ScreenRow(say("Monitor"), say("%(host)s, called after every good run", host=settings.watch.host))


def _message_rows(status: OfficeStatus, settings: Settings) -> Iterator[ScreenRow]:
    """Whether the people concerned are told, if the office wants that."""
    done = status.messages
    if settings.messages is None:
        return
    if done is None:
        yield ScreenRow(say("Messages"), say("none yet"))
    elif done.why:
        words = say("none reached anybody since %(at)s, %(count)s wait. %(why)s", at=minute(done.since, settings),
                    count=done.waiting, why=done.why)  # fmt: skip
        yield ScreenRow(say("Messages"), words, Tone.BAD)
    else:
        words = say("%(at)s: %(count)s sent, %(refused)s refused", at=minute(done.at, settings), count=done.sent,
                    refused=done.refused)  # fmt: skip
        yield ScreenRow(say("Messages"), words, Tone.CARE if done.refused else Tone.PLAIN)


def _when(at: datetime, status: OfficeStatus, settings: Settings, *, ages: bool) -> str:
    written = minute(at, settings)
    return say("%(at)s (%(ago)s ago)", at=written, ago=ago(status.now - at)) if ages else written


def ago(span: timedelta) -> str:
    """How long, in the largest unit that fits."""
    minutes = int(span.total_seconds() // 60)
    if minutes >= 2880:
        return say("%(count)s days", count=minutes // 1440)
    if minutes >= 120:
        return say("%(count)s hours", count=minutes // 60)
    if minutes > 1:
        return say("%(count)s minutes", count=minutes)
    return say("1 minute") if minutes == 1 else say("less than a minute")


def _links_document(status: OfficeStatus, moment: Callable[[datetime | None], str | None]) -> dict[str, Any] | None:
    from sync.links.link_result import Openness

    links = status.links
    if not links.reported:
        return None
    counts = {kind.value: links.counts[kind] for kind in Openness}
    return {"reported": moment(datetime.fromisoformat(links.reported)), **counts}


def _messages_document(done: MessagesSent, moment: Callable[[datetime | None], str | None]) -> dict[str, Any]:
    counts = {"sent": done.sent, "waiting": done.waiting, "refused": done.refused}
    since = moment(done.since) if done.why else None
    return {"at": moment(done.at), **counts, "error": done.why or None, "failing_since": since}


def status_document(status: OfficeStatus, settings: Settings, template: Template, code: int) -> dict[str, Any]:
    """The document of `status --json`: times in office time, null for what is not known."""
    from sync.run.status import next_steps

    def moment(at: datetime | None) -> str | None:
        return at.astimezone(settings.office.zone).isoformat(timespec="seconds") if at else None

    last, good, office, backup = status.last, status.good, status.office, status.backup
    known = status.waiting
    behind = datetime.fromisoformat(office.behind_since) if office and office.behind_since else None
    return {
        "exit": code, "office": settings.office.name, "at": moment(status.now),
        "last": {"run": last.number, "started": moment(last.at), "exit": last.exit_code,
                 "error": {"code": last.code, "message": last.error} if last.code else None} if last else None,
        "good": moment(good.at if good else None), "failing_since": moment(status.failing),
        "waiting": {**known.waiting, "at": moment(known.at)} if known and known.waiting else None,
        "due": None if status.due is None else [matter.document() for matter in status.due],
        "order": template.orders[office.order] if office and office.order else None,
        "site": {"release": office.release if office else 0, "entries": status.entries or 0,
                 "behind_since": moment(behind), "url": settings.publish.url},
        "backup": {"file": backup.path, "started": moment(backup.at)} if backup else None,
        "links": _links_document(status, moment),
        "monitor": {"host": settings.watch.host, "error": status.ping.why if status.ping else None,
                    "at": moment(status.ping.at if status.ping else None)} if settings.watch.ping else None,
        "messages": _messages_document(status.messages, moment) if status.messages else None,
        "next": [{"code": step.code, "message": step.text} for step in next_steps(status, settings)],
    }  # fmt: skip
