"""`dip doctor --probe-google`: what Google answers to what dip relies on, printed and saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sync.cli.common import print_json, print_lines
from sync.errors import ArgumentError, WorkbookError
from sync.message import say

if TYPE_CHECKING:
    from sync.settings.settings import Settings
    from sync.workbook.google.probe import Point


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
