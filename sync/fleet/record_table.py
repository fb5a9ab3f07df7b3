"""What a fleet on several machines remembers of its offices: the records of `fleet-state.json`, in its database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from sync.fence.database import Database
from sync.fence.postgres import connect
from sync.fence.postgres_errors import postgres_translated
from sync.fleet.fleet_offices import offices_there, told_offices
from sync.fleet.fleet_settings import FleetSettings
from sync.fleet.fleet_state import FleetState
from sync.fleet.machine_table import MachineSeen, load_machines
from sync.fleet.office_copies import Remembered
from sync.fleet.office_look import FleetOffice
from sync.fleet.office_record import OfficeRecord, read_record

_SAVE = """
INSERT INTO office_record VALUES (%s, %s) ON CONFLICT (office) DO UPDATE SET record = excluded.record
"""
_REPLACE = "UPDATE office_record SET record = %s WHERE office = %s AND record = %s"


def count_columns(database: Database) -> int:
    """Of all tables there: more of them after tables were made. Raises as `load_records`."""
    query = "SELECT count(*) FROM information_schema.columns WHERE table_schema = current_schema()"
    with postgres_translated(), connect(database) as connection:
        return int(connection.execute(query).fetchall()[0][0])


def load_records(database: Database) -> dict[str, OfficeRecord]:
    """Every office that was started before. One whose record cannot be read is as new. Raises `SettingsError`,
    `TryLater`."""
    with postgres_translated(), connect(database) as connection:
        rows = connection.execute("SELECT office, record FROM office_record").fetchall()
    records = {}
    for office, document in rows:
        try:
            records[office] = read_record(document)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            continue
    return records


def save_record(database: Database, office: str, record: OfficeRecord) -> None:
    """Keep it. Raises as `load_records`."""
    with postgres_translated(), connect(database) as connection:
        connection.execute(_SAVE, (office, json.dumps(record.document())))


def replace_record(database: Database, office: str, begun: OfficeRecord, ended: OfficeRecord) -> bool:
    """Keep how a run ended, unless another one has begun since: what a machine that stood still says late is no news.
    Returns whether it was kept. Raises as `load_records`."""
    documents = json.dumps(ended.document()), office, json.dumps(begun.document())
    with postgres_translated(), connect(database) as connection:
        return connection.execute(_REPLACE, documents).rowcount == 1


def forget_record(database: Database, office: str) -> None:
    """As if it had never run. Raises as `load_records`."""
    with postgres_translated(), connect(database) as connection:
        connection.execute("DELETE FROM office_record WHERE office = %s", (office,))


def name_of(office: FleetOffice) -> str:
    """What an office is called on every machine: its folder's name."""
    return office.config.parent.name


def find_shared(fleet: FleetSettings, records: Mapping[str, OfficeRecord]) -> list[FleetOffice]:
    """The offices that this machine has; of an office and its copy the one runs that ran before, on any machine."""
    found = offices_there(fleet)
    here = {key: records[name_of(office)] for key, office in found.items() if name_of(office) in records}
    return told_offices(fleet, found, {key: Remembered(each.name, each.ran) for key, each in here.items()})


class SharedState(NamedTuple):
    """What all machines know: of the offices that this one has, too; of the machines; and which offices ran before
    whose folder is not here."""

    state: FleetState
    machines: list[MachineSeen]
    elsewhere: list[str]


def shared_state(fleet: FleetSettings, database: Database) -> SharedState:
    """Raises as `load_records`."""
    records = load_records(database)
    offices = {name_of(office): office for office in find_shared(fleet, records)}
    here = {
        office.key: replace(records[name], stamp=office.stamp) for name, office in offices.items() if name in records
    }
    return SharedState(
        FleetState(fleet.state_path, here), load_machines(database), sorted(records.keys() - offices.keys())
    )
