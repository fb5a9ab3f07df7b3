"""`dip links`: are the documents open to a citizen, as a table, as a document, as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sync.cli.common import config_option, guarded, json_option, print_json, print_lines, print_rows, warn
from sync.cli.language import in_language
from sync.cli.progress import LINE
from sync.cli.terminal import ScreenRow, Tone
from sync.message import joined, say

if TYPE_CHECKING:
    from sync.links.link_result import LinkResult
    from sync.plan.linked_documents import LinkedDocument
    from sync.run.links import LinkReport
    from sync.settings.settings import Settings
    from sync.template.template import Template


@click.command()
@config_option
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="As CSV: one line for each link.")
@click.option("--again", is_flag=True, help="Ask also the links that were asked this week.")
@click.option("--strict", is_flag=True, help="Exit 1 if a citizen cannot open one of them.")
def links(config: Path, as_json: bool, as_csv: bool, again: bool, strict: bool) -> None:
    """Ask whether the documents are open to a citizen: without an account, politely, each once a week.

    What is found stands in the rows after the next `dip sync`. Links of excluded entries are never asked.
    """
    if as_json and as_csv:
        raise click.UsageError("--json and --csv do not go together")

    def work(settings: Settings, template: Template) -> int:
        from sync.run.links import ask_links

        with LINE.bar(in_language(say("Asking links")), lambda _, __: None) as progress:
            report = ask_links(settings, template, again=again, progress=progress)
        warn([report.trouble] if report.trouble else [])
        code = int(strict and report.is_faulty)
        if as_json:
            print_json(_document(report, settings, code))
        elif as_csv:
            print_lines(_csv(report, settings).rstrip("\n").split("\n"), needed=True)
        else:
            _print_report(report)
        return code

    guarded(work, config, as_json=as_json, with_own_files=False)


def _print_report(report: LinkReport) -> None:
    """The screen: how many, then those that are not open, each with its reason."""
    from sync.links.link_result import Openness, count_words

    words = [count_words(report.results.counts), say("%(count)s asked now", count=report.asked)]
    if len(report.documents) > len(report.results.by_url):
        words.append(say("a link of several entries counts once"))
    print_lines([joined(words, "; ")])
    for kind, head, tone in (
        (Openness.GONE, say("Gone"), Tone.BAD),
        (Openness.SIGN_IN, say("Ask for a sign-in"), Tone.CARE),
        (Openness.UNKNOWN, say("Cannot be told (nothing is said of these in the rows)"), Tone.PLAIN),
    ):
        if found := report.of(kind):
            print_lines(["", head])
            print_rows([_row(document, result, tone) for document, result in found])


def _row(document: LinkedDocument, result: LinkResult, tone: Tone) -> ScreenRow:
    from sync.links.link_result import reason_words

    words = {"name": document.link.name, "url": document.link.url, "reason": reason_words(result)}
    if document.approved and result.closed and result.was_open(document.approved_at):
        text = say("%(name)s, %(url)s: %(reason)s. It was open when it was approved", **words)
    else:
        text = joined((document.link.name, ", ", document.link.url, ": ", reason_words(result)))
    return ScreenRow(joined(("  ", document.id)), text, tone)


def _records(report: LinkReport, settings: Settings) -> Iterator[dict[str, Any]]:
    """One for each link of an entry; null for what is not known."""
    from datetime import datetime

    from sync.links.link_result import reason_words

    def moment(at: str) -> str | None:
        return datetime.fromisoformat(at).astimezone(settings.office.zone).isoformat(timespec="seconds") if at else None

    for document in report.documents:
        result = report.results.by_url.get(document.link.url)
        if result:
            yield {
                "id": document.id, "unit": document.unit, "name": document.link.name, "url": document.link.url,
                "openness": result.openness.value, "reason": result.reason, "message": reason_words(result),
                "asked": moment(result.asked), "opened": moment(result.opened), "closed": moment(result.closed),
                "newest": document.newest, "approved": document.approved,
                "was_open": document.approved and result.was_open(document.approved_at),
            }  # fmt: skip


def _document(report: LinkReport, settings: Settings, code: int) -> dict[str, Any]:
    """The document of `--json`: times in office time."""
    from sync.links.link_result import Openness

    links = list(_records(report, settings))
    total = {kind.value: report.results.counts[kind] for kind in Openness}
    head = {"exit": code, "office": settings.office.name, "asked": report.asked, "total": total}
    return {**head, "links": links}


def _csv(report: LinkReport, settings: Settings) -> str:
    """A line for each link; what a spreadsheet program would run is disarmed."""
    from sync.site.exports import disarmed

    records, buffer = list(_records(report, settings)), io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for record in records:
        writer.writerow([disarmed(str(record[name] if record[name] is not None else "")) for name in _COLUMNS])
    return buffer.getvalue()


_COLUMNS = ("id", "unit", "name", "url", "openness", "reason", "asked", "opened", "closed", "newest", "approved")
