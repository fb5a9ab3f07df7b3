"""`dip doctor`: is every part well; with `--probe-google` what Google answers to what dip relies on, printed
and saved.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sync.cli.common import (
    config_option,
    confirmed,
    guarded,
    json_option,
    open_doors,
    print_json,
    print_lines,
    print_rows,
)
from sync.cli.terminal import ScreenRow, Tone
from sync.errors import ArgumentError, WorkbookError
from sync.message import joined, say

if TYPE_CHECKING:
    from sync.run.doctor import Finding
    from sync.settings.settings import Settings
    from sync.template.template import Template
    from sync.workbook.google.probe import Point
    from sync.workbook.layout_gap import Gap


@click.command()
@config_option
@json_option
@click.option("--probe-google", "probed", metavar="URL", help="Ask a Google spreadsheet about what dip relies on.")
@click.option("--save", type=click.Path(path_type=Path, dir_okay=False), help="Keep what was asked and answered.")
@click.option("--repair-layout", "repairs", is_flag=True, help="Put back dropdowns, notes, protection and colours.")
@click.option("--yes", is_flag=True, help="With --repair-layout: do it. Without, it is only shown.")
def doctor(config: Path, as_json: bool, probed: str | None, save: Path | None, repairs: bool, yes: bool) -> None:
    """Look at settings, workbook, ledger and target. Writes nothing (the probe: a tab of its own, removed again)."""
    if yes and not repairs:
        raise click.UsageError(say("--yes goes with --repair-layout."))

    def work(settings: Settings, template: Template) -> int:
        if repairs:
            return repair(settings, template, yes=yes)
        if probed:
            return probe_google(settings, probed, save, as_json=as_json)
        from sync.run.doctor import doctor_document, examine, exit_code

        findings = examine(open_doors(settings, template), settings, template)
        if as_json:
            print_json(doctor_document(findings))
        else:
            print_rows(finding_rows(findings))
        return exit_code(findings)

    guarded(work, config, as_json=as_json)


def repair(settings: Settings, template: Template, *, yes: bool) -> int:
    """Show what the workbook lost of its layout, and put it back if that is agreed to."""
    from sync.run.arrange import repair_layout

    def agree(lost: Sequence[Gap]) -> bool:
        print_lines([gap.line for gap in lost] or [say("nothing is missing")])
        if all(gap.sign == "!" for gap in lost):
            return False
        if yes or (sys.stdin.isatty() and confirmed(say("Do it?"), default=False)):
            return True
        print_lines([say("Nothing was changed yet. To do it: --yes")])
        return False

    if repair_layout(settings, template, agree):
        print_lines([say("Put back. No cell was written.")])
    return 0


def finding_rows(findings: Sequence[Finding]) -> list[ScreenRow]:
    """What `dip doctor` found, part by part."""
    from sync.run.doctor import PARTS

    return [
        ScreenRow(
            joined(("!!" if finding.error else "ok", "  ", PARTS[finding.part])),
            finding.error.message if finding.error else finding.seen,
            Tone.BAD if finding.error else Tone.GOOD,
        )
        for finding in findings
    ]


def probe_google(settings: Settings, url: str, save: Path | None, *, as_json: bool) -> int:
    """Ask the spreadsheet at `url` about what we rely on; 1 if anything turned out otherwise. The traffic is saved even
    if the probe could not finish. Raises `NoAccess`, `GoogleBusy`, `WorkbookError`."""
    from sync.workbook.google.probe import MOST, probe
    from sync.workbook.google.recording import Traffic, is_traffic
    from sync.workbook.google.setup import client_of, verify_writable

    if save:
        settings.verify_free(save)
        if save.exists() and not is_traffic(save):
            raise ArgumentError(say("%(save)s is there already and holds no traffic. Choose another name.", save=save))
    client = client_of(settings, url)
    traffic = Traffic(client.send, client.id, client.requester.service_account, MOST)
    try:
        points = probe(traffic)
    except WorkbookError:
        if traffic.sent == 1:  # refused at the first request: why, and what to do about it
            client.get("spreadsheetId")
            verify_writable(client)
        raise
    finally:
        if save and traffic.sent:
            traffic.save(save)
    differing = [point for point in points if not point.same]
    if as_json:
        documents = [{"point": p.name, "same": p.same, "settled": p.settled, "expected": p.expected, "found": p.found,
                 "means": p.means} for p in points]  # fmt: skip
        print_json({"exit": int(bool(differing)), "requests": traffic.sent, "points": documents})
    else:
        print_lines([*map(_line, points), _summary(points, differing, traffic.sent)])
        if save:
            print_lines([f"saved the traffic, without tokens and addresses of people: {save}"])
    return int(bool(differing))


def _line(point: Point) -> str:
    if not point.settled:
        return f"??  {point.name}: could not be settled ({point.found})"
    if point.same:
        return f"ok  {point.name}: {point.found}"
    return f"!!  {point.name}: expected {point.expected}, found {point.found}; it means: {point.means}"


def _summary(points: list[Point], differing: list[Point], sent: int) -> str:
    return f"{len(points)} points in {sent} requests, {len(differing)} otherwise than dip relies on; the tab is removed"
