"""What is wrong with a fleet on several machines: which machines are silent, and what nobody runs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sync.fleet.fleet_settings import FleetSettings
from sync.fleet.machine_table import MachineSeen
from sync.message import named, say


def machine_warnings(fleet: FleetSettings, machines: Sequence[MachineSeen], offices: Collection[str]) -> Iterator[str]:
    """Machines that were not heard of, and what `[[pinned]]` names and is none. `offices` are the names of folders."""
    if not any(not each.is_silent for each in machines):
        yield say("No machine is at work for this fleet: nothing runs. Start dip fleet work on each (docs/fleet.md).")
    for each in machines:
        if each.is_silent:
            yield say(
                "The machine %(name)s has not been heard of for %(minutes)s minutes: offices that are not pinned to it "
                "run on the others. Start it; or is it gone for good: dip fleet forget --machine %(name)s",
                name=each.name, minutes=int(each.ago.total_seconds()) // 60,
            )  # fmt: skip
    if lost := [each.office for each in fleet.pinned if each.office not in offices]:
        yield say("office in [[pinned]]: %(names)s is the folder of no office here. Write the name of its folder, or "
                  "take it out.", names=named([f"“{name}”" for name in lost]))  # fmt: skip
