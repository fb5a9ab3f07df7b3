"""`dip fleet status`: who is red, since when, why and what to do; on a screen, as a page, as a document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sync.cli.common import json_option, print_json, print_lines, print_rows, warn
from sync.cli.fleet_common import fleet_option, with_fleet
from sync.cli.terminal import ScreenRow, Tone, is_verbose
from sync.message import Message, say

if TYPE_CHECKING:
    from sync.fleet.fleet_health import FleetHealth, Light, OfficeHealth
    from sync.fleet.fleet_settings import FleetSettings
    from sync.fleet.machine_table import MachineSeen


@click.command()
@fleet_option
@json_option
@click.option("--page", type=click.Path(path_type=Path, dir_okay=False), help="Write it as a page for a browser.")
@click.option(
    "--strict", is_flag=True,
    help="Exit 1 if an office is red, a machine silent, two machines have one name, or none is at work.",
)  # fmt: skip
def status(source: Path, as_json: bool, page: Path | None, strict: bool) -> None:
    """Who is red, since when, why, and what to do. Asks no office."""

    def work(fleet: FleetSettings) -> int:
        from sync.fleet.fleet_health import fleet_health

        health = fleet_health(fleet)
        code = int(strict and health.needs_a_person)
        if page:
            from sync.cli.fleet_page import write_fleet_page
            from sync.fleet.fleet_offices import verify_private

            verify_private([each.office for each in health.offices], page)
            write_fleet_page(page, health, summary(health))
        if as_json:
            print_json(health_document(health, code))
        elif page:
            print_lines([say("wrote %(path)s", path=page)])
        else:
            _print(health)
        return code

    with_fleet(work, source, as_json=as_json)


def summary(health: FleetHealth) -> Message:
    """All of it in one sentence."""
    from sync.fleet.fleet_health import Light

    red, care, good = (health.count(light) for light in (Light.RED, Light.CARE, Light.GOOD))
    return say("%(count)s offices: %(red)s red, %(care)s to come again, %(good)s well, %(new)s new",
               count=len(health.offices), red=red, care=care, good=good, new=health.count(Light.NEW))  # fmt: skip


def _print(health: FleetHealth) -> None:
    from sync.fleet.fleet_health import Light, local_minute

    warn(health.warnings)
    now = f"{local_minute(health.now)} {health.now.astimezone().tzname()}"
    print_lines([now, summary(health), *map(_machine_line, health.machines or ()), ""])
    shown = [each for each in health.offices if is_verbose() or each.light in (Light.RED, Light.CARE)]
    if shown:
        print_rows([row for each in shown for row in _rows(each)])
    else:
        print_lines([say("Nothing needs you.")])


def _machine_line(machine: MachineSeen) -> Message:
    minutes = int(machine.ago.total_seconds()) // 60
    if machine.is_silent:
        return say("machine %(name)s: silent for %(minutes)s minutes", name=machine.name, minutes=minutes)
    return say("machine %(name)s: at work", name=machine.name)


def _rows(health: OfficeHealth) -> Iterator[ScreenRow]:
    from sync.fleet.fleet_health import stand

    tone = tone_of(health.light)
    yield ScreenRow(stand(health), health.office.name, tone)
    yield from (ScreenRow("", words) for words in (health.why,) if words)
    yield from (ScreenRow("", words) for words in (health.what,) if words)


def tone_of(light: Light) -> Tone:
    """The colour of a light."""
    return {"red": Tone.BAD, "care": Tone.CARE, "good": Tone.GOOD}.get(light.value, Tone.PLAIN)


def health_document(health: FleetHealth, code: int) -> dict[str, Any]:
    """The same for programs."""
    from sync.fleet.fleet_health import Light

    return {
        "exit": code,
        "at": health.now.isoformat(timespec="seconds"),
        "counts": {light.value: health.count(light) for light in Light},
        "machines": [
            {
                "machine": each.name,
                "silent": each.is_silent,
                "doubled": each.is_doubled,
                "seconds": round(each.ago.total_seconds()),
            }
            for each in health.machines or ()
        ],
        "warnings": [str(line) for line in health.warnings],
        "offices": [_office_document(each) for each in health.offices],
    }


def _office_document(health: OfficeHealth) -> dict[str, Any]:
    record = health.record
    return {
        "office": health.office.name, "config": str(health.office.config), "state": health.light.value,
        "since": _iso(health.since), "exit": record.exit if record.ended else None, "message": str(health.why),
        "what": str(health.what), "begun": _iso(record.begun), "ended": _iso(record.ended), "good": _iso(record.good),
        "next": _iso(health.next), "seconds": round(record.seconds, 3), "cpu": round(record.cpu, 3),
        "machine": record.machine,
    }  # fmt: skip


def _iso(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None
